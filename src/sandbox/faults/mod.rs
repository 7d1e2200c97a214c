//! Misbehaviour on demand: which calls it meets, and what befalls them.

mod grammar;
mod injector;
mod rule;

pub use grammar::InvalidFaults;
pub use rule::{Fault, Faults, Meets, Rule, When};

pub(super) use injector::{Effects, Injector, Verdict};
pub(super) use rule::Ending;
