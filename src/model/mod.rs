//! The nouns: e-mail addresses, ids, roles, contact limits, what is desired and what was seen.
//!
//! Nothing here does I/O, and nothing here can hold an invalid value: fields are private where a rule
//! ties them together, and the constructors check it.

mod account;
mod capability;
mod contact_limit;
mod desired;
mod digest;
mod email;
mod format;
mod id;
mod lint;
mod name;
mod operation;
mod pattern;
mod role;
mod shard;
mod snapshot;
mod source;
mod store_location;
pub mod text;
mod workspace_fields;

pub(crate) use account::Account;
pub use capability::{Capabilities, Capability, Evidence, Lack};
pub use contact_limit::{ContactLimit, InvalidContactLimit};
pub(crate) use desired::matches_any;
pub use desired::{
    Departure, Desired, DesiredAccess, DesiredUser, DesiredWorkspace, Embargo, Ended, HandOver,
    InvalidMaxRemovals, MaxRemovals, Policy, RetiredWorkspace, Safety, Sourced, Waiver, is_over,
};
pub(crate) use digest::{Digested, sha256};
pub use email::{Email, InvalidEmail};
pub use format::Fields;
pub use id::{OrganizationId, UserId, WorkspaceId};
pub use lint::{Lint, LintAbout, Silenced};
pub use name::{InvalidSlug, InvalidWorkspaceName, Slug, WorkspaceName};
pub use operation::{
    Argument, Definition, Field, InvalidText, NewAccess, Operation, Placeholder, Role, Text,
    UserRef, Values, WorkspaceRef,
};
pub use pattern::{InvalidNamePattern, NamePattern};
pub use role::{
    OrganizationRole, Restriction, Restrictions, Seen, UnknownRole, UserStatus, WorkspaceRole,
};
pub use shard::{InvalidShard, NotWhole, Shard};
pub use snapshot::{
    Collection, Completeness, Incomplete, Limits, Organization, OrganizationUser, Snapshot,
    Workspace, WorkspaceUser,
};
pub use source::Source;
pub use store_location::{Bucket, InvalidStore, Provider, StoreLocation};
pub use workspace_fields::{FieldValue, WorkspaceField, WorkspaceFields};
