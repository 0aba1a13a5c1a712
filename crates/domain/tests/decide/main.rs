//! What [`domain::decide`] answers and writes: a table for each command.

mod authenticate;
mod authorise;
mod cancel;
mod capture;
mod check;
mod conclude;
mod fault;
mod given;
mod key;
mod window;
