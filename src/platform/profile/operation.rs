use super::answer::Answer;
use super::method::Method;
use super::pointer::Pointer;
use super::refusal::Pattern;
use super::service::{Service, Success};
use super::template::Tree;
use crate::model::{Evidence, Operation, Placeholder, Restriction, Role, Text};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeSet;
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
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Recorded {
    /// The day it was made.
    #[schemars(with = "String")]
    pub on: jiff::civil::Date,
    /// The host that it is of.
    pub host: String,
    /// Its digest: `sha256:…`.
    pub digest: String,
}

impl Wire {
    /// The roles that the wire is known to have a word for.
    pub(crate) fn roles(&self) -> BTreeSet<Role> {
        Role::all().filter(|role| self.service.words.role(*role).is_some()).collect()
    }

    /// The restrictions that its request can say: as words of a list, or each as a flag.
    pub(crate) fn restrictions(&self) -> BTreeSet<Restriction> {
        let used: Vec<_> = self.request.iter().flat_map(Request::placeholders).collect();
        let can_say = |one: &Restriction| {
            let flags = [Placeholder::Restriction(*one), Placeholder::NotRestriction(*one)];
            let word = || self.service.words.restrictions.write(*one).is_some();
            flags.iter().any(|flag| used.contains(flag))
                || (used.contains(&Placeholder::Restrictions) && word())
        };
        Restriction::ALL.iter().copied().filter(can_say).collect()
    }
}

/// One request, and where things are in its answer.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    /// HTTP method.
    pub(crate) method: Method,
    /// Path behind the base URL.
    pub(crate) path: Text,
    /// Query parameters.
    pub(crate) query: Vec<(String, Text)>,
    /// Headers of this call, over those of every call; `None` takes one out.
    pub(crate) headers: Vec<(String, Option<Text>)>,
    /// Body.
    pub(crate) body: Option<Tree>,
    /// How the body is written.
    pub(crate) encoding: Encoding,
    /// The body replaces an object: what is not said of it is sent as it was read.
    pub(crate) merge: Option<Merge>,
    /// Whose credential it takes.
    pub(crate) credential: CredentialScope,
    /// How a list goes on.
    pub(crate) paging: Paging,
    /// What marks an answer as a success.
    pub(crate) success: Success,
    /// Where things are: in the answer, or in one item of a list.
    pub(crate) answer: Answer,
}

/// A write that replaces the object.
#[derive(Clone, Debug)]
pub(crate) struct Merge {
    /// What shows the object as it is.
    pub(crate) read: Operation,
    /// Where in the body the object goes.
    pub(crate) under: Pointer,
    /// What of it is not sent.
    pub(crate) drop: Vec<Pointer>,
}

impl Merge {
    /// The object as it was read, less what is dropped, with the body's fields set in it.
    pub(crate) fn body(&self, mut object: Value, own: Option<Value>) -> Value {
        for pointer in &self.drop {
            pointer.remove(&mut object);
        }
        let mut body = self.under.wrap(object);
        if let Some(own) = own {
            set(&mut body, own);
        }
        body
    }
}

/// Sets the fields of `own`; what is no object is replaced.
fn set(body: &mut Value, own: Value) {
    match (body, own) {
        (Value::Object(fields), Value::Object(own)) => {
            for (name, value) in own {
                set(fields.entry(name).or_insert(Value::Null), value);
            }
        }
        (body, own) => *body = own,
    }
}

impl Request {
    /// Every placeholder in it.
    pub(crate) fn placeholders(&self) -> impl Iterator<Item = Placeholder> {
        self.texts(true).flat_map(Text::placeholders)
    }

    /// Every placeholder but those of a batch's items.
    pub(crate) fn outside_items(&self) -> impl Iterator<Item = Placeholder> {
        self.texts(false).flat_map(Text::placeholders)
    }

    /// How many people one call takes.
    pub(crate) fn people(&self) -> NonZeroUsize {
        self.body.as_ref().map_or(NonZeroUsize::MIN, Tree::people)
    }

    fn texts(&self, of_items: bool) -> impl Iterator<Item = &Text> {
        let query = self.query.iter().map(|(_, text)| text);
        let headers = self.headers.iter().filter_map(|(_, text)| text.as_ref());
        let body = self.body.iter().flat_map(move |body| body.texts(of_items));
        [&self.path].into_iter().chain(query).chain(headers).chain(body)
    }
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

/// How a body is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Encoding {
    /// As JSON.
    Json,
    /// As a form: `a=b&c[d]=e&f[]=g`.
    Form,
}

impl Encoding {
    /// All of them, with their words in a profile.
    pub(crate) const ALL: &'static [(&'static str, Self)] =
        &[("json", Self::Json), ("form", Self::Form)];
}

/// How a list goes on, and what shows its end.
#[derive(Clone, Debug)]
pub(crate) struct Paging {
    /// How the next page is asked for.
    pub(crate) by: PagingBy,
    /// Where the answer says how many items there are in all.
    pub(crate) total: Option<Pointer>,
    /// Whether that is so.
    pub(crate) total_is_exact: bool,
    /// Where the answer says whether there is another page.
    pub(crate) more: Option<Pointer>,
}

/// How the next page is asked for.
#[derive(Clone, Debug)]
pub(crate) enum PagingBy {
    /// Not at all: everything comes at once.
    None,
    /// By its number.
    Page {
        /// Number of the first page.
        first: u64,
    },
    /// By how many items came before it.
    Offset,
    /// By what the page before it says.
    Cursor {
        /// Where that is; missing or empty at the end.
        next: Pointer,
        /// The answer has a whole URL, of which this query parameter is the cursor. The URL itself is never
        /// followed, so that an answer can't send the credential elsewhere.
        parameter: Option<String>,
    },
}

impl Default for Paging {
    fn default() -> Self {
        Self { by: PagingBy::None, total: None, total_is_exact: true, more: None }
    }
}

impl Paging {
    /// Where an exact total is.
    pub(crate) fn exact_total(&self) -> Option<&Pointer> {
        self.total.as_ref().filter(|_| self.total_is_exact)
    }
}
