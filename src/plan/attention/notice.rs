use crate::model::{Email, WorkspaceName};
use crate::plan::StepId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Why something deserves a look, the worst first.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum AttentionKind {
    /// A workspace is deleted with its data, or is to be once that is allowed.
    WorkspaceDeleted,
    /// Somebody is given a role in the organization above member, or a higher one.
    OrganizationPower,
    /// Somebody is made an owner of a workspace.
    WorkspaceOwner,
    /// Somebody loses all access, or is no longer an admin or an owner.
    AccessLost,
    /// Nobody takes over somebody's contacts.
    ContactsUnassigned,
    /// The organization gets another name, and only its id says which organization it is.
    OrganizationRenamed,
    /// The first person of a domain that nobody in the organization has.
    NewDomain,
    /// A text that may not be what it looks like: letters of several scripts in one word.
    Lookalike,
    /// A contact limit below the contacts there are.
    LimitBelowContacts,
    /// What a lint says of something that the plan changes.
    Lint,
    /// Somebody is freed of a restriction.
    RestrictionLifted,
    /// The actor gets access itself.
    OwnAccess,
    /// A safety rule refuses the organization's plan, so nothing of it runs.
    Refused,
    /// The organization could not be read, so nothing is known of it.
    Unread,
}

/// One thing in one organization that deserves a look.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Notice {
    /// Why.
    pub kind: AttentionKind,
    /// Whether it is about one of the reseller's own people, who come after others.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub staff: bool,
    /// What is the same in alike ones: `Made admin of the organization`.
    pub what: String,
    /// Whom it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<Email>,
    /// The workspace it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub workspace: Option<WorkspaceName>,
    /// What else there is to say: `with 114 contacts`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// The steps that do it; none for what is there already.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<StepId>,
}

impl Notice {
    /// Of an organization that could not be read, with the reason.
    pub(crate) fn unread(error: &str) -> Self {
        Self::new(AttentionKind::Unread, "Could not be read").saying(error)
    }

    pub(in crate::plan) fn new(kind: AttentionKind, what: impl Into<String>) -> Self {
        Self {
            kind,
            staff: false,
            what: what.into(),
            person: None,
            workspace: None,
            detail: None,
            steps: Vec::new(),
        }
    }

    pub(in crate::plan) fn at(self, workspace: &WorkspaceName) -> Self {
        Self { workspace: Some(workspace.clone()), ..self }
    }

    /// Adds what else there is to say.
    pub(crate) fn saying(mut self, more: impl Into<String>) -> Self {
        let more = more.into();
        self.detail = Some(self.detail.map_or(more.clone(), |before| format!("{before}, {more}")));
        self
    }
}
