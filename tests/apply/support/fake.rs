use super::Spoken;
use super::effects::{lost, refused, take_effect};
use rolecall::model::*;
use rolecall::platform::*;
use std::sync::Mutex;
use std::time::Duration;
use tokio::sync::Notify;
use tokio::time::Instant;

/// What happens to one call.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Fault {
    /// Nothing goes wrong.
    None,
    /// The answer is lost before the write took effect.
    LostBefore,
    /// The answer is lost after the write took effect.
    LostAfter,
    /// Only so many of a batch take effect, and the answer is lost.
    Partial(usize),
    /// It never reaches the platform.
    NotSent,
    /// It is refused.
    Refused(u16),
    /// It takes so long.
    Slow(Duration),
    /// It answers success and does nothing.
    Lies,
    /// The run dies before the write takes effect.
    DeathBefore,
    /// The run dies after the write took effect.
    DeathAfter,
}

type Faults = dyn Fn(usize, &Call) -> Fault + Send + Sync;

/// What the n-th read shows of what is true, from 1; or that it fails.
type Sight = dyn Fn(usize, &mut Snapshot) -> Result<(), PlatformError> + Send + Sync;

/// One organization in memory, with the refusals of the real one.
pub(crate) struct Fake {
    profile: Spoken,
    capabilities: Capabilities,
    /// What was true, since when; the last one is now.
    states: Mutex<Vec<(Instant, Snapshot)>>,
    lag: Duration,
    faults: Box<Faults>,
    calls: Mutex<Vec<(Instant, Call)>>,
    emails: Mutex<Vec<Email>>,
    reads: Mutex<usize>,
    sight: Box<Sight>,
    death: Notify,
}

impl Fake {
    pub(crate) fn new(snapshot: Snapshot) -> Self {
        Self {
            profile: Spoken::Whole,
            capabilities: Spoken::Whole.capabilities(),
            states: Mutex::new(vec![(Instant::now() - Duration::from_secs(60), snapshot)]),
            lag: Duration::ZERO,
            faults: Box::new(|_, _| Fault::None),
            calls: Mutex::default(),
            emails: Mutex::default(),
            reads: Mutex::default(),
            sight: Box::new(|_, _| Ok(())),
            death: Notify::new(),
        }
    }

    /// It goes as a profile of this kind says.
    pub(crate) fn spoken(mut self, profile: Spoken) -> Self {
        (self.profile, self.capabilities) = (profile, profile.capabilities());
        self
    }

    /// Reads show what was true so long ago.
    pub(crate) fn lagging(mut self, lag: Duration) -> Self {
        self.lag = lag;
        self
    }

    /// What happens to the n-th call, from 1.
    pub(crate) fn faults(
        mut self,
        faults: impl Fn(usize, &Call) -> Fault + Send + Sync + 'static,
    ) -> Self {
        self.faults = Box::new(faults);
        self
    }

    /// Lists are not complete.
    pub(crate) fn unreadable(self) -> Self {
        self.sight(|_, seen| {
            let partial = || Completeness::Partial { why: "3 of 4".to_owned() };
            seen.users.completeness = partial();
            seen.workspaces.completeness = partial();
            seen.workspaces.items.iter_mut().for_each(|it| it.users.completeness = partial());
            Ok(())
        })
    }

    /// What reads show of what is true.
    pub(crate) fn sight(
        mut self,
        sight: impl Fn(usize, &mut Snapshot) -> Result<(), PlatformError> + Send + Sync + 'static,
    ) -> Self {
        self.sight = Box::new(sight);
        self
    }

    pub(crate) fn now(&self) -> Snapshot {
        self.states.lock().unwrap().last().unwrap().1.clone()
    }

    /// Somebody else changes the platform.
    pub(crate) fn meanwhile(&self, change: impl FnOnce(&mut Snapshot)) {
        let mut states = self.states.lock().unwrap();
        let mut snapshot = states.last().unwrap().1.clone();
        change(&mut snapshot);
        states.push((Instant::now(), snapshot));
    }

    pub(crate) fn calls(&self) -> Vec<Call> {
        self.calls.lock().unwrap().iter().map(|(_, call)| call.clone()).collect()
    }

    pub(crate) fn call_times(&self) -> Vec<Instant> {
        self.calls.lock().unwrap().iter().map(|(time, _)| *time).collect()
    }

