//! The PG's: `/spay`.

pub(crate) mod answers;
pub(crate) mod card;
pub(crate) mod inquiry;
pub(crate) mod transfer;
