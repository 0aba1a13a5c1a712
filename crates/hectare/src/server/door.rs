//! Where connections come in: no more of them than leave files for the databases and the sender.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum_server::{AddrListener, Address};
use tokio::net::TcpListener;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::files;
use super::stream::Stream;

/// Connections at the most, however many files may be open.
const MOST: u64 = 10_000;
/// Files for what is neither a connection nor a notification: three databases with their readers, TLS and the log; and
/// for notifications, which have a quarter of all where files are few.
const RESERVED: u64 = 768;

/// The places that all servers of this process share.
#[derive(Clone, Debug)]
pub(crate) struct Doors {
    places: Arc<Semaphore>,
    files: u64,
}

impl Doors {
    /// As many places as there are files for.
    pub(crate) fn new() -> Self {
        let files = files::raise_limit();
        let places = usize::try_from(places(files)).unwrap_or(Semaphore::MAX_PERMITS);
        Self { places: Arc::new(Semaphore::new(places)), files }
    }

    /// How many files the process may have open.
    pub(crate) fn files(&self) -> u64 {
        self.files
    }

    pub(super) fn open(&self, listener: std::net::TcpListener) -> io::Result<Listener> {
        let tcp = TcpListener::from_std(listener)?;
        Ok(Listener {
            tcp,
            doors: self.clone(),
            full: AtomicBool::new(false),
            refusing: AtomicBool::new(false),
        })
    }
}

fn places(files: u64) -> u64 {
    let reserved = RESERVED.min(files / 2);
    files.saturating_sub(reserved).min(MOST)
}

/// A client's address.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Peer(SocketAddr);

impl Address for Peer {
    type Stream = Stream;
    type Listener = Listener;
}

/// A listening socket, and what of its troubles has been said already.
#[derive(Debug)]
pub(crate) struct Listener {
    tcp: TcpListener,
    doors: Doors,
    full: AtomicBool,
    refusing: AtomicBool,
}

impl Listener {
    /// A place for a connection; waits for one where all are taken.
    async fn place(&self) -> io::Result<OwnedSemaphorePermit> {
        if let Ok(place) = Arc::clone(&self.doors.places).try_acquire_owned() {
            self.full.store(false, Ordering::Relaxed);
            return Ok(place);
        }
        if !self.full.swap(true, Ordering::Relaxed) {
            tracing::warn!("as many connections are open as there may be; others wait for one to end");
        }
        Arc::clone(&self.doors.places).acquire_owned().await.map_err(io::Error::other)
    }
}

impl AddrListener<Stream, Peer> for Listener {
    async fn bind_to(Peer(address): Peer) -> io::Result<Self> {
        Doors::new().open(super::bind(address)?)
    }

    /// An error is tried again by the server, after a pause. It is logged here, once until one succeeds.
    async fn accept_stream(&self) -> io::Result<(Stream, Peer)> {
        let place = self.place().await?;
        let accepted = self.tcp.accept().await;
        let (stream, address) = accepted.inspect_err(|error| {
            // A client that has gone already is no trouble of ours.
            if error.kind() != io::ErrorKind::ConnectionAborted
                && !self.refusing.swap(true, Ordering::Relaxed)
            {
                tracing::error!(%error, "connections can't be accepted");
            }
        })?;
        if self.refusing.swap(false, Ordering::Relaxed) {
            tracing::info!("connections are accepted again");
        }
        // Answers are small, and waited for.
        let _ = stream.set_nodelay(true);
        Ok((Stream::new(stream, place), Peer(address)))
    }

    fn get_local_addr(&self) -> io::Result<Peer> {
        self.tcp.local_addr().map(Peer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_left_for_the_databases_and_the_sender() {
        assert_eq!(places(65_536), MOST);
        assert_eq!(places(4_096), 4_096 - RESERVED);
        assert_eq!(places(1_024), 512);
        assert_eq!(places(64), 32);
    }
}
