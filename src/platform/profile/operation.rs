use super::pointer::Pointer;
use super::refusal::Pattern;
use super::service::Service;
use super::template::Tree;
use crate::model::{Evidence, Field, Placeholder, Text};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::sync::Arc;

/// How one operation goes over the wire.
#[derive(Clone, Debug)]
pub(crate) struct Wire {
    /// The API that takes it.
    pub(crate) service: Arc<Service>,
    /// How sure we are.
    pub(crate) evidence: Evidence,
    /// When it was seen to be so: a month or a day.
    pub(crate) since: Option<String>,
    /// The recording that it was learned from.
    pub(crate) recorded: Option<Recorded>,
    /// The request; `None` where the API can't do it.
    pub(crate) request: Option<Request>,
    /// Refusals that mean "already so".
    pub(crate) already_so: Vec<Pattern>,
    /// Whether a list shows people who have not accepted.
    pub(crate) shows_pending: bool,
    /// What a person clicks instead.
    pub(crate) clicks: Vec<Text>,
}

/// The recording that an operation was learned from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recorded {
    /// The day it was made.
    pub on: jiff::civil::Date,
    /// The host that it is of.
    pub host: String,
    /// Its digest: `sha256:…`.
    pub digest: String,
}

impl Wire {
    /// How many people one call takes.
    pub(crate) fn people_per_call(&self) -> NonZeroUsize {
        let body = self.request.as_ref().and_then(|request| request.body.as_ref());
        body.map_or(NonZeroUsize::MIN, Tree::people)
    }
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
    /// Headers of this call, over those of every call; `None` takes one out.
    pub(crate) headers: Vec<(String, Option<Text>)>,
    /// JSON body.
    pub(crate) body: Option<Tree>,
    /// Whose credential it takes.
    pub(crate) credential: CredentialScope,
    /// How a list goes on.
    pub(crate) paging: Option<Paging>,
    /// Where things are: in the answer, or in one item of a list.
    pub(crate) answer: BTreeMap<Field, Pointer>,
}

impl Request {
    /// Every placeholder in it.
    pub(crate) fn placeholders(&self) -> impl Iterator<Item = Placeholder> {
        let query = self.query.iter().map(|(_, text)| text);
        let headers = self.headers.iter().filter_map(|(_, text)| text.as_ref());
        let body = self.body.iter().flat_map(Tree::texts);
        [&self.path]
            .into_iter()
            .chain(query)
            .chain(headers)
            .chain(body)
            .flat_map(Text::placeholders)
    }
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
