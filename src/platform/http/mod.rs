//! Requests and answers: addresses, budgets, waits. Knows no profile and no operation.

mod address;
mod bucket;
mod certificate;
mod reply;
mod transport;
mod wait;

pub(crate) use address::{Address, is_loopback};
pub(crate) use bucket::Bucket;
pub(crate) use reply::{Body, Reply};
pub(crate) use transport::{Lost, Outgoing, Transport};
pub(crate) use wait::{GaveUp, Patience};
