//! What `rolecall doctor` finds out: plain values, which the command shows.

use crate::model::{
    Email, Evidence, Operation, OrganizationId, OrganizationRole, Seen, Slug, UserStatus,
};
use crate::platform::{ListedOrganization, Recorded};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What works and what doesn't, for a profile and some organizations. Reads were tried, writes never.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Examination {
    /// The profile's name.
    pub profile: String,
    /// Where the platform is.
    pub base_url: String,
    /// How sure each operation of the profile is.
    pub evidence: BTreeMap<Operation, Evidence>,
    /// When that was seen to be so, a month or a day, where the profile says.
    pub since: BTreeMap<Operation, String>,
    /// The recordings that operations were learned from.
    pub recorded: BTreeMap<Operation, Recorded>,
    /// What each credential of an organization sees, by its name; empty where the profile can't tell.
    pub visible: Vec<Visible>,
    /// By name.
    pub organizations: Vec<OrganizationCheck>,
}

/// The organizations that a credential sees.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Visible {
    /// Its name in the Project.
    pub credential: String,
    /// How `listOrganizations` fares with it.
    pub reach: Reach,
    /// By name.
    pub organizations: Vec<ListedOrganization>,
}

/// What works for one organization.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct OrganizationCheck {
    /// `metadata.name`.
    pub name: Slug,
    /// The platform's id.
    pub id: OrganizationId,
    /// Its credential, then those of its workspaces.
    pub credentials: Vec<CredentialCheck>,
    /// Whose credential it is, where anything says.
    pub actor: Option<Email>,
    /// The actor's role, where the actor is in the organization.
    pub role: Option<Seen<OrganizationRole>>,
    /// Whether the actor has accepted.
    pub status: Option<Seen<UserStatus>>,
    /// How each read of the profile fares.
    pub reads: BTreeMap<Operation, Reach>,
}

/// Whether a credential can be got and is the right one. Whether the platform takes it, the reads show.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct CredentialCheck {
    /// Its name in the Project.
    pub name: String,
    /// The workspace that it is for; `None`: the organization.
    pub workspace: Option<String>,
    /// What came of it.
    pub reach: Reach,
    /// When its token expires, where it says so.
    #[schemars(with = "Option<String>")]
    pub expires: Option<Timestamp>,
}

/// How a message begins to say what came in place of what the profile says.
pub(crate) const OTHERWISE: &str = "what came is";

/// How far something goes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", tag = "is")]
pub enum Reach {
    /// It works as the profile says.
    Works,
    /// It answers, and what it answers can't be trusted as complete.
    Partial {
        /// Why.
        why: String,
    },
    /// It doesn't work.
    Fails {
        /// Why.
        why: String,
        /// What to do about it.
        help: Option<String>,
    },
    /// The profile can't do it, or has no credential to do it with.
    NotObserved,
}

impl Reach {
    /// Whether something that is needed does not work.
    #[must_use]
    pub const fn fails(&self) -> bool {
        matches!(self, Self::Fails { .. })
    }
}

impl Examination {
    /// Whether a read answers, and otherwise than the profile says.
    #[must_use]
    pub fn answers_otherwise(&self) -> bool {
        let reads = self.organizations.iter().flat_map(|organization| organization.reads.values());
        let listed = self.visible.iter().map(|visible| &visible.reach);
        reads.chain(listed).any(|reach| match reach {
            Reach::Partial { .. } => true,
            Reach::Fails { why, .. } => why.contains(OTHERWISE),
            Reach::Works | Reach::NotObserved => false,
        })
    }

    /// Whether everything that is needed works: then the exit code is 0.
    #[must_use]
    pub fn works(&self) -> bool {
        self.organizations.iter().all(|organization| {
            let credentials = organization.credentials.iter().map(|credential| &credential.reach);
            credentials.chain(organization.reads.values()).all(|reach| !reach.fails())
        })
    }
}
