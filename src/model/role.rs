use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

/// A word that names no role, restriction or status.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not one of them")]
pub struct UnknownRole(pub String);

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
        )]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$vdoc])* $variant),* }

        impl $name {
            /// All of them, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The word in manifests, plans and journals.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),* }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.word())
            }
        }

        impl From<$name> for &'static str {
            fn from(role: $name) -> Self {
                role.word()
            }
        }

        impl FromStr for $name {
            type Err = UnknownRole;
            fn from_str(word: &str) -> Result<Self, UnknownRole> {
                match word { $($word => Ok(Self::$variant),)* _ => Err(UnknownRole(word.to_owned())) }
            }
        }
    };
}

words!(
    /// What somebody may do in the organization (`rules.md`, Organization roles).
    OrganizationRole {
        /// Everything, and access to every workspace.
        Admin = "admin",
        /// Users and workspaces, but no promotions or demotions.
        UserAdmin = "user_admin",
        /// Billing; sees users and workspaces.
        BillingAdmin = "billing_admin",
        /// Only the workspaces that were granted.
        Member = "member",
    }
);

impl OrganizationRole {
    /// How much the role may do: a change to a lower rank, or across, is a demotion
    /// (admin > user_admin, billing_admin > member).
    #[must_use]
    pub const fn rank(self) -> u8 {
        match self {
            Self::Admin => 2,
            Self::UserAdmin | Self::BillingAdmin => 1,
            Self::Member => 0,
        }
    }

    /// Whether it may do anything that the role before may not; one that is not known could be any.
    #[must_use]
    pub fn rises_from(self, before: &Seen<Self>) -> bool {
        match (before.known(), self) {
            (_, Self::Member) | (Some(Self::Admin), _) => false,
            (Some(before), after) => *before != after,
            (None, _) => true,
        }
    }
}

words!(
    /// What somebody may do in one workspace (`rules.md`, Workspace roles).
    WorkspaceRole {
        /// Everything in the workspace.
        Owner = "owner",
        /// Restricted settings.
        Manager = "manager",
        /// Messaging.
        Agent = "agent",
    }
);

impl WorkspaceRole {
    /// How much the role may do: owner > manager > agent.
    #[must_use]
    pub const fn rank(self) -> u8 {
        match self {
            Self::Owner => 2,
            Self::Manager => 1,
            Self::Agent => 0,
        }
    }
}

words!(
    /// What a manager or agent is kept from (`rules.md`, Workspace roles). Owners have none.
    Restriction {
        /// No export of data.
        RestrictDataExport = "restrict_data_export",
        /// No deletion of contacts.
        RestrictContactDeletion = "restrict_contact_deletion",
        /// No workspace settings.
        RestrictSpaceSetting = "restrict_space_setting",
        /// Sees only the team's contacts.
        ShowTeamContacts = "show_team_contacts",
        /// Sees only own contacts.
        ShowOnlyMine = "show_only_mine",
        /// No integrations.
        RestrictSpaceIntegration = "restrict_space_integration",
        /// No shortcuts.
        RestrictShortcuts = "restrict_shortcuts",
    }
);

/// The restrictions of one person in one workspace, in order.
pub type Restrictions = BTreeSet<Restriction>;

words!(
    /// Where an invitation stands: absent → pending → active.
    UserStatus {
        /// Has accepted.
        Active = "active",
        /// Was invited and has not accepted.
        Pending = "pending",
    }
);

/// A word that the platform said: one we know, or one we show and never act on.
#[derive(
    Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(from = "String", into = "String", bound = "T: FromStr + fmt::Display + Clone")]
#[schemars(with = "String")]
pub enum Seen<T> {
    /// A word of the contract.
    Known(T),
    /// Any other word.
    Unknown(Box<str>),
}

impl<T> Seen<T> {
    /// The word, where it is known.
    #[must_use]
    pub const fn known(&self) -> Option<&T> {
        match self {
            Self::Known(word) => Some(word),
            Self::Unknown(_) => None,
        }
    }

    /// Whether it is just this one.
    pub fn is(&self, word: T) -> bool
    where
        T: PartialEq,
    {
        self.known() == Some(&word)
    }
}

impl<T: FromStr> Seen<T> {
    /// Reads a word of the platform.
    #[must_use]
    pub fn read(word: &str) -> Self {
        word.parse().map_or_else(|_| Self::Unknown(word.into()), Self::Known)
    }
}

impl<T: FromStr> From<String> for Seen<T> {
    fn from(word: String) -> Self {
        Self::read(&word)
    }
}
impl<T: fmt::Display> From<Seen<T>> for String {
    fn from(seen: Seen<T>) -> Self {
        seen.to_string()
    }
}

impl<T: fmt::Display> fmt::Display for Seen<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Known(word) => word.fmt(f),
            Self::Unknown(word) => f.pad(word),
        }
    }
}
