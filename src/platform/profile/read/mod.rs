//! Nodes → profile. Whatever can't work is told to the report.

mod body;
mod lists;
mod operation;
mod service;
mod values;

pub(super) use operation::operation;
pub(super) use service::service;
pub(super) use values::address;
#[cfg(test)]
pub(super) use {operation::FIELDS as OPERATION_FIELDS, service::FIELDS as SERVICE_FIELDS};
