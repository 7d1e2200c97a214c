use super::{LockRecord, LockState, Moment, StoreTime, Tag};
use crate::store::Stamp;
use std::time::Duration;

/// Stores tell times in whole seconds, so that two of them may be nearer to each other by one than they look.
const SECOND: Duration = Duration::from_secs(1);

/// Somebody else's lock, as long as nothing changes about it.
#[derive(Clone, Debug)]
pub(super) struct Watch {
    record: LockRecord,
    pub(super) tag: Tag,
    modified: Option<StoreTime>,
    /// Since when it has been known like this.
    since: Moment,
    /// How old it was by the store's clock, and when that was asked.
    age: Option<(Duration, Moment)>,
}

/// Whether a lock may be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Life {
    /// As far as one can tell.
    Alive,
    /// Given up, or dead.
    Free,
    /// The store's clock may know more.
    AskTime,
}

impl Watch {
    /// The lock as it was just read, after what was known of it.
    pub(super) fn go_on(
        before: Option<Self>,
        record: LockRecord,
        tag: Tag,
        modified: Option<StoreTime>,
        now: Moment,
    ) -> Self {
        match before.filter(|watch| watch.tag == tag) {
            Some(watch) => Self { modified, ..watch },
            None => Self { record, tag, modified, since: now, age: None },
        }
    }

    /// What it says of its holder.
    pub(super) fn stamp(&self) -> Stamp {
        self.record.stamp(self.modified)
    }

    /// Judges it as it was just read.
    pub(super) fn life(&self, now: Moment) -> Life {
        let lease = self.record.lease();
        if self.record.state == LockState::Released || now.since(self.since) >= lease {
            return Life::Free;
        }
        let worth_asking = self.age.is_none_or(|(age, then)| age + now.since(then) > lease);
        if self.modified.is_some() && worth_asking { Life::AskTime } else { Life::Alive }
    }

    /// Judges it by the store's clock.
    pub(super) fn asked(&mut self, time: Option<StoreTime>, now: Moment) -> Life {
        let (Some(time), Some(modified)) = (time, self.modified) else {
            self.modified = None;
            return Life::Alive;
        };
        let age = time.saturating_sub(modified).saturating_sub(SECOND);
        self.age = Some((age, now));
        if age >= self.record.lease() { Life::Free } else { Life::Alive }
    }
}
