//! What was right in the console gets into the manifests: for each difference between the platform and them that a
//! manifest can say, the manifest is changed so that planning again shows nothing.
//!
//! | file | idea |
//! |---|---|
//! | `difference` | what the platform has that the manifests don't say, one person or one field each |
//! | `judge` | which of it must not be adopted, and why |
//! | `place` | where in a document it is written, and the changes that write it |
//! | `settle` | changes, each tried by planning again, until nothing is left that can be adopted |

mod difference;
mod judge;
mod place;
mod settle;

pub use settle::Adopting;

use crate::manifest::SourceFile;
use crate::model::{Capabilities, Slug};
use crate::plan::Settings;
use schemars::JsonSchema;
use serde::Serialize;

/// What is adopted, and how.
#[derive(Clone, Copy)]
pub struct Request<'r> {
    /// All files of the project. Nothing may be wrong with them.
    pub files: &'r [SourceFile],
    /// What the profile can do, as in planning.
    pub capabilities: &'r Capabilities,
    /// What planning is told.
    pub settings: &'r Settings,
    /// Left out: everything.
    pub only: Option<Only>,
    /// Whether power is adopted: an organization role above member, an owner.
    pub with_power: bool,
    /// Whether a text has a secret of this run in it, which no manifest may get.
    pub is_secret: &'r dyn Fn(&str) -> bool,
}

/// A part of what differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Only {
    /// Who is in the organization and in workspaces, and as what.
    People,
    /// Names and time zones, of the organization too, and workspaces that are gone.
    Workspaces,
    /// Contact limits.
    Limits,
}

/// What a manifest says from now on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct Adopted {
    /// Whose manifest it is.
    pub organization: Slug,
    /// The manifest's file, relative to the Project's folder, with forward slashes.
    pub file: String,
    /// What is live, as a sentence.
    pub what: String,
    /// How it is written.
    pub how: How,
}

/// How something is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// In the organization's own manifest.
    Direct,
    /// As an entry of its own, which beats the group that gives something else.
    BesideGroup,
    /// In the client's overlay, over what its template gives.
    Overlay,
}

/// What differs still.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct Left {
    /// Of which organization.
    pub organization: Slug,
    /// What is live, as a sentence.
    pub what: String,
    /// Why it is not adopted.
    pub why: Why,
    /// Where the manifests say otherwise: `clients/acme.yaml:12`.
    pub at: String,
    /// What else there is to say about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}

/// Why something is not adopted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// It is power, which has to be asked for.
    Power,
    /// An invitation waits to be accepted.
    Invitation,
    /// Nothing but time keeps the platform from being as the manifest says.
    Waits,
    /// The access has ended by its `until`, and is still there.
    Ended,
    /// The manifest retires the workspace.
    Retired,
    /// Somebody's address changes, and what the old one has goes to the new one.
    HandOver,
    /// It rests on what was read in part, or is out of sight.
    NotRead,
    /// One address has two accounts.
    TwoAccounts,
    /// A role or restriction that this version does not know.
    Unknown,
    /// A pinned workspace is gone, and another one has its name.
    Pinned,
    /// A group gives it: no entry of somebody's own takes it away.
    Group,
    /// A template gives it, and an overlay can't say otherwise.
    Template,
    /// It has a secret of this run in it.
    Secret,
    /// The manifests would be invalid with it.
    Invalid,
    /// The text can't be changed in place.
    NotInPlace,
    /// A workspace that has an owner would have none listed.
    NoOwner,
    /// Written, it would make a difference of another kind.
    Elsewhere,
}

impl Why {
    /// As people read it: why, and what to do.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Power => "power is adopted only with `--with-power`",
            Self::Invitation => "the invitation waits to be accepted; run this again then",
            Self::Waits => "nothing but time is missing: what the manifest says comes by itself",
            Self::Ended => "its `until` is over; write a later date, or take it away there",
            Self::Retired => {
                "the manifest retires the workspace; take it out of `retiredWorkspaces` to keep it"
            }
            Self::HandOver => {
                "an address changes, and the hand-over isn't finished; finish it, or take `formerEmail` out"
            }
            Self::NotRead => "it was not read in full, so it proves nothing; see `rolecall doctor`",
            Self::TwoAccounts => "one address has two accounts; settle that on the platform",
            Self::Unknown => {
                "it has a word that this version does not know; look at it on the platform"
            }
            Self::Pinned => {
                "a pinned workspace is gone, and another one has its name; pin the one that is meant"
            }
            Self::Group => {
                "a group gives it; take them out of the group, or list its people instead"
            }
            Self::Template => {
                "a template gives it, and an overlay can't say otherwise; change the template"
            }
            Self::Secret => "it has a secret of this run in it; change it on the platform",
            Self::Invalid => "the manifests would be invalid with it",
            Self::NotInPlace => "the text can't be changed in place; change it by hand",
            Self::NoOwner => {
                "the workspace would have no listed owner, and the one that it has is not adopted"
            }
            Self::Elsewhere => "written, it would make another difference that can't be adopted",
        }
    }
}
