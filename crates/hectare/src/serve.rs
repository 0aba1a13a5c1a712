//! `hectare` and `hectare serve`: everything together.

use std::io::Write;
use std::net::{SocketAddr, TcpListener};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use engine::{Engine, Parts, Timing};
use gateway::{App, Letters, MagicNumber, Sandbox};
use notify::{Doorbell, HttpCourier, Reach, Sender};
use shop::ShopOptions;
use simulators::Simulation;
use simulators::bank::BankSimulator;
use simulators::card::CardSimulator;
use store::folder::{Environment, Folder};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::cli::ServeOptions;
use crate::data::{self, Data, Failure};
use crate::server::{self, Doors, Handle, Tls};
use crate::{banner, logging};

/// The simulated issuers' pages are at the gateway's own address.
const ISSUERS_URL: &str = "";

/// Requests under way get this long after SIGTERM: longer than any of them may take.
const DRAIN: Duration = Duration::from_secs(25);
/// And then notifications under way this long. A receiver that hangs is told again at the next start.
const LAST_TRIES: Duration = Duration::from_secs(3);
/// And then reads that nobody waits for. With those it is less than the 30 s that supervisors like to wait.
const LAST_READS: Duration = Duration::from_secs(1);

pub(crate) fn run(options: ServeOptions) -> Result<ExitCode, Failure> {
    let started = Instant::now();
    logging::start(options.log);
    // Both TLS ends use one implementation of the cryptography.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let result = runtime.block_on(together(options, started));
    runtime.shutdown_timeout(LAST_READS);
    result.map(|()| ExitCode::SUCCESS)
}

/// A sandbox has published keys: nobody else may reach it.
fn check_exposure(options: &ServeOptions, environment: Environment) -> Result<(), Failure> {
    let addresses = [Some(options.listen), options.shop];
    let exposed = addresses.into_iter().flatten().find(|address| !address.ip().is_loopback());
    match (environment, exposed) {
        (Environment::Live, _) | (Environment::Test, None) => Ok(()),
        (Environment::Test, Some(address)) => Err(format!(
            "a test environment listens on this machine only, and {address} is reachable from elsewhere"
        )
        .into()),
    }
}

/// Who moves the money of a folder. Simulated institutions never move real money.
fn institutions(folder: &Folder, options: &ServeOptions) -> Result<Simulation, Failure> {
    match folder.environment() {
        Environment::Test if options.issuers_in_memory => Ok(Simulation::in_memory(ISSUERS_URL)),
        Environment::Test => Ok(Simulation::open(&options.data, ISSUERS_URL)?),
        Environment::Live => Err(format!(
            "{} is a live folder, and this version has no real institution plugged in: there is nobody to move \
             money. A test folder has simulated ones; choose one with --data",
            options.data.display()
        )
        .into()),
    }
}

/// How far notifications may go.
pub(crate) fn reach(environment: Environment) -> Reach {
    match environment {
        Environment::Test => Reach::Anywhere,
        Environment::Live => Reach::Internet,
    }
}

async fn together(options: ServeOptions, started: Instant) -> Result<(), Failure> {
    let environment = data::environment(&options.data)?;
    check_exposure(&options, environment)?;
    if environment == Environment::Test {
        store::set_wall_clock_behind(options.clock_behind_ms);
    }
    let gateway_socket = server::bind(options.listen)?;
    let shop_socket = options.shop.map(server::bind).transpose()?;
    // Port 0 is any that is free: from here on the address is the one that it became.
    let shop = shop_socket.as_ref().map(TcpListener::local_addr).transpose()?;
    let options = ServeOptions { shop, ..options };
    let tls = options.tls_cert.clone().zip(options.tls_key.clone());
    let tls = tls.map(|(certificate, key)| Tls { certificate, key });
    let base_url = base_url(&options, gateway_socket.local_addr()?);

    let doors = Doors::new();
    let folder = Folder::serve(&options.data, environment)?;
    let institutions = institutions(&folder, &options)?;
    let cards = CardSimulator::of(institutions.clone());
    let banks = BankSimulator::of(institutions.clone());
    let Data { store, log } = data::open(&folder)?;
    let store = Arc::new(store);
    let doorbell = Doorbell::default();
    let engine = Engine::start(Parts {
        store: store.clone(),
        vault: folder.vault().clone(),
        environment: folder.environment(),
        cards: Arc::new(cards.clone()),
        banks: Arc::new(banks.clone()),
        stage: Some(Arc::new(institutions)),
        doorbell: doorbell.clone(),
        timing: Timing::default(),
        observer: None,
    })
    .await?;
    let app = App::new(engine.clone(), log, sandbox(&base_url))?;
    let sender = Sender::new(notify::Parts {
        outbox: store,
        composer: Arc::new(Letters(app.clone())),
        courier: Arc::new(HttpCourier::new(reach(folder.environment()))?),
        doorbell,
        options: notify::Options { grace: LAST_TRIES, ..notify::Options::default() }
            .within_descriptors(doors.files()),
    });
    let router = gateway::router(app)
        .nest_service(simulators::card::PATH, cards.pages())
        .nest_service(simulators::bank::PATH, banks.pages());

    let handle = Handle::new();
    let (stop, stopped) = watch::channel(false);
    let recovery = lasting("recovery", &handle, {
        let (engine, stopped) = (engine.clone(), stopped.clone());
        async move { engine.recover(wait(stopped)).await }
    });
    let upkeep = lasting("upkeep", &handle, {
        let (engine, stopped) = (engine.clone(), stopped.clone());
        async move { engine.keep_up(wait(stopped)).await }
    });
    let sending = lasting("the sender", &handle, {
        let hold = options.hold_notifications;
        async move {
            if !hold {
                sender.run(wait(stopped)).await;
            }
        }
    });
    tokio::spawn(drain_on_signal(handle.clone()));
    let shop = shop_router(&options, &base_url)?;
    announce(&options, &base_url, started);
    let serving = server::serve(gateway_socket, &doors, router, tls, handle.clone());
    let shopping = async {
        match shop_socket {
            Some(socket) => server::serve(socket, &doors, shop, None, handle.clone()).await,
            None => Ok(()),
        }
    };
    tokio::try_join!(serving, shopping)?;
    stop.send_replace(true);
    let ending = async { tokio::join!(recovery, upkeep, sending) };
    match tokio::time::timeout(LAST_TRIES + LAST_READS, ending).await {
        Ok((recovery, upkeep, sending)) => {
            for ended in [recovery, upkeep, sending] {
                ended??;
            }
        }
        Err(_) => tracing::warn!("what is under way still is left to the next start"),
    }
    tracing::info!("stopped");
    Ok(())
}

