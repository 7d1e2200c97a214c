//! One run's claim to one lock in an object store: values in, value out. No I/O, and the time is an argument.
//!
//! A lock is an object that is created once and from then on only ever replaced, by whoever saw its last tag. Its holder
//! renews it at a third of its lease. Who finds it held may take it once it is dead: where the store's own clock says
//! that it is older than its lease, or where nothing changed while one watched for a whole lease. Nobody's clock is
//! compared with another's.
//!
//! For the holder the lease counts from *sending* the last renewal that was confirmed, and ends an eighth early: so much
//! may clocks differ in their pace. Where the answer to a write is lost, the lock is read: each write has its number.
//!
//! | file | idea |
//! |---|---|
//! | `record` | what a lock object says |
//! | `moment` | time by a run's own clocks |
//! | `watch` | whether somebody else's lock is dead |
//! | `simulation` | two to five holders, bad clocks, sleeps, and requests that are lost or late |

mod moment;
mod record;
#[cfg(test)]
mod simulation;
mod watch;

pub(super) use moment::Moment;
pub use record::{FORMAT as LOCK_FORMAT, LockFormat, LockRecord, LockState, Term};

use super::{Holder, Stamp};
use std::collections::BTreeMap;
use std::time::Duration;
use watch::{Life, Watch};

/// What tells one state of an object from the next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Tag {
    pub(super) e_tag: Option<String>,
    pub(super) version: Option<String>,
}

/// A time by the store's clock, since 1970.
pub(super) type StoreTime = Duration;

/// A request to the store.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Request {
    /// Reads the lock.
    Read,
    /// Writes a probe object and says what time that was by the store's clock.
    Probe,
    /// Writes the lock, if the condition holds.
    Write(Condition, LockRecord),
}

/// Under which condition a lock is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Condition {
    Absent,
    Unchanged(Tag),
}

/// What came of a request.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Answer {
    /// Read: there is no such object.
    Absent,
    /// Read: this is there. `Err` is why it is no lock.
    Found { record: Result<LockRecord, String>, tag: Tag, modified: Option<StoreTime> },
    /// The probe was written at this time; `None` where the store doesn't tell.
    Time(Option<StoreTime>),
    /// It was written.
    Written(Tag),
    /// It was not, since the condition doesn't hold.
    Conflict,
    /// Nobody knows, or the store refuses.
    Failed,
}

/// What to do next.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Next {
    /// Send this, and tell what came of it.
    Send(Request),
    /// Held; nothing to do for so long.
    Rest(Duration),
    /// Somebody else has it.
    Busy(Stamp),
    /// What stands in its place is no lock, and why.
    NoLock(String),
    /// It is somebody else's now, or was given up: nothing more to do.
    Over,
}

/// A run's claim to a lock.
#[derive(Clone, Debug)]
pub(super) struct Claim {
    holder: Holder,
    lease: Duration,
    writes: u64,
    /// Writes of which nobody knows whether they came to be, with the moment each was sent.
    unknown: BTreeMap<u64, Moment>,
    /// What was seen of somebody else's lock.
    watch: Option<Watch>,
    releasing: bool,
    state: State,
}

#[derive(Clone, Debug)]
enum State {
    /// To be read.
    Unseen,
    /// Held by somebody else; the store is asked for its time.
    Aging,
    /// Held by somebody else, who is alive as far as one can tell.
    Theirs(Stamp),
    /// Free, or its holder is dead.
    Free {
        when: Condition,
        previous: Stamp,
    },
    /// Ours. In doubt, it is read before it is written again.
    Ours {
        own: Own,
        doubt: bool,
    },
    NoLock(String),
    Over,
}

/// The last of our writes that is known to have come to be.
#[derive(Clone, Debug)]
struct Own {
    tag: Tag,
    /// When it was sent.
    from: Moment,
    /// When the last write was sent, whatever became of it.
    tried: Moment,
    previous: Stamp,
}

impl Claim {
    /// A claim to a lock of which nothing is known yet.
    pub(super) fn new(holder: Holder, lease: Duration) -> Self {
        Self {
            holder,
            lease,
            writes: 0,
            unknown: BTreeMap::new(),
            watch: None,
            releasing: false,
            state: State::Unseen,
        }
    }

    /// Looks again at a lock that was somebody else's.
    pub(super) fn again(&mut self) {
        if matches!(self.state, State::Theirs(_) | State::NoLock(_)) {
            self.state = State::Unseen;
        }
    }

    /// Gives it up: what is asked next is to say so.
    pub(super) fn release(&mut self) {
        self.releasing = true;
    }

    /// Whether it is being given up.
    pub(super) fn is_releasing(&self) -> bool {
        self.releasing
    }

    /// Whether something may begin now that only the holder may do.
    pub(super) fn may_begin(&self, now: Moment) -> bool {
        match &self.state {
            State::Ours { own, doubt: _ } => {
                !self.releasing && now.since(own.from) < self.lease - self.lease / 8
            }
            _ => false,
        }
    }

    /// Who had it before, where it is ours.
    pub(super) fn previous(&self) -> Option<&Stamp> {
        match &self.state {
            State::Ours { own, .. } => Some(&own.previous),
            _ => None,
        }
    }

