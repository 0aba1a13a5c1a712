//! Bodies that have to arrive in time, whoever reads them.

use std::future::Future;
use std::pin::Pin;
use std::task::Poll;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, HttpBody};
use axum::extract::Request;
use axum::middleware::map_request;
use futures_util::{StreamExt, stream};
use tokio::time::Sleep;

/// Longer than the APIs wait, which have an answer for such a body; a body that breaks off has none.
const BODY: Duration = Duration::from_secs(20);

/// The same routes, to which no body comes late.
pub(super) fn in_time(router: Router) -> Router {
    router.layer(map_request(
        async |request: Request| {
            if request.body().is_end_stream() { request } else { request.map(timed) }
        },
    ))
}

fn timed(body: Body) -> Body {
    let mut data = body.into_data_stream();
    // Most bodies come with their heads, and need no clock.
    let mut end: Option<Pin<Box<Sleep>>> = None;
    Body::from_stream(stream::poll_fn(move |context| {
        if let Poll::Ready(next) = data.poll_next_unpin(context) {
            return Poll::Ready(next);
        }
        let end = end.get_or_insert_with(|| Box::pin(tokio::time::sleep(BODY)));
        match end.as_mut().poll(context) {
            Poll::Ready(()) => Poll::Ready(Some(Err(axum::Error::new("the body did not arrive in time")))),
            Poll::Pending => Poll::Pending,
        }
    }))
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use axum::body::{Bytes, to_bytes};

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_body_that_does_not_end_is_an_error() {
        let half = stream::once(async { Ok::<_, Infallible>(Bytes::from_static(b"half")) });
        let endless = timed(Body::from_stream(half.chain(stream::pending())));
        assert!(to_bytes(endless, 1_024).await.is_err());
    }

    #[tokio::test(start_paused = true)]
    async fn a_body_that_comes_in_pieces_is_one() {
        let pieces = stream::iter([b"a", b"b"]).then(async |piece| {
            tokio::time::sleep(BODY / 3).await;
            Ok::<_, Infallible>(Bytes::from_static(piece))
        });
        let whole = to_bytes(timed(Body::from_stream(pieces.boxed())), 1_024).await;
        assert_eq!(whole.expect("in time"), "ab");
    }
}
