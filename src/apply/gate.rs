use super::organization::SoFar;
use crate::plan::{Effect, Step, StepId};
use std::fmt;

/// Why a step is not begun.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Blocked {
    /// It needs a step that was not done.
    Dependency(StepId),
    /// It takes something away, and something before it went wrong.
    AfterFailure(StepId),
    /// It deletes a workspace, which comes after every other step has succeeded (R7).
    NotLast(StepId),
}

impl fmt::Display for Blocked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Dependency(step) => write!(f, "it needs {step}, which was not done"),
            Self::AfterFailure(step) => {
                write!(f, "{step} was not done, and after that nothing is taken from anybody")
            }
            Self::NotLast(step) => {
                write!(f, "{step} was not done, and a workspace is deleted only after all else")
            }
        }
    }
}

/// Whether a step may begin, with what became of the waves before it.
pub(super) fn check(step: &Step, left: &[Step], so_far: &SoFar) -> Result<(), Blocked> {
    let succeeded = |id: &StepId| so_far.get(id).is_some_and(|report| report.status.succeeded());
    if let Some(needed) = step.depends_on.iter().find(|needed| !succeeded(needed)) {
        return Err(Blocked::Dependency(needed.clone()));
    }
    let failure = so_far.iter().find(|(_, report)| !report.status.succeeded());
    if let Some((failed, _)) = failure.filter(|_| step.action.takes_away()) {
        return Err(Blocked::AfterFailure(failed.clone()));
    }
    if step.action.effect() == Effect::Destroy {
        let mut others = left.iter().filter(|it| it.action.effect() != Effect::Destroy);
        if let Some(open) = others.find(|it| !succeeded(&it.id)) {
            return Err(Blocked::NotLast(open.id.clone()));
        }
    }
    Ok(())
}
