//! The sandbox: clocks, scenarios, and what merchants sent. In a test environment only.
//!
//! It takes JSON only, and from this machine's own pages only: a page elsewhere could otherwise make
//! a visitor's browser post here.

mod asked;
pub(crate) mod clock;
mod guard;
pub(crate) mod page;
pub(crate) mod requests;
pub(crate) mod scenario;

use crate::app::App;
use asked::Wrong;

pub(crate) use guard::{no_foreign_pages, own_pages_only};
pub use page::{MagicNumber, Sandbox};

/// Whose: `*` or none is every merchant.
fn whose(app: &App, id: Option<&str>) -> Result<Option<domain::MerchantId>, Wrong> {
    match id {
        None | Some("*") => Ok(None),
        Some(id) => match app.merchant(id) {
            Some((merchant, _)) => Ok(Some(merchant.merchant().id)),
            None => Err(Wrong::new(
                format!("mchtId: {id}라는 가맹점이 없습니다. 모든 가맹점은 *"),
                format!("mchtId: no merchant is called {id}; * is all of them"),
            )),
        },
    }
}

/// What went wrong on our side.
fn failed(error: impl std::fmt::Display) -> Wrong {
    Wrong::new(format!("처리하지 못했습니다: {error}"), format!("it could not be done: {error}"))
}
