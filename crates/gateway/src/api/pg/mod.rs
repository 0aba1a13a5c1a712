//! The PG's: `/spay`.

pub(crate) mod card;
pub(crate) mod inquiry;
