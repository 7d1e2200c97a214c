//! Talking to the platform: profiles, HTTP, credentials, limits, retries. Decides nothing.
//!
//! Reading and writing are different traits, so that code that plans can't write. One client implements both, and
//! a profile tells it how: no other place knows a path or a key of the wire.
//!
//! | part | owns |
//! |---|---|
//! | [`Observe`], [`Execute`], `call` | what the other rooms ask for |
//! | `profile` | the wire format, as data: built-in profiles and Platform manifests |
//! | `auth` | credentials and tokens |
//! | `http` | requests, answers, budgets, waits |
//! | `client` | the client |
//! | [`doctor`] | what works and what doesn't |

mod auth;
mod call;
mod client;
pub mod doctor;
mod http;
mod profile;

pub use auth::{Credentials, Environment, Redaction};
pub use call::{Answer, Attempt, Call, Refused};
pub use client::{Client, ClientSettings};
pub(crate) use profile::{PagingBy, Place, Tree, Vocabulary, Wire};
pub use profile::{Profile, Recorded, platform_schema};

use crate::model::{
    Capabilities, Collection, Organization, OrganizationId, OrganizationUser, Slug, Snapshot,
    Workspace, WorkspaceId, WorkspaceName, WorkspaceUser,
};
use serde::{Deserialize, Serialize};
use std::future::Future;
use wildmatch::WildMatch;

/// One organization, and with which credentials it is read and changed.
#[derive(Clone, Debug)]
pub struct Target {
    /// `metadata.name`.
    pub name: Slug,
    /// The platform's id.
    pub id: OrganizationId,
    /// A name from the Project's `credentials`.
    pub credentials: String,
    /// Credentials of single workspaces, where a profile reads with one per workspace.
    pub workspaces: Vec<TargetWorkspace>,
    /// Globs of `policy.ignore`: whose address fits one makes no list partial.
    pub ignore: Vec<WildMatch>,
}

/// A workspace that has a credential of its own.
#[derive(Clone, Debug)]
pub struct TargetWorkspace {
    /// Its name in the manifest.
    pub name: WorkspaceName,
    /// Its id, where pinned.
    pub id: Option<WorkspaceId>,
    /// A name from the Project's `credentials`.
    pub credentials: String,
}

/// An organization that a credential sees.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ListedOrganization {
    /// The platform's id.
    pub id: OrganizationId,
    /// Its name, where the platform tells it.
    pub name: Option<String>,
}

/// A read that failed after its retries: fails its organization and no other (R8).
#[derive(Clone, Debug, thiserror::Error)]
#[error("{what}")]
pub struct PlatformError {
    /// What failed and why, with no secret in it; untrusted text in it is escaped where it is shown.
    pub what: String,
    /// What to do about it.
    pub help: Option<String>,
    /// The host, where no call of this run has reached it.
    pub unreachable: Option<Unreachable>,
    /// Whether the platform answered that there is no such thing.
    pub not_found: bool,
}

/// A host that nobody has reached yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreachable {
    /// Its name.
    pub host: String,
    /// Whether this call was tried; it is not where enough others were.
    pub tried: bool,
}

impl PlatformError {
    /// What failed and why; nothing else is known of it.
    #[must_use]
    pub fn new(what: impl Into<String>) -> Self {
        Self { what: what.into(), help: None, unreachable: None, not_found: false }
    }

    pub(crate) fn help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }

    pub(crate) fn unreachable(self, host: &str, tried: bool) -> Self {
        Self { unreachable: Some(Unreachable { host: host.to_owned(), tried }), ..self }
    }
}

/// Reads the platform.
pub trait Observe: Send + Sync {
    /// What the profile can do.
    fn capabilities(&self) -> &Capabilities;

    /// The snapshot of one organization: one request per page, none per person.
    fn observe(
        &self,
        target: &Target,
    ) -> impl Future<Output = Result<Snapshot, PlatformError>> + Send;

    /// The organization's own fields, read again; `None` where the profile can't read them.
    fn organization(
        &self,
        target: &Target,
    ) -> impl Future<Output = Result<Option<Organization>, PlatformError>> + Send;

    /// Everybody in the organization, read again (to look up a lost answer, or an id).
    fn organization_users(
        &self,
        target: &Target,
    ) -> impl Future<Output = Result<Collection<OrganizationUser>, PlatformError>> + Send;

    /// All workspaces, read again; their `users` are not observed.
    fn workspaces(
        &self,
        target: &Target,
    ) -> impl Future<Output = Result<Collection<Workspace>, PlatformError>> + Send;

    /// Who has access to one workspace, read again.
    fn workspace_users(
        &self,
        target: &Target,
        workspace: WorkspaceId,
    ) -> impl Future<Output = Result<Collection<WorkspaceUser>, PlatformError>> + Send;
}

/// Whether a call may be sent now: asked again just before it is, since a call may wait long for its turn.
pub type MayBegin<'a> = &'a (dyn Fn() -> bool + Send + Sync);

/// Why a call was not sent that no longer could be.
pub(crate) const LOCK_LOST: &str = "the lock on the organization was lost";

/// Changes the platform: one call, one attempt. Retries by itself only where nothing can have happened
/// (connection refused, 401 once, 429, 449).
pub trait Execute: Send + Sync {
    /// What has to be taken out of all that is written of its answers.
    fn redaction(&self) -> Redaction {
        Redaction::default()
    }

    /// Makes the call, if it still may be made when its turn has come.
    fn execute(
        &self,
        target: &Target,
        call: &Call,
        may: MayBegin<'_>,
    ) -> impl Future<Output = Attempt> + Send;
}
