//! The floor: what no gateway on this machine and these libraries can get under.
//!
//! The same HTTP server, set up the same way; the wire's own parser, cryptography and encoder; and a
//! bare writer that puts the same rows into the same tables in two durable commits, intent and
//! outcome. No merchants to look up, nothing decided, no issuer asked, nothing logged.

mod answer;
mod rows;

use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum_server::Handle;
use axum_server::accept::NoDelayAcceptor;
use hyper_util::rt::TokioTimer;
use protocol::Keys;

use crate::Failure;
use crate::cli::FloorOptions;
use crate::load::{payments, payments::PATH};
use rows::Database;

#[derive(Debug)]
struct Floor {
    keys: Keys,
    database: Database,
}

/// Serves until it is killed.
pub(crate) fn serve(options: &FloorOptions) -> Result<(), Failure> {
    let floor = Floor { keys: payments::keys()?, database: Database::open(&options.data)? };
    let router = Router::new()
        .route(PATH, post(pay))
        .route("/healthz", get(|| async { "ok" }))
        .layer(DefaultBodyLimit::max(256 << 10))
        .with_state(Arc::new(floor));
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(listen(options.listen, router))
}

/// As the gateway does it, for the same price.
async fn listen(address: SocketAddr, router: Router) -> Result<(), Failure> {
    let listener = TcpListener::bind(address)?;
    listener.set_nonblocking(true)?;
    println!("The floor listens at http://{}", listener.local_addr()?);
    let mut server = axum_server::from_tcp(listener)?.handle(Handle::new());
    server.http_builder().http1().timer(TokioTimer::new()).header_read_timeout(Duration::from_secs(10));
    Ok(server.acceptor(NoDelayAcceptor::new()).serve(router.into_make_service()).await?)
}

async fn pay(State(floor): State<Arc<Floor>>, body: Bytes) -> Response {
    match paid(&floor, &body).await {
        Ok(answer) => ([(CONTENT_TYPE, "application/json; charset=UTF-8")], answer).into_response(),
        Err(failure) => (StatusCode::INTERNAL_SERVER_ERROR, failure.to_string()).into_response(),
    }
}

async fn paid(floor: &Floor, body: &[u8]) -> Result<Vec<u8>, Failure> {
    let request = answer::read(body, &floor.keys)?;
    let payment = floor.database.payment(&request);
    let payment = floor.database.intend(payment).await?;
    let payment = floor.database.conclude(payment).await?;
    Ok(answer::write(&request, &payment, &floor.keys))
}