    /// Whether nothing can make it ours any more.
    pub(super) fn is_over(&self) -> bool {
        matches!(self.state, State::Over)
    }

    /// What to do now. What is to be sent counts as sent now.
    pub(super) fn next(&mut self, now: Moment) -> Next {
        match &mut self.state {
            State::Unseen | State::Ours { doubt: true, .. } => Next::Send(Request::Read),
            State::Aging => Next::Send(Request::Probe),
            State::Theirs(stamp) => Next::Busy(stamp.clone()),
            State::Free { .. } if self.releasing => {
                self.state = State::Over;
                Next::Over
            }
            State::Free { when, .. } => {
                let when = when.clone();
                self.write(when, LockState::Held, now)
            }
            State::Ours { own, doubt: false } => {
                let (passed, third) = (now.since(own.tried), self.lease / 3);
                if !self.releasing && passed < third {
                    return Next::Rest(third - passed);
                }
                own.tried = now;
                let when = Condition::Unchanged(own.tag.clone());
                let state = if self.releasing { LockState::Released } else { LockState::Held };
                self.write(when, state, now)
            }
            State::NoLock(why) => Next::NoLock(why.clone()),
            State::Over => Next::Over,
        }
    }

    fn write(&mut self, when: Condition, state: LockState, now: Moment) -> Next {
        self.writes += 1;
        self.unknown.insert(self.writes, now);
        let milliseconds = u64::try_from(self.lease.as_millis()).unwrap_or(u64::MAX);
        let lease = Term { milliseconds, writes: self.writes };
        let record =
            LockRecord { format: LockFormat::V1, holder: self.holder.clone(), state, lease };
        Next::Send(Request::Write(when, record))
    }

    /// What came of the request that was sent last.
    pub(super) fn answered(&mut self, answer: Answer, now: Moment) {
        let state = std::mem::replace(&mut self.state, State::Over);
        self.state = match (state, answer) {
            (State::Free { previous, .. }, Answer::Written(tag)) => self.confirmed(tag, previous),
            (State::Free { .. }, _) => State::Unseen,
            (State::Ours { .. }, Answer::Written(_)) if self.releasing => State::Over,
            (State::Ours { own, .. }, Answer::Written(tag)) => self.confirmed(tag, own.previous),
            (State::Ours { own, .. }, Answer::Found { record: Ok(record), tag, .. }) => {
                self.read_back(own, &record, tag)
            }
            // Not even a lock: whoever did that, it is not ours any more.
            (State::Ours { .. }, Answer::Absent | Answer::Found { .. }) => State::Over,
            (State::Ours { own, .. }, _) => State::Ours { own, doubt: true },
            (State::Aging, Answer::Time(time)) => {
                let watch = self.watch.as_mut();
                watch.map_or(State::Unseen, |watch| life(watch.asked(time, now), watch))
            }
            (State::Unseen, Answer::Absent) => {
                State::Free { when: Condition::Absent, previous: Stamp::Never }
            }
            (State::Unseen, Answer::Found { record: Err(why), .. }) => State::NoLock(why),
            (State::Unseen, Answer::Found { record: Ok(record), tag, modified }) => {
                self.found(record, tag, modified, now)
            }
            (state, _) => state,
        };
    }

    /// A lock that is not known to be ours.
    fn found(
        &mut self,
        record: LockRecord,
        tag: Tag,
        modified: Option<StoreTime>,
        now: Moment,
    ) -> State {
        let previous = self.watch.as_ref().map_or(Stamp::Unreadable, |watch| watch.stamp());
        if record.holder == self.holder && record.state == LockState::Held {
            // A write whose answer was lost came to be.
            return match self.unknown.get(&record.lease.writes) {
                Some(sent) => {
                    let own = Own { tag, from: *sent, tried: *sent, previous };
                    State::Ours { own, doubt: false }
                }
                None => State::Over,
            };
        }
        let watch = Watch::go_on(self.watch.take(), record, tag, modified, now);
        let watch = self.watch.insert(watch);
        life(watch.life(now), watch)
    }

    /// The last of our writes came to be.
    fn confirmed(&mut self, tag: Tag, previous: Stamp) -> State {
        let Some((_, sent)) = self.unknown.pop_last() else { return State::Over };
        self.unknown.clear();
        State::Ours { own: Own { tag, from: sent, tried: sent, previous }, doubt: false }
    }

    /// What the lock says after the answer to one of our writes was lost, or said that somebody else wrote.
    fn read_back(&mut self, own: Own, record: &LockRecord, tag: Tag) -> State {
        match record.state {
            _ if record.holder != self.holder => State::Over,
            LockState::Released => State::Over,
            LockState::Held => {
                let from = self.unknown.get(&record.lease.writes).copied().unwrap_or(own.from);
                State::Ours { own: Own { tag, from, ..own }, doubt: false }
            }
        }
    }
}

fn life(life: Life, watch: &Watch) -> State {
    match life {
        Life::Alive => State::Theirs(watch.stamp()),
        Life::AskTime => State::Aging,
        Life::Free => {
            State::Free { when: Condition::Unchanged(watch.tag.clone()), previous: watch.stamp() }
        }
    }
}
