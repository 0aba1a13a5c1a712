//! The PG Service Standard WEB API, one file an API.

pub mod card;
pub mod inquiry;
