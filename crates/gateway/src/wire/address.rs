//! Addresses that merchants name.

use notify::{Destination, Reach};
use protocol::MessageSpec;

use crate::app::App;
use crate::reject::Reject;

/// A URL that a browser or the sender will be sent to, as it will be used: browsers read `http:host` and `http:\\host` as a
/// web address, and so it is written from here on. One that they could be made to misuse is refused while somebody is there
/// to read why.
pub(crate) fn web_address(
    app: &App,
    spec: &'static MessageSpec,
    name: &'static str,
    url: &str,
) -> Result<String, Reject> {
    let reach = if app.is_test() { Reach::Anywhere } else { Reach::Internet };
    let destination = Destination::new(url, reach).map_err(|_| Reject::field(spec, name))?;
    Ok(destination.url().as_str().to_owned())
}
