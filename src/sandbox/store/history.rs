use crate::model::OrganizationId;
use crate::sandbox::state::Organization;
use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// Former states, for reads that lag behind and for tests that watch. Kept only as far back as somebody asks for.
#[derive(Debug, Default)]
pub(super) struct History {
    reach: Duration,
    /// Oldest first.
    past: VecDeque<(Instant, Change)>,
    /// All that there ever were, remembered or not.
    count: usize,
}

/// One change of an organization.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Which organization.
    pub organization: OrganizationId,
    /// By whom.
    pub cause: Cause,
    /// What it was until then.
    pub before: Organization,
}

/// What changed an organization.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// The request of this number ([`ServedRequest::number`](crate::sandbox::ServedRequest::number)).
    Request(u64),
    /// Somebody else, just before the request of this number took effect.
    Before(u64),
    /// Somebody else, just after it.
    After(u64),
    /// A control call.
    Control,
}

impl History {
    pub(super) fn keep(&mut self, reach: Duration) {
        self.reach = reach;
        self.prune();
    }

    pub(super) fn remember(
        &mut self,
        organization: OrganizationId,
        cause: Cause,
        before: Organization,
    ) {
        self.count += 1;
        if !self.reach.is_zero() {
            self.past.push_back((Instant::now(), Change { organization, cause, before }));
            self.prune();
        }
    }

    pub(super) fn forget(&mut self) {
        self.past.clear();
    }

    /// What the organization was `age` ago; `None` where it has not changed since.
    pub(super) fn before(&self, id: OrganizationId, age: Duration) -> Option<&Organization> {
        let then = Instant::now().checked_sub(age)?;
        let mut later =
            self.past.iter().filter(|(at, change)| change.organization == id && *at > then);
        later.next().map(|(_, change)| &change.before)
    }

    pub(super) const fn count(&self) -> usize {
        self.count
    }

    pub(super) fn changes(&self) -> Vec<Change> {
        self.past.iter().map(|(_, change)| change.clone()).collect()
    }

    fn prune(&mut self) {
        while self.past.front().is_some_and(|(at, _)| at.elapsed() > self.reach) {
            self.past.pop_front();
        }
    }
}
