//! The shape of the window, proved by a flow that is no card's.

mod voucher;
mod vouchers_window;
