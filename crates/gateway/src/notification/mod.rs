//! What merchants hear of by themselves: a file a method.

mod card;

pub use card::CardComposer;
