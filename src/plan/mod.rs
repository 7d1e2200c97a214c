//! Differences, steps, ordering, rules, holds, budgets, and the plan file.
//!
//! Pure and synchronous: manifests, a snapshot, what the profile can do and the day go in; a plan comes
//! out, the same bytes every time. Knows no HTTP, no time of day and no files.

mod access;
mod action;
mod attention;
mod budget;
mod change;
mod clicks;
mod contacts;
mod diff;
mod digest;
mod effective;
mod fact;
mod file;
mod fold;
mod hold;
mod identity;
mod input;
mod lints;
mod order;
mod organization;
mod permission;
mod placement;
mod planner;
mod reached;
pub mod rules;
mod schedule;
pub(crate) mod sentence;
mod simulate;
mod step;
mod step_id;
mod world;

#[cfg(test)]
mod tests;

pub use crate::model::{NewAccess, WorkspaceFields, WorkspaceRef};
pub use access::{AccessNote, EffectiveAccess, PersonAccess};
pub use action::{
    Access, Action, AddWorkspaceUsers, ChangeOrganizationRole, ChangeWorkspaceAccess,
    CreateWorkspace, DeleteWorkspace, Effect, InviteOrganizationUser, Properties,
    RemoveOrganizationUser, ResendInvitation, Reversible, RevokeWorkspaceAccess,
    UpdateOrganization, UpdateWorkspace,
};
pub use attention::{Attention, AttentionKind, MOST_LINES, Notice, Side, Staff, Unread, attention};
pub(crate) use attention::{rank, rank_notices};
pub use fact::{Answer, CannotTell, CollectionName, Fact, Note, Shown};
pub use file::{
    FORMAT, MergeError, Options, Plan, PlanFileError, PlanId, PlanOrigin, PlatformName, Summary,
};
pub use hold::{Hold, PinnedInstead};
pub use organization::{Cost, OrganizationPlan, Refusal, Settings, Unmanaged, Warning};
pub use planner::{PlanError, plan_organization};
pub use reached::{Reached, can_lose, concerned};
pub use schedule::{length, together};
pub use step::{Execution, Step};
pub use step_id::{InvalidStepId, StepId};
