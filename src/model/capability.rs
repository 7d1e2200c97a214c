use super::{Argument, Field, Operation, Placeholder, Restriction, Role, Text, Values};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroUsize;

/// How sure we are of one operation's wire format (`console-api.md`), the surest first.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "camelCase")]
pub enum Evidence {
    /// Recorded passing against the real service in a public test run.
    Verified,
    /// Learned from a recording of one's own.
    Recorded,
    /// Seen in a public client or in traffic, not known to have run.
    Observed,
    /// Nobody has published it: by hand, unless the Project allows it.
    Assumed,
    /// The API can't do it.
    Unsupported,
}

impl Evidence {
    /// All of them, the surest first, with their words in a profile.
    pub const ALL: &'static [(&'static str, Self)] = &[
        ("verified", Self::Verified),
        ("recorded", Self::Recorded),
        ("observed", Self::Observed),
        ("assumed", Self::Assumed),
        ("unsupported", Self::Unsupported),
    ];

    /// The word in profiles and in `doctor`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Verified => "verified",
            Self::Recorded => "recorded",
            Self::Observed => "observed",
            Self::Assumed => "assumed",
            Self::Unsupported => "unsupported",
        }
    }

    /// Whether there is a read at all.
    #[must_use]
    pub const fn can_read(self) -> bool {
        !matches!(self, Self::Unsupported)
    }

    /// Whether writes run without a person.
    #[must_use]
    pub const fn runs_unattended(self, allow_assumed: bool) -> bool {
        match self {
            Self::Verified | Self::Recorded | Self::Observed => true,
            Self::Assumed => allow_assumed,
            Self::Unsupported => false,
        }
    }
}

/// What a profile can do of one operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Capability {
    /// How sure we are.
    pub evidence: Evidence,
    /// When it was seen to be so, as a profile writes it: a month or a day.
    pub since: Option<String>,
    /// Whether the refusal that means "already so" is known.
    pub knows_already_so: bool,
    /// What the profile's request carries.
    pub placeholders: BTreeSet<Placeholder>,
    /// What its answer tells.
    pub fields: BTreeSet<Field>,
    /// How many people one call takes.
    pub people_per_call: NonZeroUsize,
    /// The roles that the wire is known to have a word for.
    pub roles: BTreeSet<Role>,
    /// The restrictions that it can be told.
    pub restrictions: BTreeSet<Restriction>,
    /// What a person clicks instead, in order.
    pub clicks: Vec<Text>,
}

impl Capability {
    /// One that can do everything an operation is asked for, on this evidence, and has no clicks.
    #[must_use]
    pub fn new(evidence: Evidence) -> Self {
        Self {
            evidence,
            since: None,
            knows_already_so: true,
            fields: Field::ALL.iter().copied().collect(),
            people_per_call: NonZeroUsize::MAX,
            roles: Role::all().collect(),
            restrictions: Restriction::ALL.iter().copied().collect(),
            placeholders: Placeholder::WORDS.iter().map(|(_, placeholder)| *placeholder).collect(),
            clicks: Vec::new(),
        }
    }
}

/// Why a profile can't make a call: a value that its request doesn't carry would be lost.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[must_use]
pub enum Lack {
    /// The wire has no word for a role, or nobody knows it.
    #[error("has no word for `{0}`")]
    Role(Role),
    /// Nor for a restriction.
    #[error("has no word for `{0}`")]
    Restriction(Restriction),
    /// The request has no place for a value.
    #[error("has no place for {0} in its request")]
    Value(Placeholder),
}

impl Capability {
    /// What keeps its request from carrying these values.
    fn lack(&self, values: &Values) -> Option<Lack> {
        // Somebody new has no restrictions unless the request gives some; a change to none has to say so.
        let new = |user| {
            let values = Values::from(user);
            let some = values.restrictions.clone().filter(|set| !set.is_empty());
            Values { restrictions: some, ..values }
        };
        let in_batch = values.users.iter().find_map(|user| self.lack(&new(user)));
        let changes = |argument: &Argument| !values.unchanged.contains(argument);
        let role = values.role.filter(|_| changes(&Argument::Role));
        let restrictions = values.restrictions.iter().filter(|_| changes(&Argument::Restrictions));
        let unsaid = restrictions.flatten().copied().find(|one| !self.restrictions.contains(one));
        let lost = Argument::SET.iter().filter(|argument| changes(argument)).find_map(|argument| {
            let ways = argument.placeholders();
            let first = *ways.first()?;
            let carried = ways.iter().any(|way| self.placeholders.contains(way));
            let emptied = *argument == Argument::Restrictions && values.restrictions.is_some();
            (!carried && (emptied || values.told(first).is_some())).then_some(first)
        });
        in_batch
            .or_else(|| role.filter(|role| !self.roles.contains(role)).map(Lack::Role))
            .or(unsaid.map(Lack::Restriction))
            .or(lost.map(Lack::Value))
    }
}

/// What a profile can do: all that planning knows of the platform's API.
#[derive(Clone, Debug, PartialEq)]
pub struct Capabilities {
    /// The profile's name.
    pub profile: String,
    /// An operation that is not in here is unsupported.
    pub operations: BTreeMap<Operation, Capability>,
    /// Requests a second that are allowed, per organization and operation.
    pub requests_per_second: f64,
}

impl Capabilities {
    /// How sure we are of this operation.
    #[must_use]
    pub fn evidence(&self, operation: Operation) -> Evidence {
        self.operations.get(&operation).map_or(Evidence::Unsupported, |it| it.evidence)
    }

    /// Whether the answer of this operation tells this, as far as the profile says.
    #[must_use]
    pub fn tells(&self, operation: Operation, field: Field) -> bool {
        self.operations.get(&operation).is_some_and(|it| it.fields.contains(&field))
    }

    /// How many people one call of this operation takes; where nothing is known of it, as many as there are.
    #[must_use]
    pub fn people_per_call(&self, operation: Operation) -> NonZeroUsize {
        self.operations.get(&operation).map_or(NonZeroUsize::MAX, |it| it.people_per_call)
    }

    /// What keeps this operation's request from carrying these values; then a person has to do it.
    pub fn lack(&self, operation: Operation, values: &Values) -> Option<Lack> {
        self.operations.get(&operation)?.lack(values)
    }

    /// Whether this operation's request has this placeholder in it; where nothing is known of it, all that it takes.
    #[must_use]
    pub fn uses(&self, operation: Operation, placeholder: Placeholder) -> bool {
        let mut arguments = operation.definition().arguments();
        let known = self.operations.get(&operation);
        arguments.any(|argument| argument.placeholders().contains(&placeholder))
            && known.is_none_or(|capability| capability.placeholders.contains(&placeholder))
    }
}