    pub(crate) fn reads(&self) -> usize {
        *self.reads.lock().unwrap()
    }

    /// Returns when the run is to die.
    pub(crate) async fn death(&self) {
        self.death.notified().await;
    }

    async fn die(&self) -> ! {
        self.death.notify_one();
        std::future::pending().await
    }

    /// Everybody who was sent an invitation, sorted.
    pub(crate) fn emails(&self) -> Vec<String> {
        let mut emails: Vec<_> =
            self.emails.lock().unwrap().iter().map(ToString::to_string).collect();
        emails.sort();
        emails
    }

    fn seen(&self) -> Result<Snapshot, PlatformError> {
        let number = {
            let mut reads = self.reads.lock().unwrap();
            *reads += 1;
            *reads
        };
        let then = Instant::now() - self.lag;
        let mut seen = {
            let states = self.states.lock().unwrap();
            let state = states.iter().rev().find(|(since, _)| *since <= then);
            state.or(states.first()).unwrap().1.clone()
        };
        (self.sight)(number, &mut seen).map(|()| seen)
    }

    fn take_effect(&self, call: &Call) -> Attempt {
        let mut emails = Vec::new();
        let mut attempt = Attempt::Done(Answer::default());
        self.meanwhile(|state| attempt = take_effect(state, call, &mut emails));
        if matches!(attempt, Attempt::Done(_)) {
            self.emails.lock().unwrap().extend(emails);
        }
        match attempt {
            Attempt::Done(_) if !self.profile.tells_ids() => Attempt::Done(Answer::default()),
            Attempt::AlreadySo if !self.profile.knows_already_so() => refused(409, "It is there."),
            attempt => attempt,
        }
    }
}

impl Execute for Fake {
    async fn execute(&self, _: &Target, call: &Call, may: MayBegin<'_>) -> Attempt {
        if !may() {
            return Attempt::NotSent { why: "it may not begin any more".to_owned() };
        }
        let number = {
            let mut calls = self.calls.lock().unwrap();
            calls.push((Instant::now(), call.clone()));
            calls.len()
        };
        let most = self.capabilities.people_per_call(call.operation).get();
        assert!(call.values.users.len() <= most, "{call:?} has more than {most}");
        match (self.faults)(number, call) {
            Fault::None => self.take_effect(call),
            Fault::LostBefore => lost(),
            Fault::LostAfter => {
                let _ = self.take_effect(call);
                lost()
            }
            Fault::Partial(some) => {
                let mut call = call.clone();
                call.values.users.truncate(some);
                let _ = self.take_effect(&call);
                lost()
            }
            Fault::NotSent => Attempt::NotSent { why: "connection refused".to_owned() },
            Fault::Refused(status) => refused(status, "You do not have permission."),
            Fault::Slow(time) => {
                tokio::time::sleep(time).await;
                self.take_effect(call)
            }
            Fault::Lies => Attempt::Done(Answer::default()),
            Fault::DeathBefore => self.die().await,
            Fault::DeathAfter => {
                let _ = self.take_effect(call);
                self.die().await
            }
        }
    }
}

impl Observe for Fake {
    fn capabilities(&self) -> &Capabilities {
        &self.capabilities
    }

    async fn observe(&self, _: &Target) -> Result<Snapshot, PlatformError> {
        self.seen()
    }

    async fn organization(&self, _: &Target) -> Result<Option<Organization>, PlatformError> {
        Ok(self.seen()?.organization)
    }

    async fn organization_users(
        &self,
        _: &Target,
    ) -> Result<Collection<OrganizationUser>, PlatformError> {
        Ok(self.seen()?.users)
    }

    async fn workspaces(&self, _: &Target) -> Result<Collection<Workspace>, PlatformError> {
        let mut list = self.seen()?.workspaces;
        list.items.iter_mut().for_each(|it| it.users = Collection::not_read());
        Ok(list)
    }

    async fn workspace_users(
        &self,
        _: &Target,
        workspace: WorkspaceId,
    ) -> Result<Collection<WorkspaceUser>, PlatformError> {
        let list = self.seen()?.workspaces.items.into_iter().find(|it| it.id == workspace);
        Ok(list.ok_or_else(|| PlatformError::new("no such workspace"))?.users)
    }
}
