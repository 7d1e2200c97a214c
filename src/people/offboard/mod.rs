//! Somebody leaves: where the manifests name them, what is changed about it, and what must not be.
//!
//! | file | idea |
//! |---|---|
//! | `find` | every place of a manifest that names them, and what is to become of it |
//! | `mention` | whether a text names them |
//! | `change` | files with the changes made, and those that can't be made in place |
//! | `comment` | comments that name them, and those that stay |
//! | `contacts` | who takes over their contacts |
//! | `settle` | changes until what is left of them breaks no rule |
//! | `rules` | rules that would break, and who could take over |

mod change;
mod comment;
mod contacts;
mod find;
mod mention;
mod rules;
mod settle;

pub use find::Place;
pub(in crate::people) use find::head;
pub use rules::{Refusal, Rule};
pub use settle::offboard;

use crate::manifest::{Loaded, SourceFile};
use crate::model::{Desired, Email, Slug};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Who leaves, and of which manifests.
#[derive(Clone, Copy, Debug)]
pub struct Request<'r> {
    /// All files of the project. Nothing may be wrong with them.
    pub files: &'r [SourceFile],
    /// The organizations that they add up to.
    pub organizations: &'r [Desired],
    /// Who leaves.
    pub people: &'r BTreeSet<Email>,
    /// Who takes over their contacts.
    pub contacts_to: Option<&'r Email>,
    /// The last day of what they have; left out, it is taken out.
    pub until: Option<Date>,
    /// What dates are compared with.
    pub today: Date,
}

/// What becomes of the manifests.
#[derive(Debug)]
pub struct Offboarding {
    /// What is taken out, or gets its end.
    pub changed: Vec<Place>,
    /// Where they are named and nothing changes.
    pub named: Vec<Named>,
    /// What can't be changed in place.
    pub by_hand: Vec<ByHand>,
    /// What must not be changed.
    pub refused: Vec<Refusal>,
    /// What becomes of their contacts, organization by organization.
    pub contacts: Vec<Contacts>,
    /// New texts of files, by path.
    pub texts: BTreeMap<String, String>,
    /// What the files add up to then.
    pub after: Loaded,
}

/// Where somebody is named and nothing changes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct Named {
    /// Where.
    pub place: Place,
    /// As what.
    pub as_what: As,
}

/// What somebody is named as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum As {
    /// The address that somebody had before.
    FormerEmail,
    /// Somebody whom `policy.ignore` fits: rolecall takes nothing from them there.
    Ignored,
    /// Somebody whom a waiver is about.
    Waiver,
    /// Whose credential it is.
    Actor,
    /// In a comment.
    Comment,
    /// In a longer text.
    Text,
    /// Somebody whose access has ended by then, or ends sooner.
    Ends,
}

/// What somebody has to change themselves.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct ByHand {
    /// Where.
    pub place: Place,
    /// Why rolecall can't.
    pub why: String,
    /// What to do.
    pub what: String,
}

/// What becomes of somebody's contacts in an organization.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Contacts {
    /// Who leaves.
    pub person: Email,
    /// The organization.
    pub organization: Slug,
    /// Who takes over; `None` where nobody does.
    pub to: Option<Email>,
    /// Workspaces in which they are given to nobody, since the receiver has no access there.
    pub unassigned: Vec<String>,
}

impl As {
    /// As people read it.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::FormerEmail => "the address that somebody else had before",
            Self::Ignored => "`policy.ignore` fits them: rolecall takes nothing from them there",
            Self::Waiver => "a waiver is about them",
            Self::Actor => "the credential is theirs: give another one",
            Self::Comment => "a comment names them",
            Self::Text => "a text names them",
            Self::Ends => "it ends by then already",
        }
    }
}
