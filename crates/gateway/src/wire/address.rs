//! Addresses that merchants name.

use notify::{Destination, Reach};
use protocol::MessageSpec;

use crate::app::App;
use crate::reject::Reject;

/// A URL that we or a customer's browser may be sent to: refused while somebody is there to read why.
pub(crate) fn web_address(
    app: &App,
    spec: &'static MessageSpec,
    name: &'static str,
    url: &str,
) -> Result<(), Reject> {
    let reach = if app.is_test() { Reach::Anywhere } else { Reach::Internet };
    Destination::new(url, reach).map(drop).map_err(|_| Reject::field(spec, name))
}
