//! `hectare` and `hectare serve`: everything together.

use std::net::{SocketAddr, TcpListener};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum_server::Handle;
use engine::{Engine, Parts, Timing};
use gateway::{App, Letters, MagicNumber, Sandbox};
use notify::{Reach, Sender};
use shop::ShopOptions;
use simulators::card::CardSimulator;
use tokio::sync::watch;

use crate::cli::ServeOptions;
use crate::data::{self, Data, Failure};
use crate::server::{self, Tls};
use crate::{logging, serve};

/// The simulated issuers' pages are at the gateway's own address.
const ISSUERS_URL: &str = "";

/// Requests under way get this long after SIGTERM: longer than any of them may take.
const DRAIN: Duration = Duration::from_secs(25);

pub(crate) fn run(options: ServeOptions) -> Result<ExitCode, Failure> {
    let started = Instant::now();
    logging::start(options.log);
    // Both TLS ends use one implementation of the cryptography.
    let _ = rustls::crypto::ring::default_provider().install_default();
    check_exposure(&options)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(serve::together(options, started))?;
    Ok(ExitCode::SUCCESS)
}

/// A sandbox has published keys: nobody else may reach it.
fn check_exposure(options: &ServeOptions) -> Result<(), Failure> {
    let addresses = [Some(options.listen), options.shop];
    match addresses.into_iter().flatten().find(|address| !address.ip().is_loopback()) {
        None => Ok(()),
        Some(address) => Err(format!(
            "a test environment listens on this machine only, and {address} is reachable from elsewhere"
        )
        .into()),
    }
}

async fn together(options: ServeOptions, started: Instant) -> Result<(), Failure> {
    let gateway_socket = server::bind(options.listen)?;
    let shop_socket = options.shop.map(server::bind).transpose()?;
    // Port 0 is any that is free: from here on the address is the one that it became.
    let shop = shop_socket.as_ref().map(TcpListener::local_addr).transpose()?;
    let options = ServeOptions { shop, ..options };
    let tls = options.tls_cert.clone().zip(options.tls_key.clone());
    let tls = tls.map(|(certificate, key)| Tls { certificate, key });
    let base_url = base_url(&options, gateway_socket.local_addr()?);

    let Data { folder, store, log } = data::open(&options.data)?;
    let issuers = if options.issuers_in_memory {
        CardSimulator::in_memory(ISSUERS_URL)
    } else {
        CardSimulator::open(&options.data, ISSUERS_URL)?
    };
    let store = Arc::new(store);
    let engine = Engine::start(Parts {
        store: store.clone(),
        vault: folder.vault().clone(),
        environment: folder.environment(),
        cards: Arc::new(issuers.clone()),
        stage: Some(Arc::new(issuers.clone())),
        timing: Timing::default(),
        observer: None,
    })
    .await?;
    let app = App::new(engine.clone(), log, sandbox(&base_url))?;
    let sender = Sender::new(store, Arc::new(Letters(app.clone())), Reach::Anywhere)?;
    let router = gateway::router(app).nest_service(simulators::card::PATH, issuers.pages());

    let (stop, stopped) = watch::channel(false);
    let recovery = tokio::spawn({
        let (engine, stopped) = (engine.clone(), stopped.clone());
        async move { engine.recover(wait(stopped)).await }
    });
    let sending = tokio::spawn({
        let hold = options.hold_notifications;
        async move {
            if !hold {
                sender.run(|| engine.notified(), wait(stopped)).await;
            }
        }
    });

    let handle = Handle::new();
    tokio::spawn(drain_on_signal(handle.clone()));
    announce(&options, &base_url, started);
    let shop = shop_router(&options, &base_url)?;
    let serving = server::serve(gateway_socket, router, tls, handle.clone());
    let shopping = async {
        match shop_socket {
            Some(socket) => server::serve(socket, shop, None, handle.clone()).await,
            None => Ok(()),
        }
    };
    tokio::try_join!(serving, shopping)?;
    stop.send_replace(true);
    let _ = tokio::join!(recovery, sending);
    tracing::info!("stopped");
    Ok(())
}

/// What the sandbox's page tells of institutions that the gateway knows by their traits alone.
fn sandbox(base_url: &str) -> Sandbox {
    let magic = simulators::card::MAGIC.iter();
    let magic = magic.map(|card| MagicNumber { number: card.number, ko: card.ko, en: card.en });
    Sandbox { url: base_url.to_owned(), magic: magic.collect() }
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

/// One address for a newcomer; the rest is a click away from there.
fn announce(options: &ServeOptions, base_url: &str, started: Instant) {
    let took_ms = started.elapsed().as_millis();
    let data = options.data.display();
    match options.shop {
        Some(shop) => println!("Hectare's demo shop is open at http://localhost:{}/", shop.port()),
        None => println!("Hectare listens at {base_url}"),
    }
    tracing::info!(gateway = base_url, %data, took_ms, "a test environment is up: no money moves");
}

async fn wait(mut stopped: watch::Receiver<bool>) {
    // An Err is the sender gone: stopped, too.
    let _ = stopped.wait_for(|stopped| *stopped).await;
}

/// SIGTERM or Ctrl-C: no new connections, requests under way are answered.
async fn drain_on_signal(handle: Handle<SocketAddr>) {
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
