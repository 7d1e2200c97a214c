use super::StepId;
use crate::model::{Email, UserId, WorkspaceId, WorkspaceName};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Why a step is not taken now. In the plan file: `{"code": "embargo", "until": "2026-12-01"}`.
#[must_use]
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(
    tag = "code",
    rename_all = "snake_case",
    rename_all_fields = "camelCase",
    deny_unknown_fields
)]
pub enum Hold {
    /// These people have not accepted their invitation, and it waits for them.
    AwaitingAcceptance {
        /// Who has to accept.
        people: Vec<Email>,
    },
    /// Invitations are held until that day.
    Embargo {
        /// The first day on which they may go out.
        #[schemars(with = "String")]
        until: Date,
    },
    /// It is the actor's own access, which only somebody else may change.
    OwnAccess,
    /// The actor's organization role may not do it.
    NoPermission {
        /// That role; `none` where the actor is not in the organization, the status (`pending`) where it is not active.
        role: String,
    },
    /// R1: too few accepted admins would be left.
    LastAdmin {
        /// The floor.
        min_admins: u32,
        /// The accepted admins that there are.
        admins: Vec<Email>,
    },
    /// R3: the workspace would have no accepted owner.
    LastOwner {
        /// The workspace.
        workspace: WorkspaceName,
    },
    /// R4: every seat is taken.
    SeatLimit {
        /// Seats that the subscription has.
        limit: u64,
        /// People who are to leave and whose removal is not possible now.
        people: Vec<Email>,
    },
    /// R4: the subscription has no room for another workspace.
    WorkspaceLimit {
        /// Workspaces that the subscription has.
        limit: u64,
    },
    /// Contact limits are for organizations of the Reseller Partner Programme.
    NotResellerPartner,
    /// R8: what it rests on was not read, or not completely.
    NotObserved {
        /// What was not read.
        what: String,
    },
    /// A pinned id isn't there any more, or is something else now.
    PinGone {
        /// The id.
        id: WorkspaceId,
        /// What is there instead: the workspace that has this name now, or the one that has this id.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        instead: Option<PinnedInstead>,
    },
    /// One address has two accounts.
    TwoAccounts {
        /// The address.
        email: Email,
        /// Their ids.
        ids: Vec<UserId>,
    },
    /// Somebody to be removed still has access that isn't managed.
    UnmanagedAccess {
        /// To these workspaces.
        workspaces: Vec<WorkspaceName>,
    },
    /// Deleting a workspace needs `--allow-workspace-deletion`.
    DeletionNotAllowed,
    /// The workspace was created after its data is said to have been exported.
    CreatedAfterExport {
        /// When it was created.
        #[schemars(with = "String")]
        created: Date,
        /// When the data was exported.
        #[schemars(with = "String")]
        exported: Date,
    },
    /// Another workspace has the name, and keeps it for now.
    NameTaken {
        /// The name.
        workspace: WorkspaceName,
    },
    /// It needs steps that are held.
    DependsOnHeld {
        /// Those.
        steps: Vec<StepId>,
    },
    /// It needs steps that a person has to take.
    DependsOnManual {
        /// Those.
        steps: Vec<StepId>,
    },
    /// A person could take it too early: it is offered once these automatic steps are done.
    DependsOnAutomatic {
        /// Those.
        steps: Vec<StepId>,
    },
}

/// A workspace that is there where a pin is gone.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PinnedInstead {
    /// Its id.
    pub id: WorkspaceId,
    /// Its name.
    pub name: WorkspaceName,
}

impl Hold {
    /// The word in plans: `embargo`.
    #[must_use]
    pub fn code(&self) -> String {
        let code = serde_json::to_value(self).ok();
        let code = code.as_ref().and_then(|it| it.get("code")?.as_str());
        code.unwrap_or_default().to_owned()
    }

    /// Whether it is but a matter of order: a step comes first that is taken, by rolecall or a person.
    #[must_use]
    pub const fn is_order(&self) -> bool {
        matches!(self, Self::DependsOnManual { .. } | Self::DependsOnAutomatic { .. })
    }

    pub(super) fn not_observed(what: impl Into<String>) -> Self {
        Self::NotObserved { what: what.into() }
    }
}
