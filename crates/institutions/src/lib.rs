//! What Hectare asks of the institutions behind it, as traits.
//!
//! A real acquirer's connector and the simulators fill the same traits; the engine can't tell which.
//! Every call may end in [`Answer::Unknown`]: a time-out or a garbled reply says nothing about what
//! the institution did, and only [`rail::Rail::inquire`] or [`rail::Rail::reverse`] can tell.

pub mod away;
pub mod books;
pub mod card;
pub mod rail;
pub mod scenario;

use std::future::Future;
use std::pin::Pin;

/// The words that the traits speak in: whoever implements one needs no other crate of ours.
pub use domain;
use domain::DeclineCode;

/// A call under way.
pub type Call<'a, T> = Pin<Box<dyn Future<Output = Answer<T>> + Send + 'a>>;

/// What an institution answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer<T> {
    /// Yes, and what comes with it.
    Approved(T),
    /// No. Nothing happened there, and nothing will.
    Declined(DeclineCode),
    /// Nothing that could be understood, within the institution's time. It may have happened.
    Unknown,
}
