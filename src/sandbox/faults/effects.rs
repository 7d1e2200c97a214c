use super::{Fault, SomebodyElse, When};
use crate::model::Email;
use std::time::Duration;

/// What befalls one call.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::sandbox) struct Verdict {
    pub(in crate::sandbox) latency: Duration,
    pub(in crate::sandbox) expire_tokens: bool,
    pub(in crate::sandbox) effects: Effects,
    pub(in crate::sandbox) ending: Option<(When, Ending)>,
}

/// What a call is handled differently for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::sandbox) struct Effects {
    pub(in crate::sandbox) stale: Option<Duration>,
    pub(in crate::sandbox) page_cap: Option<u64>,
    pub(in crate::sandbox) total: i64,
    pub(in crate::sandbox) members: i64,
    pub(in crate::sandbox) without: Vec<Email>,
    pub(in crate::sandbox) twice: Vec<Email>,
    pub(in crate::sandbox) hide: Vec<String>,
    pub(in crate::sandbox) partial: Option<Partial>,
    pub(in crate::sandbox) no_effect: bool,
    pub(in crate::sandbox) refuse: Vec<Email>,
    pub(in crate::sandbox) invalid_as_403: bool,
    pub(in crate::sandbox) before: Vec<SomebodyElse>,
    pub(in crate::sandbox) after: Vec<SomebodyElse>,
}

/// A batch of which only the first few are done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::sandbox) struct Partial {
    pub(in crate::sandbox) most: usize,
    /// Whether it is answered as if all were.
    pub(in crate::sandbox) answered_as_done: bool,
}

/// How a call ends that is not answered as it should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::sandbox) enum Ending {
    /// See [`Fault::Reset`].
    Reset,
    /// See [`Fault::Hold`].
    Hold,
    /// See [`Fault::Status`].
    Status(u16),
    /// See [`Fault::Html`].
    Html,
    /// See [`Fault::Cut`].
    Cut,
}

impl Verdict {
    /// One more fault meets the call. Delays and effects add up; of endings the first wins.
    pub(super) fn add(&mut self, fault: &Fault) {
        let effects = &mut self.effects;
        let partial = |most: u64, answered_as_done| {
            Some(Partial { most: usize::try_from(most).unwrap_or(usize::MAX), answered_as_done })
        };
        let ending = match fault {
            Fault::Reset(when) => Some((*when, Ending::Reset)),
            Fault::Hold(when) => Some((*when, Ending::Hold)),
            Fault::Html(when) => Some((*when, Ending::Html)),
            Fault::Status(status) => Some((When::Before, Ending::Status(*status))),
            Fault::StatusAfter(status) => Some((When::After, Ending::Status(*status))),
            Fault::Cut => Some((When::After, Ending::Cut)),
            _ => None,
        };
        self.ending = self.ending.or(ending);
        match fault {
            Fault::Latency(ms) => self.latency += Duration::from_millis(*ms),
            Fault::Stale(ms) => {
                effects.stale = effects.stale.max(Some(Duration::from_millis(*ms)));
            }
            Fault::PageCap(cap) => {
                effects.page_cap = Some(effects.page_cap.map_or(*cap, |other| other.min(*cap)));
            }
            Fault::Total(difference) => effects.total += difference,
            Fault::Members(difference) => effects.members += difference,
            Fault::Without(email) => effects.without.push(email.clone()),
            Fault::Twice(email) => effects.twice.push(email.clone()),
            Fault::Hide(field) => effects.hide.push(field.clone()),
            Fault::Partial(most) => effects.partial = partial(*most, false),
            Fault::PartialDone(most) => effects.partial = partial(*most, true),
            Fault::NoEffect => effects.no_effect = true,
            Fault::Refuse(email) => effects.refuse.push(email.clone()),
            Fault::InvalidAs403 => effects.invalid_as_403 = true,
            Fault::Before(event) => effects.before.push(event.clone()),
            Fault::After(event) => effects.after.push(event.clone()),
            Fault::ExpireTokens => self.expire_tokens = true,
            Fault::Reset(_)
            | Fault::Hold(_)
            | Fault::Status(_)
            | Fault::StatusAfter(_)
            | Fault::Html(_)
            | Fault::Cut => {}
        }
    }
}
