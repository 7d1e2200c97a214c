//! Nodes → typed values. Whatever doesn't fit is told to the report, and reading goes on.

mod fields;
mod legible;
mod scalar;
mod suggest;

pub(crate) use fields::Fields;
pub(crate) use legible::{legible, legible_address, seen};
pub(crate) use scalar::*;
pub(crate) use suggest::{did_you_mean, nearest};
