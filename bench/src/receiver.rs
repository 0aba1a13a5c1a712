//! A merchant's notification receiver that counts, and answers OK or never.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::Failure;
use crate::load::http;

/// How it receives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Manner {
    Answers,
    /// Takes the connection and the notification, and says nothing.
    Hangs,
}

/// A running receiver. It ends with the process.
#[derive(Debug)]
pub(crate) struct Receiver {
    address: SocketAddr,
    received: Arc<AtomicU64>,
}

impl Receiver {
    pub(crate) fn start(manner: Manner) -> Result<Self, Failure> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let listener = runtime.block_on(TcpListener::bind(("127.0.0.1", 0)))?;
        let receiver = Self { address: listener.local_addr()?, received: Arc::default() };
        let received = Arc::clone(&receiver.received);
        thread::Builder::new()
            .name("receiver".into())
            .spawn(move || runtime.block_on(accept(&listener, manner, &received)))?;
        Ok(receiver)
    }

    /// Where it wants to be told.
    pub(crate) fn url(&self) -> String {
        format!("http://{}/notified", self.address)
    }

    /// How many notifications have come.
    pub(crate) fn received(&self) -> u64 {
        self.received.load(Ordering::Relaxed)
    }
}

async fn accept(listener: &TcpListener, manner: Manner, received: &Arc<AtomicU64>) {
    while let Ok((stream, _)) = listener.accept().await {
        let received = Arc::clone(received);
        tokio::spawn(async move {
            // A sender that goes away in the middle of a notification will repeat it.
            let _ = answer_all(stream, manner, &received).await;
        });
    }
}

async fn answer_all(mut stream: TcpStream, manner: Manner, received: &AtomicU64) -> Result<(), Failure> {
    stream.set_nodelay(true)?;
    let mut request = Vec::with_capacity(4_096);
    while stream.read_buf(&mut request).await? > 0 {
        if http::whole(&request)?.is_some() {
            received.fetch_add(1, Ordering::Relaxed);
            request.clear();
            if manner == Manner::Answers {
                stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK").await?;
            }
        }
    }
    Ok(())
}
