//! A request's body, read with an end to patience and to appetite.

use std::time::Duration;

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use http_body_util::BodyExt;

/// Nothing that anybody could mean is longer: 256 KiB.
const MOST: usize = 256 << 10;
/// So much is kept of it: a byte more than the parsers read, so that they say that it is too long. Ten thousand senders must
/// not fill the memory.
const KEPT: usize = (64 << 10) + 1;
/// Beyond [`MOST`] a body is read only to be thrown away, so that its sender gets to read the answer:
/// a line that closes in the middle of sending tells it nothing.
const DISCARDED: usize = 32 << 20;
/// A sender that pauses for this long while its body is thrown away is waiting for the answer.
const PAUSE: Duration = Duration::from_millis(500);
/// How long a body may take to arrive.
const PATIENCE: Duration = Duration::from_secs(15);

/// A whole body. One that is too long is 413, one that doesn't end 408.
#[derive(Debug)]
pub(crate) struct Body(pub(crate) Vec<u8>);

impl<S: Sync> FromRequest<S> for Body {
    type Rejection = StatusCode;

    async fn from_request(request: Request, _: &S) -> Result<Self, StatusCode> {
        let read = read(request.into_body());
        tokio::time::timeout(PATIENCE, read).await.unwrap_or(Err(StatusCode::REQUEST_TIMEOUT))
    }
}

async fn read(mut body: axum::body::Body) -> Result<Body, StatusCode> {
    let (mut kept, mut length) = (Vec::new(), 0_usize);
    while let Some(data) = next(&mut body).await? {
        length = length.saturating_add(data.len());
        if length > MOST {
            discard(body).await;
            return Err(StatusCode::PAYLOAD_TOO_LARGE);
        }
        let room = KEPT.saturating_sub(kept.len());
        kept.extend(data.iter().take(room));
    }
    Ok(Body(kept))
}

async fn next(body: &mut axum::body::Body) -> Result<Option<Bytes>, StatusCode> {
    match body.frame().await {
        None => Ok(None),
        Some(frame) => Ok(Some(frame.map_err(|_| StatusCode::BAD_REQUEST)?.into_data().unwrap_or_default())),
    }
}

/// Reads on for as long as its sender keeps sending.
async fn discard(mut body: axum::body::Body) {
    let mut length = 0_usize;
    while let Ok(Ok(Some(data))) = tokio::time::timeout(PAUSE, next(&mut body)).await {
        length = length.saturating_add(data.len());
        if length > DISCARDED {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body as Sent;
    use futures_util::stream;
    use std::convert::Infallible;

    async fn received(length: usize) -> Result<usize, StatusCode> {
        read(Sent::from(vec![b'x'; length])).await.map(|body| body.0.len())
    }

    #[tokio::test]
    async fn takes_what_a_message_needs_and_no_more() {
        assert_eq!(received(0).await, Ok(0));
        assert_eq!(received(KEPT).await, Ok(KEPT));
        assert_eq!(received(MOST).await, Ok(KEPT), "parsers refuse it by its first part");
        assert_eq!(received(MOST + 1).await, Err(StatusCode::PAYLOAD_TOO_LARGE));
        assert_eq!(received(DISCARDED + 1).await, Err(StatusCode::PAYLOAD_TOO_LARGE));
    }

    #[tokio::test(start_paused = true)]
    async fn a_body_that_does_not_end_is_given_up() {
        let endless = stream::pending::<Result<Bytes, Infallible>>();
        let answer = Body::from_request(Request::new(Sent::from_stream(endless)), &()).await;
        assert_eq!(answer.map(|body| body.0), Err(StatusCode::REQUEST_TIMEOUT));
    }
}
