//! One customer's connection, kept alive.

use std::net::SocketAddr;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::http;
use crate::Failure;

/// What every answer must say. PG 8.3.
const APPROVED: &[u8] = br#""outStatCd":"0021""#;

#[derive(Debug)]
pub(crate) struct Connection {
    stream: TcpStream,
    request: Vec<u8>,
    answer: Vec<u8>,
}

impl Connection {
    pub(crate) async fn open(address: SocketAddr) -> Result<Self, Failure> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, request: Vec::new(), answer: Vec::with_capacity(4_096) })
    }

    /// Where the next request is written.
    pub(crate) fn request(&mut self) -> &mut Vec<u8> {
        &mut self.request
    }

    /// Sends the request, and waits for an approval.
    pub(crate) async fn exchange(&mut self) -> Result<(), Failure> {
        approved(&self.ask().await?)
    }

    /// Sends the request, and waits for its answer.
    pub(crate) async fn ask(&mut self) -> Result<http::Whole<'_>, Failure> {
        self.stream.write_all(&self.request).await?;
        self.answer.clear();
        while http::whole(&self.answer)?.is_none() {
            if self.stream.read_buf(&mut self.answer).await? == 0 {
                return Err("the server closed a connection".into());
            }
        }
        http::whole(&self.answer)?.ok_or_else(|| "an answer without an end".into())
    }
}

fn approved(answer: &http::Whole<'_>) -> Result<(), Failure> {
    let approved = answer.body.windows(APPROVED.len()).any(|part| part == APPROVED);
    if approved && answer.head.starts_with("HTTP/1.1 200 ") {
        return Ok(());
    }
    Err(format!("a payment was not approved: {}", String::from_utf8_lossy(answer.body)).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anything_but_an_approval_ends_the_measurement() {
        let answer = |head, body| approved(&http::Whole { head, body });
        let (ok, approval) = ("HTTP/1.1 200 OK", br#"{"params":{"outStatCd":"0021"}}"#.as_slice());
        assert!(answer(ok, approval).is_ok());
        assert!(answer("HTTP/1.1 503 Busy", approval).is_err());
        assert!(answer(ok, br#"{"params":{"outStatCd":"0031"}}"#).is_err());
    }
}
