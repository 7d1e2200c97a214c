//! Differences, steps, ordering, rules, holds, budgets, and the plan file.
//!
//! Pure and synchronous: manifests, a snapshot, what the profile can do and the day go in; a plan comes
//! out, the same bytes every time. Knows no HTTP, no time of day and no files.

mod access;
mod file;
mod hold;
mod organization;
mod step;

pub use access::{AccessNote, EffectiveAccess, PersonAccess};
pub(crate) use file::sha256;
pub use file::{FORMAT, Options, Plan, PlanFileError, PlanId, PlatformName, Summary};
pub use hold::Hold;
pub use organization::{Cost, OrganizationPlan, Refusal, Settings, Unmanaged, Warning};
pub use step::{
    Access, Action, Effect, Execution, NewAccess, Reversible, Step, StepId, WorkspaceFields,
    WorkspaceRef,
};
