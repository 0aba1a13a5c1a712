//! A listening HTTP server: TLS or not, patient with merchants, impatient with idlers.

mod body;
mod door;
mod files;
mod stream;

use std::io;
use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::time::Duration;

use axum::Router;
use axum_server::Server;
use axum_server::accept::DefaultAcceptor;
use axum_server::tls_rustls::{RustlsAcceptor, RustlsConfig};
use hyper_util::rt::TokioTimer;

pub(crate) use door::{Doors, Peer};

/// Tells servers to stop.
pub(crate) type Handle = axum_server::Handle<Peer>;

/// How long a client may take to send its headers, counted from when it could have begun.
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
    doors: &Doors,
    router: Router,
    tls: Option<Tls>,
    handle: Handle,
) -> io::Result<()> {
    let service = body::in_time(router).into_make_service();
    let server = Server::from_listener(doors.open(listener)?).handle(handle);
    match tls {
        None => impatient(server.acceptor(DefaultAcceptor)).serve(service).await,
        Some(Tls { certificate, key }) => {
            let config = RustlsConfig::from_pem_file(&certificate, &key).await?;
            impatient(server.acceptor(RustlsAcceptor::new(config))).serve(service).await
        }
    }
}

/// What a head may be long, and what is buffered of a body: a few of the longest that browsers send. Ten thousand
/// connections must not fill the memory.
const BUFFER: usize = 64 << 10;

/// HTTP/1.1 alone: what merchants' code speaks, and what the limit on headers is for. It has to be said after
/// the acceptor, which forgets it: then the first bytes would be waited for without end.
fn impatient<A>(server: Server<Peer, A>) -> Server<Peer, A> {
    let mut server = server.http1_only();
    server.http_builder().http1().timer(TokioTimer::new()).header_read_timeout(HEADERS).max_buf_size(BUFFER);
    server
}
