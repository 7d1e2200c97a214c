//! Profiles: the only place where the wire format of a platform is written down.
//!
//! | file | owns |
//! |---|---|
//! | `service` | one API: address, headers, login, rate, errors |
//! | `operation` | one operation: request, answer, paging, evidence, clicks |
//! | `filled`, `template` | what goes into a request |
//! | `pointer`, `answer` | what comes out of an answer |
//! | `words`, `refusal` | roles and refusals on the wire |
//! | `shape`, `schema` | every field once, with what it means; the JSON Schema of the Platform kind |
//! | `load`, `resolve`, `merge`, `read` | YAML to profile: `extends`, `from`, and what can't work |

mod answer;
mod filled;
mod load;
mod merge;
mod method;
mod operation;
mod pointer;
mod read;
mod refusal;
mod resolve;
mod schema;
mod service;
mod shape;
mod template;
mod words;

pub use schema::platform_schema;

pub(crate) use answer::{Answer, Place};
pub(crate) use filled::Filled;
pub(crate) use method::Method;
pub use operation::Recorded;
pub(crate) use operation::{CredentialScope, Encoding, Paging, PagingBy, Request, Wire};
pub(crate) use pointer::Pointer;
pub(crate) use refusal::Meaning;
pub(crate) use service::{Service, Success};
pub(crate) use template::Tree;
pub(crate) use words::Vocabulary;

use super::http::Address;
use crate::model::{Capabilities, Capability, Operation, Text};
use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::sync::Arc;

/// How to talk to one platform: a Platform manifest, with what it extends and takes from others filled in.
#[derive(Clone, Debug)]
pub struct Profile {
    /// Its own API; an operation taken from another profile has another one.
    pub(crate) service: Arc<Service>,
    /// Operations that are not in here are unsupported.
    pub(crate) operations: BTreeMap<Operation, Wire>,
}

impl Profile {
    /// `metadata.name`.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.service.name
    }

    /// Where its API is.
    #[must_use]
    pub fn base_url(&self) -> String {
        self.service.address.to_string()
    }

    /// What a person clicks for each operation.
    #[must_use]
    pub fn clicks(&self) -> BTreeMap<Operation, Vec<Text>> {
        let operations = self.operations.iter();
        operations.map(|(operation, wire)| (*operation, wire.clicks.clone())).collect()
    }

    /// In what an operation goes otherwise than in another profile; `None` where that one can't do it.
    #[must_use]
    pub fn differs(&self, other: &Self, operation: Operation) -> Option<Vec<&'static str>> {
        let of = |profile: &Self| {
            let wire = profile.operations.get(&operation)?;
            let Request {
                method,
                path,
                query,
                headers,
                body,
                encoding,
                merge,
                credential,
                paging,
                success,
                answer,
            } = wire.request.as_ref()?;
            let common = wire.service.headers.iter();
            let own = |name: &String| headers.iter().any(|(it, _)| it.eq_ignore_ascii_case(name));
            let common = common.filter(|(name, _)| !own(name)).cloned();
            let own = headers.iter().filter_map(|(name, text)| Some((name.clone(), text.clone()?)));
            let mut headers: Vec<_> = common
                .chain(own)
                .map(|(name, text)| format!("{}: {text}", name.to_lowercase()))
                .collect();
            headers.sort();
            Some([
                ("method", format!("{method:?}")),
                ("path", path.to_string()),
                ("query", format!("{query:?}")),
                ("headers", headers.join("\n")),
                ("body", format!("{body:?} {encoding:?}")),
                ("merge", format!("{merge:?}")),
                ("credential", format!("{credential:?}")),
                ("paging", format!("{paging:?}")),
                ("success", format!("{success:?}")),
                ("answer", format!("{answer:?}")),
            ])
        };
        let (here, there) = (of(self)?, of(other)?);
        let unlike = here.into_iter().zip(there).filter(|(here, there)| here != there);
        Some(unlike.map(|((name, _), _)| name).collect())
    }

    /// The same, at another address. Operations that it takes from another profile stay where they are.
    pub(crate) fn moved_to(mut self, address: Address) -> Self {
        let moved = Arc::new(Service { address, ..(*self.service).clone() });
        for wire in self.operations.values_mut() {
            if wire.service.name == self.service.name {
                wire.service = Arc::clone(&moved);
            }
        }
        self.service = moved;
        self
    }

    /// What planning knows of it, at so many requests a second.
    pub(crate) fn capabilities(&self, requests_per_second: f64) -> Capabilities {
        let operations = self.operations.iter().map(|(operation, wire)| {
            let capability = Capability {
                evidence: wire.evidence,
                since: wire.since.clone(),
                knows_already_so: !wire.already_so.is_empty(),
                roles: wire.roles(),
                restrictions: wire.restrictions(),
                fields: wire.request.iter().flat_map(|request| request.answer.fields()).collect(),
                people_per_call: wire.request.as_ref().map_or(NonZeroUsize::MIN, Request::people),
                placeholders: wire.request.iter().flat_map(Request::placeholders).collect(),
                clicks: wire.clicks.clone(),
            };
            (*operation, capability)
        });
        Capabilities {
            profile: self.name().to_owned(),
            operations: operations.collect(),
            requests_per_second,
        }
    }
}
