use super::call::Call;
use super::endpoint::Endpoint;
use crate::model::{OrganizationId, WorkspaceId};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// So many requests are remembered one by one; all are counted.
const REMEMBERED: usize = 10_000;

/// What was asked of the server, in the order it arrived.
#[derive(Debug, Default)]
pub(super) struct Requests(Mutex<Inner>);

#[derive(Debug, Default)]
struct Inner {
    arrived: u64,
    counts: BTreeMap<Endpoint, u64>,
    log: VecDeque<ServedRequest>,
}

/// One request of the console's or the official API.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ServedRequest {
    /// Its place among all requests, from 1.
    pub number: u64,
    /// What was asked for.
    pub operation: Endpoint,
    /// Letter and number in `console-api.md`.
    pub code: String,
    /// About which organization.
    pub organization: Option<OrganizationId>,
    /// Inside which workspace, where the path or the header says one.
    pub workspace: Option<WorkspaceId>,
    /// Path and query.
    pub path: String,
    /// What a write sent.
    pub body: Option<Value>,
    /// Of a read: how many changes of the state there had been when it looked ([`Server::changes`]). For tests.
    ///
    /// [`Server::changes`]: super::Server::changes
    #[serde(skip)]
    pub changes: Option<usize>,
    /// Of a read: whether a fault made it show what was a while ago. For tests.
    #[serde(skip)]
    pub lagged: bool,
    /// The status that was sent; `None` while there is no answer, or where it was a reset.
    pub status: Option<u16>,
}

impl Requests {
    /// Notes a request; its number is for [`Self::answered`].
    pub(super) fn arrived(&self, call: &Call) -> u64 {
        let mut inner = self.lock();
        inner.arrived += 1;
        *inner.counts.entry(call.endpoint).or_insert(0) += 1;
        // A login's body has a password in it; a list's is of no interest.
        let body = call.endpoint.is_write().then(|| serde_json::from_slice(&call.body).ok());
        let number = inner.arrived;
        inner.log.push_back(ServedRequest {
            number,
            operation: call.endpoint,
            code: call.endpoint.code().to_owned(),
            organization: call.organization,
            workspace: call.workspace().ok(),
            path: call.uri.path_and_query().map_or_else(String::new, ToString::to_string),
            body: body.flatten(),
            changes: None,
            lagged: false,
            status: None,
        });
        if inner.log.len() > REMEMBERED {
            inner.log.pop_front();
        }
        number
    }

    pub(super) fn answered(&self, number: u64, status: u16) {
        self.note(number, |request| request.status = Some(status));
    }

    /// A read looked after so many changes, or was shown what was before.
    pub(super) fn looked(&self, number: u64, changes: usize, lagged: bool) {
        self.note(number, |request| {
            (request.changes, request.lagged) = (Some(changes), lagged);
        });
    }

    fn note(&self, number: u64, note: impl FnOnce(&mut ServedRequest)) {
        let mut inner = self.lock();
        if let Some(request) = inner.log.iter_mut().rev().find(|it| it.number == number) {
            note(request);
        }
    }

    pub(super) fn counts(&self) -> BTreeMap<Endpoint, u64> {
        self.lock().counts.clone()
    }

    pub(super) fn log(&self) -> Vec<ServedRequest> {
        self.lock().log.iter().cloned().collect()
    }

    /// Begins to count at nothing again.
    pub(super) fn forget(&self) {
        *self.lock() = Inner::default();
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
