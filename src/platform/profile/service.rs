use super::method::Method;
use super::pointer::Pointer;
use super::refusal::{KnownRefusal, Meaning};
use super::template::Tree;
use super::words::Words;
use crate::manifest::Rate;
use crate::model::Text;
use crate::platform::http::Address;
use serde_json::Value;
use std::time::Duration;

/// One API: where it is, how it is spoken to, what its answers look like.
#[derive(Clone, Debug)]
pub(crate) struct Service {
    /// Name of the profile that describes it.
    pub(crate) name: String,
    /// Where it is.
    pub(crate) address: Address,
    /// Hosts that a credential may be sent to where the Project doesn't say: those that the profile names and its
    /// base URL's, not one that replaces it.
    pub(crate) hosts: Vec<String>,
    /// Headers of every call.
    pub(crate) headers: Vec<(String, Text)>,
    /// How somebody with e-mail and password logs in.
    pub(crate) login: Option<Login>,
    /// What its tokens tell.
    pub(crate) claims: Claims,
    /// How fast it may be asked, per organization and operation.
    pub(crate) rate: Rate,
    /// Items to a page that are asked for.
    pub(crate) page_size: u32,
    /// What marks an answer as a success, where an operation says nothing else.
    pub(crate) success: Success,
    /// Where the text of an error is, in order of preference.
    pub(crate) messages: Vec<Pointer>,
    /// Refusals whose meaning is known; the first that fits counts.
    pub(crate) refusals: Vec<KnownRefusal>,
    /// Words of the wire.
    pub(crate) words: Words,
}

impl Service {
    /// What a refusal means.
    pub(crate) fn meaning(&self, status: u16, message: &str) -> Option<Meaning> {
        let known = self.refusals.iter().find(|it| it.pattern.matches(status, message));
        known.map(|it| it.means)
    }
}

/// How somebody with e-mail and password logs in. The call has none of the service's headers.
#[derive(Clone, Debug)]
pub(crate) struct Login {
    /// HTTP method.
    pub(crate) method: Method,
    /// Path behind the base URL.
    pub(crate) path: Text,
    /// JSON body.
    pub(crate) body: Tree,
    /// Where the token is in the answer.
    pub(crate) token: Pointer,
    /// How long a token lives, where it doesn't say itself.
    pub(crate) lifetime: Duration,
}

/// Where a token (a JWT) tells what. Its signature is the server's to check.
#[derive(Clone, Debug, Default)]
pub(crate) struct Claims {
    /// Address of the acting user.
    pub(crate) actor: Option<Pointer>,
    /// Id of the one organization that it is for.
    pub(crate) organization: Option<Pointer>,
    /// Id of the one workspace that it is for.
    pub(crate) workspace: Option<Pointer>,
}

/// What marks an answer as a success. An empty body succeeds by its status alone.
#[derive(Clone, Debug, Default)]
pub(crate) struct Success {
    /// The statuses; empty: 200 to 299.
    pub(crate) statuses: Vec<u16>,
    /// What has to be where in the body.
    pub(crate) mark: Option<(Pointer, Value)>,
}

impl Success {
    /// Whether the status says so.
    pub(crate) fn has_status(&self, status: u16) -> bool {
        match self.statuses.as_slice() {
            [] => matches!(status, 200..=299),
            statuses => statuses.contains(&status),
        }
    }

    /// Whether the body says so.
    pub(crate) fn is_marked(&self, body: &Value) -> bool {
        self.mark.as_ref().is_none_or(|(at, is)| at.of(body) == Some(is))
    }
}
