use crate::model::{Email, OrganizationRole, Seen, WorkspaceName, WorkspaceRole};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What the plan does to one person's access, for the review.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PersonAccess {
    /// Who.
    pub email: Email,
    /// Before the plan.
    pub before: EffectiveAccess,
    /// Once its automatic steps are done.
    pub after: EffectiveAccess,
    /// What a reviewer should not miss.
    pub notes: Vec<AccessNote>,
}

/// What somebody can reach.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EffectiveAccess {
    /// Role in the organization; `None` where they are not in it.
    #[schemars(with = "Option<String>")]
    pub organization: Option<Seen<OrganizationRole>>,
    /// Whether the invitation is still to be accepted.
    pub pending: bool,
    /// Roles by workspace. An organization admin reaches all of them besides.
    #[schemars(with = "BTreeMap<String, String>")]
    pub workspaces: BTreeMap<WorkspaceName, Seen<WorkspaceRole>>,
}

/// What a reviewer should not miss about one person.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "note", rename_all = "snake_case")]
pub enum AccessNote {
    /// Has no access to anything any more.
    LosesEverything {
        /// Only once the steps by hand are done too.
        #[serde(default, rename = "byHand", skip_serializing_if = "std::ops::Not::not")]
        by_hand: bool,
        /// As far as was read: somewhere that was not read whole they may have more.
        #[serde(default, rename = "seenInPart", skip_serializing_if = "std::ops::Not::not")]
        seen_in_part: bool,
    },
    /// Becomes an admin of the organization, so reaches every workspace.
    ReachesEverything,
    /// Is no longer an admin, so reaches only what is granted.
    NoLongerReachesEverything,
    /// Is the only accepted owner of this workspace afterwards, and was not before.
    BecomesOnlyOwner {
        /// The workspace.
        workspace: WorkspaceName,
    },
    /// Is the only accepted admin afterwards, and was not before.
    BecomesOnlyAdmin,
}
