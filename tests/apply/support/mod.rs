//! A platform in memory, plans by value, and runs over both.

mod effects;
mod eventful;
mod fake;
mod plans;
mod run;
mod spoken;

pub(crate) use eventful::*;
pub(crate) use fake::{Fake, Fault};
pub(crate) use plans::*;
pub(crate) use run::{Manifests, Outcome, Scene, failed, job, plan_id};
pub(crate) use spoken::Spoken;
