use crate::model::OrganizationId;
use crate::sandbox::state::Organization;
use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// Former states, for reads that lag behind. Kept only as far back as a fault asks for.
#[derive(Debug, Default)]
pub(super) struct History {
    reach: Duration,
    /// When it was changed, and what it was until then; oldest first.
    past: VecDeque<(Instant, OrganizationId, Organization)>,
}

impl History {
    pub(super) fn keep(&mut self, reach: Duration) {
        self.reach = reach;
        self.prune();
    }

    pub(super) fn remember(&mut self, id: OrganizationId, before: Organization) {
        if !self.reach.is_zero() {
            self.past.push_back((Instant::now(), id, before));
            self.prune();
        }
    }

    pub(super) fn forget(&mut self) {
        self.past.clear();
    }

    /// What the organization was `age` ago; `None` where it has not changed since.
    pub(super) fn before(&self, id: OrganizationId, age: Duration) -> Option<&Organization> {
        let then = Instant::now().checked_sub(age)?;
        let mut later = self.past.iter().filter(|(at, whose, _)| *whose == id && *at > then);
        later.next().map(|(_, _, organization)| organization)
    }

    fn prune(&mut self) {
        while self.past.front().is_some_and(|(at, ..)| at.elapsed() > self.reach) {
            self.past.pop_front();
        }
    }
}
