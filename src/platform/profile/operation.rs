use super::field::Field;
use super::pointer::Pointer;
use super::refusal::Pattern;
use super::service::Service;
use super::template::{Text, Tree};
use crate::model::Evidence;
use std::collections::BTreeMap;
use std::sync::Arc;

/// How one operation goes over the wire.
#[derive(Clone, Debug)]
pub(crate) struct Wire {
    /// The API that takes it.
    pub(crate) service: Arc<Service>,
    /// How sure we are.
    pub(crate) evidence: Evidence,
    /// The request; `None` where the API can't do it.
    pub(crate) request: Option<Request>,
    /// Refusals that mean "already so".
    pub(crate) already_so: Vec<Pattern>,
    /// Whether a list shows people who have not accepted.
    pub(crate) shows_pending: bool,
    /// What a person clicks instead.
    pub(crate) clicks: Vec<String>,
}

/// One request, and where things are in its answer.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    /// HTTP method.
    pub(crate) method: Method,
    /// Path behind the base URL; only ids go in.
    pub(crate) path: Text,
    /// Query parameters.
    pub(crate) query: Vec<(String, Text)>,
    /// JSON body.
    pub(crate) body: Option<Tree>,
    /// Whose credential it takes.
    pub(crate) credential: CredentialScope,
    /// How a list goes on.
    pub(crate) paging: Option<Paging>,
    /// Where things are: in the answer, or in one item of a list.
    pub(crate) answer: BTreeMap<Field, Pointer>,
}

/// The HTTP methods that profiles use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Method {
    Get,
    Post,
    Put,
    Patch,
    Delete,
}

impl Method {
    /// All of them, with their words in a profile.
    pub(crate) const ALL: &'static [(&'static str, Self)] = &[
        ("GET", Self::Get),
        ("POST", Self::Post),
        ("PUT", Self::Put),
        ("PATCH", Self::Patch),
        ("DELETE", Self::Delete),
    ];
}

/// Whose credential an operation takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CredentialScope {
    /// The organization's.
    Organization,
    /// The workspace's own.
    Workspace,
}

impl CredentialScope {
    /// All of them, with their words in a profile.
    pub(crate) const ALL: &'static [(&'static str, Self)] =
        &[("organization", Self::Organization), ("workspace", Self::Workspace)];
}

/// How a list goes on.
#[derive(Clone, Debug)]
pub(crate) enum Paging {
    /// Numbered pages, until as many distinct ids as the total are in hand.
    Page {
        /// Number of the first page.
        first: u64,
        /// Where the total is.
        total: Pointer,
    },
    /// Each page tells where the next one begins.
    Cursor {
        /// Where that is; missing or empty at the end.
        next: Pointer,
        /// The answer has a whole URL, of which this query parameter is the cursor. The URL itself is never
        /// followed, so that an answer can't send the credential elsewhere.
        parameter: Option<String>,
    },
}
