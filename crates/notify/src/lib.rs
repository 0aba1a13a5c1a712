//! When to tell a merchant again, and the sender that does, fair by merchant.

mod answer;
mod attempt;
mod complaints;
mod courier;
mod destination;
mod doorbell;
mod places;
mod schedule;
mod sender;

pub use answer::Answer;
pub use attempt::{Composer, Letter};
pub use courier::{Courier, HttpCourier, Posting};
pub use destination::{Destination, Reach};
pub use doorbell::Doorbell;
pub use schedule::Schedule;
pub use sender::{Options, Parts, Sender};
