use rolecall::model::*;
use std::num::NonZeroUsize;

/// Profiles that are unlike in what applying sees of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Spoken {
    /// Batches of any length, all known refusals, answers that tell everything.
    Whole,
    /// One person a call, and answers of writes that tell no id.
    OneByOne,
    /// Two people a call, and no refusal that is known to mean "already so".
    Silent,
}

impl Spoken {
    pub(crate) const ALL: [Self; 3] = [Self::Whole, Self::OneByOne, Self::Silent];

    pub(crate) fn capabilities(self) -> Capabilities {
        let people = match self {
            Self::Whole => NonZeroUsize::MAX,
            Self::OneByOne => NonZeroUsize::MIN,
            Self::Silent => NonZeroUsize::MIN.saturating_add(1),
        };
        let capability = || Capability {
            people_per_call: people,
            knows_already_so: self != Self::Silent,
            ..Capability::new(Evidence::Verified)
        };
        Capabilities {
            profile: "fake".to_owned(),
            operations: Operation::ALL.iter().map(|it| (*it, capability())).collect(),
            requests_per_second: 5.0,
        }
    }

    /// Whether a write's answer tells what it made.
    pub(crate) fn tells_ids(self) -> bool {
        self != Self::OneByOne
    }

    /// Whether a refusal is known to say that it is so already.
    pub(crate) fn knows_already_so(self) -> bool {
        self != Self::Silent
    }
}
