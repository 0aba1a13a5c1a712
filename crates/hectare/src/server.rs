//! A listening HTTP server: TLS or not, patient with merchants, impatient with idlers.

use std::io;
use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::time::Duration;

use axum::Router;
use axum_server::Handle;
use axum_server::accept::NoDelayAcceptor;
use axum_server::tls_rustls::{RustlsAcceptor, RustlsConfig};
use hyper_util::rt::TokioTimer;

/// How long a client may take to send its headers.
const HEADERS: Duration = Duration::from_secs(10);

/// Certificate and key.
#[derive(Clone, Debug)]
pub(crate) struct Tls {
    pub(crate) certificate: PathBuf,
    pub(crate) key: PathBuf,
}

/// Binds, so that a taken port is an error before anything else has begun.
pub(crate) fn bind(address: SocketAddr) -> io::Result<TcpListener> {
    let listener = TcpListener::bind(address).map_err(|error| {
        io::Error::new(
            error.kind(),
            format!("can't listen on {address}: {error}; choose another with --listen or --shop"),
        )
    })?;
    listener.set_nonblocking(true)?;
    Ok(listener)
}

/// Serves until the handle says stop, and every request under way is answered.
pub(crate) async fn serve(
    listener: TcpListener,
    router: Router,
    tls: Option<Tls>,
    handle: Handle<SocketAddr>,
) -> io::Result<()> {
    let service = router.into_make_service();
    // HTTP/1.1 alone: what merchants' code speaks, and what the limit on headers is for.
    let mut server = axum_server::from_tcp(listener)?.handle(handle).http1_only();
    server.http_builder().http1().timer(TokioTimer::new()).header_read_timeout(HEADERS);
    match tls {
        None => server.acceptor(NoDelayAcceptor::new()).serve(service).await,
        Some(Tls { certificate, key }) => {
            let config = RustlsConfig::from_pem_file(&certificate, &key).await?;
            server.acceptor(RustlsAcceptor::new(config).acceptor(NoDelayAcceptor::new())).serve(service).await
        }
    }
}
