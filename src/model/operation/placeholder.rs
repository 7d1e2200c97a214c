use crate::model::Restriction;
use std::fmt;

/// A value that an operation is called with. A profile may write it in more than one way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Argument {
    /// The organization; every operation has it.
    Organization,
    /// The workspace.
    Workspace,
    /// The user.
    User,
    /// The user's address: somebody who may be new has no id yet.
    Address,
    /// The role to be given.
    Role,
    /// The restrictions to be set.
    Restrictions,
    /// The name to be given.
    Name,
    /// The time zone to be set.
    Timezone,
    /// The contact limit to be set.
    ContactLimit,
    /// Who takes over the contacts.
    ReassignTo,
    /// Where in a list a page begins.
    Paging,
}

impl Argument {
    /// What something is set to.
    pub const SET: &'static [Self] = &[
        Self::Role,
        Self::Restrictions,
        Self::Name,
        Self::Timezone,
        Self::ContactLimit,
        Self::ReassignTo,
    ];

    /// How a profile may write it. One of them is enough, and of flags all.
    #[must_use]
    pub fn placeholders(self) -> Vec<Placeholder> {
        use Placeholder as P;
        match self {
            Self::Organization => vec![P::Organization],
            Self::Workspace => vec![P::Workspace],
            Self::User => vec![P::User, P::Email],
            Self::Address => vec![P::Email],
            Self::Role => vec![P::Role],
            Self::Restrictions => {
                let flags = |of: fn(Restriction) -> P| Restriction::ALL.iter().copied().map(of);
                let list = std::iter::once(P::Restrictions);
                list.chain(flags(P::Restriction)).chain(flags(P::NotRestriction)).collect()
            }
            Self::Name => vec![P::Name],
            Self::Timezone => vec![P::Timezone],
            Self::ContactLimit => vec![P::ContactLimit, P::ContactLimitEnabled],
            Self::ReassignTo => vec![P::ReassignTo, P::ReassignToEmail],
            Self::Paging => vec![P::Page, P::Offset, P::Cursor, P::PageSize],
        }
    }
}

macro_rules! placeholders {
    ($($(#[$doc:meta])* $variant:ident = $word:literal;)*) => {
        /// What a profile can put into a request: `{email}`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Placeholder {
            $($(#[$doc])* $variant,)*
            /// Whether one restriction is to be on: `{restriction.show_only_mine}`.
            Restriction(Restriction),
            /// Whether one restriction is to be off: `{not restriction.restrict_data_export}`.
            NotRestriction(Restriction),
        }

        impl Placeholder {
            /// Those that are one word.
            pub const WORDS: &'static [(&'static str, Self)] = &[$(($word, Self::$variant)),*];
        }
    };
}

placeholders! {
    /// Id of the organization.
    Organization = "organization";
    /// Id of the workspace; in clicks its name.
    Workspace = "workspace";
    /// Id of the user.
    User = "user";
    /// Address of the user, or of who logs in.
    Email = "email";
    /// Password of who logs in.
    Password = "password";
    /// The credential.
    Token = "token";
    /// Role, as the wire says it.
    Role = "role";
    /// Restrictions, a list of words of the wire.
    Restrictions = "restrictions";
    /// Restrictions to be switched off, only in clicks: those that there are and that are not to be.
    OtherRestrictions = "otherRestrictions";
    /// Name to be given.
    Name = "name";
    /// IANA time zone.
    Timezone = "timezone";
    /// Contact limit: a number, or null where it is switched off.
    ContactLimit = "contactLimit";
    /// Whether the contact limit is switched on.
    ContactLimitEnabled = "contactLimitEnabled";
    /// Id of the user who takes over the contacts; in clicks the address.
    ReassignTo = "reassignTo";
    /// Address of the user who takes over the contacts.
    ReassignToEmail = "reassignToEmail";
    /// Number of the page.
    Page = "page";
    /// How many items came before the page.
    Offset = "offset";
    /// Where the next page begins.
    Cursor = "cursor";
    /// How many items to a page.
    PageSize = "pageSize";
}

impl Placeholder {
    /// Reads what stands between the braces.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        let (word, negated) = match word.strip_prefix("not ") {
            Some(word) => (word.trim_start(), true),
            None => (word, false),
        };
        if let Some(restriction) = word.strip_prefix("restriction.") {
            let restriction = restriction.parse().ok()?;
            return Some(match negated {
                true => Self::NotRestriction(restriction),
                false => Self::Restriction(restriction),
            });
        }
        let found = Self::WORDS.iter().find(|(known, _)| *known == word && !negated);
        found.map(|(_, placeholder)| *placeholder)
    }

    /// What stands between the braces.
    #[must_use]
    pub fn word(self) -> String {
        match self {
            Self::Restriction(restriction) => format!("restriction.{restriction}"),
            Self::NotRestriction(restriction) => format!("not restriction.{restriction}"),
            word => {
                let found = Self::WORDS.iter().find(|(_, placeholder)| *placeholder == word);
                found.map_or_else(String::new, |(word, _)| (*word).to_owned())
            }
        }
    }

    /// Whether a path takes it: what names one thing.
    #[must_use]
    pub const fn names_something(self) -> bool {
        matches!(
            self,
            Self::Organization
                | Self::Workspace
                | Self::User
                | Self::Email
                | Self::ReassignTo
                | Self::ReassignToEmail
        )
    }

    /// Whether each person of a batch has one.
    #[must_use]
    pub const fn is_of_one(self) -> bool {
        matches!(
            self,
            Self::Email
                | Self::Role
                | Self::Restrictions
                | Self::Restriction(_)
                | Self::NotRestriction(_)
        )
    }

    /// Whether a person is told of it: names and addresses, where a machine uses ids.
    #[must_use]
    pub const fn is_for_people(self) -> bool {
        matches!(
            self,
            Self::Workspace
                | Self::Email
                | Self::Role
                | Self::Restrictions
                | Self::OtherRestrictions
                | Self::Name
                | Self::Timezone
                | Self::ContactLimit
                | Self::ReassignTo
        )
    }
}

impl fmt::Display for Placeholder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{{{}}}", self.word())
    }
}
