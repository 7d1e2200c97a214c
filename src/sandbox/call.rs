use super::endpoint::Endpoint;
use super::faults::Effects;
use super::rules::Refusal;
use crate::model::{OrganizationId, UserId, WorkspaceId};
use axum::body::Bytes;
use axum::http::{HeaderMap, Uri};
use std::collections::BTreeMap;

/// One request that found its operation.
#[derive(Clone, Debug)]
pub(super) struct Call {
    /// Its place among all requests, from 1.
    pub(super) number: u64,
    pub(super) endpoint: Endpoint,
    pub(super) organization: Option<OrganizationId>,
    pub(super) parameters: BTreeMap<String, String>,
    pub(super) uri: Uri,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
    pub(super) effects: Effects,
}

impl Call {
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The token of the `Authorization` header.
    pub(super) fn bearer(&self) -> Option<&str> {
        let (scheme, token) = self.header("authorization")?.split_once(' ')?;
        scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
    }

    /// The workspace that the path or the header `botid` names.
    pub(super) fn workspace(&self) -> Result<WorkspaceId, Refusal> {
        if self.endpoint.is_inside_a_workspace() {
            let id = header(&self.headers, "botid").map(WorkspaceId::new);
            let what = "the header botid has to say which workspace";
            return id.ok_or_else(|| Refusal::Malformed(what.to_owned()));
        }
        self.id("space").map(WorkspaceId::new).ok_or(Refusal::NotFound("workspace"))
    }

    pub(super) fn user(&self) -> Result<UserId, Refusal> {
        self.id("user").map(UserId::new).ok_or(Refusal::NotFound("user"))
    }

    pub(super) fn id(&self, parameter: &str) -> Option<u64> {
        self.parameters.get(parameter)?.parse().ok()
    }
}

/// A number in a header.
pub(super) fn header(headers: &HeaderMap, name: &str) -> Option<u64> {
    headers.get(name)?.to_str().ok()?.trim().parse().ok()
}
