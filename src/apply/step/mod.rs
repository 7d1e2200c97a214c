//! One step: its call, its attempts, and what came of them.
//!
//! | file | idea |
//! |---|---|
//! | `call` | names become ids |
//! | `single` | a step about one thing: at most one retry, and only after a look |
//! | `batch` | a step about several people: each has an outcome, and only who is missing is sent again |
//! | `people` | what became of them |

mod batch;
mod call;
mod people;
mod single;

use super::ids::Ids;
use super::journal::{Entry, Journal, describe, object};
use super::look::Look;
use super::outcome::Outcome;
use super::progress::{Progress, Waiting};
use super::report::{Detail, StepReport};
use super::settings::Settings;
use super::status::Status;
use super::stop::Stop;
use super::verdict::Verdict;
use super::waits::Waits;
use crate::model::Snapshot;
use crate::plan::{Action, Fact, Step};
use crate::platform::{Attempt, Call, Execute, Observe, Target};
use crate::store::{Lock, StoreError};
use serde_json::{Map, Value};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// One organization's turn: what its steps share.
pub(super) struct Turn<'a, P> {
    pub(super) platform: &'a P,
    pub(super) target: &'a Target,
    pub(super) journal: &'a Journal,
    pub(super) settings: &'a Settings,
    pub(super) progress: &'a dyn Progress,
    pub(super) stop: &'a Stop,
    pub(super) lock: &'a dyn Lock,
    /// What was there before the plan, as far as the rules need it.
    pub(super) before: &'a Snapshot,
    pub(super) ids: Mutex<Ids>,
}

pub(super) use crate::platform::LOCK_LOST;

/// What became of a step.
struct Taken {
    status: Status,
    attempts: u32,
    detail: Option<Detail>,
}

impl<P: Observe + Execute> Turn<'_, P> {
    /// Takes a step, from its call to its outcome.
    pub(super) async fn take(&self, step: &Step) -> StepReport {
        self.is_held().await;
        if let Err(why) = self.may_begin() {
            return StepReport::before(step, &why);
        }
        self.progress.step_started(&self.target.name, step);
        let taken = match self.call(&step.action).await {
            Err(why) => {
                Taken { status: Status::Failed, attempts: 0, detail: Some(Detail::message(why)) }
            }
            Ok(call) if call.values.users.is_empty() => self.take_single(step, &call).await,
            Ok(call) => self.take_batch(step, call).await,
        };
        let Taken { status, attempts, detail } = taken;
        StepReport::new(step, status, attempts, detail)
    }

    /// Whether the lock is ours, once that is known: a lease that has run out may yet be renewed, and nothing begins
    /// before it is. A run that was asked to stop doesn't wait for that.
    async fn is_held(&self) -> bool {
        tokio::select! {
            held = self.lock.held() => held,
            () = self.stop.wait() => self.lock.is_held(),
        }
    }

    /// Whether something new may start.
    fn may_begin(&self) -> Result<(), String> {
        if self.stop.requested() {
            Err("the run was asked to stop".to_owned())
        } else if let Some(error) = self.journal.failed() {
            Err(not_journalled(&error))
        } else if !self.lock.is_held() {
            Err(LOCK_LOST.to_owned())
        } else {
            Ok(())
        }
    }

    /// Makes a call, once its intent is on disk.
    async fn attempt(&self, step: &Step, number: u32, call: &Call) -> Result<Attempt, String> {
        let mut detail = describe(step);
        let users = &call.values.users;
        if !users.is_empty() {
            detail.insert("users".to_owned(), serde_json::json!(users));
        }
        let intent = Entry::intent(&self.target.name, step, number, detail);
        self.journal.durable(intent).await.map_err(|error| not_journalled(&error))?;
        // Writing that down may have taken longer than a lease, and so may waiting for the call's turn.
        if !self.is_held().await {
            return Ok(Attempt::NotSent { why: LOCK_LOST.to_owned() });
        }
        Ok(self.platform.execute(self.target, call, &|| self.lock.is_held()).await)
    }

    /// Writes down what came of an attempt.
    fn came(&self, step: &Step, attempt: u32, outcome: Outcome, detail: Option<&Detail>) {
        let detail: Map<String, Value> = detail.map(object).unwrap_or_default();
        self.journal.follow(Entry::Outcome {
            organization: self.target.name.clone(),
            step: step.id.clone(),
            attempt,
            outcome,
            detail,
        });
    }

    /// Reads until the platform shows what the step makes true, or the bound passes. Only the last look decides: an
    /// earlier one may have been of a platform that lags. `said` is whether the platform says that it is so.
    async fn look_up(&self, step: &Step, said: bool) -> Verdict {
        self.progress.waiting(&self.target.name, &Waiting::ReadBack { step, said });
        let facts = step.action.facts();
        let mut waits = Waits::within(self.settings.read_back);
        loop {
            let look = Look::at(self.platform, self.target, &self.ids, &facts).await;
            let verdict = Verdict::of(&look, &self.ids, &facts, said);
            if verdict.shows() || !waits.pause().await {
                return verdict;
            }
        }
    }

    fn ids(&self) -> MutexGuard<'_, Ids> {
        self.ids.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn not_journalled(error: &StoreError) -> String {
    use std::error::Error as _;
    let cause = error.source().map(|cause| format!(": {cause}")).unwrap_or_default();
    format!("{error}{cause}")
}

/// Whether it makes something gone, so that a 404 may mean that it is gone already.
fn removes(action: &Action) -> bool {
    let gone = |fact: &Fact| {
        matches!(fact, Fact::NotInOrganization(_) | Fact::NoAccess { .. } | Fact::NoWorkspace(_))
    };
    action.facts().iter().all(gone)
}
