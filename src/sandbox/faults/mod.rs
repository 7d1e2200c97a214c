//! Misbehaviour on demand: which calls it meets, and what befalls them.

mod effects;
mod grammar;
mod injector;
mod rule;
mod somebody;

pub use grammar::{GRAMMAR, InvalidFaults};
pub use rule::{Fault, Faults, Meets, Rule, When};
pub use somebody::{InvalidEvent, SomebodyElse};

pub(super) use effects::{Effects, Ending, Verdict};
pub(super) use injector::Injector;
