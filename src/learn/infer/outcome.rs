use crate::model::{
    Argument, Field, Operation, OrganizationRole, Restriction, UserStatus, WorkspaceRole,
};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;

/// What a recording shows of each operation of its script.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    /// The operations that are known now.
    pub learned: BTreeMap<Operation, Learned>,
    /// Those that are not, and why.
    pub missing: BTreeMap<Operation, Missing>,
    /// Words of the wire.
    pub words: Words,
    /// What marks every success, where there is a mark: where, and what. The other outcome of the two is that a status
    /// says so.
    pub success: Option<(String, Value)>,
    /// Whether the mark of the profile that is extended holds here.
    pub usual_success: bool,
    /// Where the refusal said why, where the extended profile doesn't know it already.
    pub message: Option<String>,
}

/// How an operation goes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Learned {
    /// How often it was seen.
    pub seen: usize,
    pub(crate) method: String,
    /// With placeholders.
    pub(crate) path: String,
    pub(crate) query: Vec<(String, String)>,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Option<Body>,
    pub(crate) is_form: bool,
    pub(crate) merge: Option<Merge>,
    pub(crate) paging: Option<Paging>,
    pub(crate) answer: BTreeMap<Field, At>,
    pub(crate) shows_pending: bool,
    /// Whether its answers lack the mark that the others have.
    pub(crate) unmarked: bool,
    /// Refusals that mean "already so", of those that the extended profile knows, or by their status alone.
    pub(crate) already_so: AlreadySo,
    /// What of it could not be found.
    pub gaps: Vec<Gap>,
}

impl Learned {
    /// Method and path, with placeholders.
    #[must_use]
    pub fn goes(&self) -> String {
        format!("{} {}", self.method, self.path)
    }
}

/// A body with placeholders.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Body {
    Map(Vec<(String, Body)>),
    List(Vec<Body>),
    /// A text with placeholders.
    Text(String),
    Constant(Value),
    /// The item for each of a batch.
    Each(Box<Body>),
}

/// The body replaces an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Merge {
    pub(crate) read: Operation,
    pub(crate) under: String,
    pub(crate) drop: Vec<String>,
}

/// How a list goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Paging {
    /// `page`, `offset`, `cursor` or `none`.
    pub(crate) by: &'static str,
    pub(crate) first: Option<u64>,
    pub(crate) total: Option<(String, bool)>,
    pub(crate) more: Option<String>,
    pub(crate) next: Option<String>,
    pub(crate) parameter: Option<String>,
}

/// Where one field of an answer is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum At {
    There(String),
    PendingWhenMissing(String),
    PendingWhenPresent(String),
    Flags(BTreeMap<Restriction, (String, bool)>),
    Limit(String, Vec<Value>),
}

/// Which refusals mean "already so".
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum AlreadySo {
    /// None that is known.
    #[default]
    Unknown,
    /// Those of the profile that is extended.
    Usual,
    /// This status.
    Status(u16),
}

/// What the wire calls things: sent, and read. An empty group was never seen.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Words {
    pub(crate) organization_roles: Group<OrganizationRole>,
    pub(crate) workspace_roles: Group<WorkspaceRole>,
    pub(crate) restrictions: Group<Restriction>,
    pub(crate) statuses: Group<UserStatus>,
}

pub(crate) type Group<T> = BTreeMap<T, Word>;

/// What the wire calls one thing.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Word {
    pub(crate) send: Option<Value>,
    pub(crate) read: Vec<Value>,
}

/// An operation that is not known, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Missing {
    /// Why.
    #[serde(flatten)]
    pub why: Reason,
    /// The steps to record again.
    pub again: Vec<String>,
}

/// Why an operation is not known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case", tag = "reason", content = "about")]
#[must_use]
pub enum Reason {
    /// No answer shows what the script made.
    NotSeen,
    /// No request fits its steps.
    NoRequest,
    /// It was seen once, or always with one value: what varies can't be told from what doesn't.
    SeenTooSeldom,
    /// No later read shows that it took effect.
    NoEffect,
    /// Several requests could be it.
    SeveralRequests,
    /// A value could be two things.
    Ambiguous(String),
    /// A value varies, and nothing says why.
    Unexplained(String),
    /// It always carries a value that must not stand in a file, or that may be part of the object's own state.
    Constant(String),
    /// The request has no place for what it needs.
    NoPlaceFor(String),
    /// Two pages of it were not seen, and one may not be all.
    OnePage,
    /// It names people or workspaces by an id that no list shows, or by another one than the rest.
    OtherId,
    /// It says words otherwise than other operations do.
    OtherWords,
    /// The exporter left bodies out, or cut them.
    CutBodies,
    /// Its body is neither JSON nor a form: encrypted, maybe.
    OtherBody,
    /// GraphQL, which a profile can't say.
    GraphQl,
    /// Its requests are signed, which a profile can't do.
    Signed(String),
    /// It needs the whole object, which the list doesn't show in the same form.
    WholeObject,
    /// Success and refusal look the same.
    NoMark,
}

impl Reason {
    /// For people, as a fragment.
    #[must_use]
    pub fn told(&self) -> String {
        match self {
            Self::NotSeen => "no answer shows what the script made".to_owned(),
            Self::NoRequest => "no request fits its steps".to_owned(),
            Self::SeenTooSeldom => {
                "it was seen too seldom to tell what varies from what doesn't".to_owned()
            }
            Self::NoEffect => "no later read shows that it took effect".to_owned(),
            Self::SeveralRequests => "several requests could be it".to_owned(),
            Self::Ambiguous(slot) => format!("{slot} could be two things"),
            Self::Unexplained(slot) => format!("{slot} varies, and nothing says why"),
            Self::Constant(slot) => format!(
                "{slot} is always the same, and may be a secret or a part of the object's own state"
            ),
            Self::NoPlaceFor(what) => format!("its request has no place for {what}"),
            Self::OnePage => "only one page of the list was seen, and it may not be all".to_owned(),
            Self::OtherId => "it uses an id that the lists don't show".to_owned(),
            Self::OtherWords => "it says words otherwise than other operations".to_owned(),
            Self::CutBodies => "the exporter left its bodies out, or cut them".to_owned(),
            Self::OtherBody => "its body is neither JSON nor a form".to_owned(),
            Self::GraphQl => "it is GraphQL, which is beyond a profile".to_owned(),
            Self::Signed(header) => {
                format!("its requests are signed ({header}), which is beyond a profile")
            }
            Self::WholeObject => {
                "it sends the whole object, in another form than the list shows it".to_owned()
            }
            Self::NoMark => "success and refusal look the same".to_owned(),
        }
    }

    /// Whether recording again can help.
    #[must_use]
    pub const fn can_be_recorded(&self) -> bool {
        !matches!(
            self,
            Self::GraphQl | Self::Signed(_) | Self::OtherBody | Self::WholeObject | Self::NoMark
        )
    }
}

/// A part of an operation that could not be found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gap {
    /// What its request can take besides; what needs it is by hand.
    Argument(Argument),
    /// What its answer may tell besides; it is out of sight.
    Field(Field),
}