/// A task that has to last as long as the server. A server whose money nobody takes back any more, or whose merchants
/// nobody tells, would look as if all were well: it stops, and is started anew.
fn lasting(
    name: &'static str,
    server: &Handle,
    task: impl Future<Output = ()> + Send + 'static,
) -> JoinHandle<Result<(), String>> {
    let server = server.clone();
    tokio::spawn(async move {
        tokio::spawn(task).await.map_err(|error| {
            tracing::error!(name, %error, "ended before its time, and so does the server");
            server.graceful_shutdown(Some(DRAIN));
            format!("{name} ended before its time: {error}")
        })
    })
}

/// What the sandbox's page tells of institutions that the gateway knows by their traits alone.
fn sandbox(base_url: &str) -> Sandbox {
    let known = |magic: &[simulators::Magic]| {
        magic.iter().map(|one| MagicNumber { number: one.number, ko: one.ko, en: one.en }).collect()
    };
    Sandbox {
        url: base_url.to_owned(),
        magic: known(simulators::card::MAGIC),
        magic_accounts: known(simulators::bank::MAGIC),
        passbooks: format!("{}/accounts/", simulators::bank::PATH),
    }
}

fn base_url(options: &ServeOptions, address: SocketAddr) -> String {
    let scheme = if options.tls_cert.is_some() { "https" } else { "http" };
    let own = format!("{scheme}://{address}");
    options.base_url.as_deref().map_or(own, |url| url.trim_end_matches('/').to_owned())
}

fn shop_router(options: &ServeOptions, base_url: &str) -> Result<Router, Failure> {
    let Some(address) = options.shop else { return Ok(Router::new()) };
    // Another site than the gateway's, as in life: browsers tell `localhost` from an address.
    let own_origin = format!("http://localhost:{}", address.port());
    Ok(shop::router(&ShopOptions { gateway: base_url.to_owned(), own_origin })?)
}

fn announce(options: &ServeOptions, base_url: &str, started: Instant) {
    let took_ms = started.elapsed().as_millis();
    // Whoever doesn't listen to it has said so by closing it.
    let _ = std::io::stdout().write_all(banner::text(options, base_url).as_bytes());
    let data = options.data.display();
    tracing::info!(gateway = base_url, %data, took_ms, "a test environment is up: no money moves");
}

async fn wait(mut stopped: watch::Receiver<bool>) {
    // An Err is the sender gone: stopped, too.
    let _ = stopped.wait_for(|stopped| *stopped).await;
}

/// SIGTERM or Ctrl-C: no new connections, requests under way are answered.
async fn drain_on_signal(handle: Handle) {
    let terminated = async {
        #[cfg(unix)]
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
        #[cfg(not(unix))]
        std::future::pending::<()>().await;
    };
    tokio::select! {
        () = terminated => {}
        _ = tokio::signal::ctrl_c() => {}
    }
    tracing::info!("stopping: requests under way are answered first");
    handle.graceful_shutdown(Some(DRAIN));
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;
    use crate::cli::{Cli, Command};

    #[test]
    fn notifications_of_a_live_folder_reach_the_internet_only() {
        assert_eq!(reach(Environment::Live), Reach::Internet);
        assert_eq!(reach(Environment::Test), Reach::Anywhere);
    }

    #[tokio::test]
    async fn a_server_does_not_go_on_without_what_has_to_last() {
        let server = Handle::new();
        let well = lasting("a task", &server, async {}).await;
        assert_eq!(well.expect("it is waited for"), Ok(()));
        let ended = lasting("a task", &server, async { panic!("at last") }).await;
        let ended = ended.expect("it is waited for").expect_err("it panicked");
        assert!(ended.starts_with("a task ended before its time"), "{ended}");
    }

    #[test]
    fn only_a_test_environment_hides() {
        let arguments = ["hectare", "serve", "--listen", "0.0.0.0:8080"];
        let Command::Serve(options) = Cli::parse_from(arguments).command() else { panic!("it serves") };
        assert!(check_exposure(&options, Environment::Test).is_err());
        assert!(check_exposure(&options, Environment::Live).is_ok());
    }
}
