//! When to tell a merchant again, and the sender that does.

mod destination;
mod schedule;
mod sender;

pub use destination::{Destination, Reach};
pub use schedule::Schedule;
pub use sender::{Composer, Letter, Sender};
