use super::report::{OrganizationReport, StepReport};
use crate::model::Slug;
use crate::plan::Step;
use std::fmt;

/// Is told how a run goes on. All methods do nothing unless they are written.
#[expect(unused_variables, reason = "the names are for those who write the methods")]
pub trait Progress: Send + Sync {
    /// An organization's turn has come; so many steps are automatic.
    fn organization_started(&self, organization: &Slug, steps: usize) {}

    /// It is done with, in whatever way.
    fn organization_finished(&self, report: &OrganizationReport) {}

    /// A step begins.
    fn step_started(&self, organization: &Slug, step: &Step) {}

    /// A step is done with, in whatever way; also one that was not begun.
    fn step_finished(&self, organization: &Slug, step: &Step, report: &StepReport) {}

    /// The run waits for something that may take a while.
    fn waiting(&self, organization: &Slug, reason: &Waiting<'_>) {}
}

/// What a run waits for.
#[derive(Clone, Copy, Debug)]
pub enum Waiting<'a> {
    /// Another run that works on the organization.
    Lock {
        /// Who, and since when.
        by: &'a crate::store::Stamp,
    },
    /// The platform to show what became of a step: its answer was lost or unclear, or says that it is so already.
    ReadBack {
        /// The step.
        step: &'a Step,
        /// Whether the platform says that it is so already.
        said: bool,
    },
    /// The platform to show all that was done.
    Verification,
}

impl fmt::Display for Waiting<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Lock { by } => write!(f, "waiting for {by}"),
            Self::ReadBack { step, said: false } => {
                write!(f, "the answer doesn't say whether {} was done: looking", step.id)
            }
            Self::ReadBack { step, said: true } => {
                write!(f, "the platform says that {} is so already: looking", step.id)
            }
            Self::Verification => f.write_str("waiting for the platform to show what was done"),
        }
    }
}

/// Progress that nobody looks at.
#[derive(Clone, Copy, Debug)]
pub struct Silent;

impl Progress for Silent {}
