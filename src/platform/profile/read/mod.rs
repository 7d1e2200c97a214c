//! Nodes → profile. Whatever can't work is told to the report.

mod answer;
mod body;
mod operation;
mod paging;
mod request;
mod service;
mod values;
mod words;

pub(super) use operation::operation;
pub(super) use service::service;
pub(super) use values::address;
