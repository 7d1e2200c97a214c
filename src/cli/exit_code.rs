//! What the process answers when it ends.

use rolecall::apply::Report;

/// How a run ended. Where several fit, the gravest counts: see [`Exit::worst`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Done, or nothing to do.
    Done,
    /// An error.
    Error,
    /// Automatic or manual steps are pending (`drift`, `plan --exit-code`).
    Pending,
    /// Refused by a safety rule, or the plan is stale.
    Refused,
    /// The manifests are invalid.
    Invalid,
    /// Applied in part, or an outcome is unknown.
    Partial,
    /// `apply --exit-code`: all automatic steps are done, manual or held ones remain.
    Remaining,
    /// Wrong usage; also nobody to ask and no `--yes`.
    Usage,
    /// Interrupted.
    Interrupted,
}

impl Exit {
    /// The number that the shell sees.
    pub(crate) const fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Error => 1,
            Self::Pending => 2,
            Self::Refused => 3,
            Self::Invalid => 4,
            Self::Partial => 5,
            Self::Remaining => 6,
            Self::Usage => 64,
            Self::Interrupted => 130,
        }
    }

    /// All of them, by number.
    pub(crate) const ALL: &'static [Self] = &[
        Self::Done,
        Self::Error,
        Self::Pending,
        Self::Refused,
        Self::Invalid,
        Self::Partial,
        Self::Remaining,
        Self::Usage,
        Self::Interrupted,
    ];

    /// The one of this number.
    pub(crate) fn of_code(code: u8) -> Option<Self> {
        Self::ALL.iter().copied().find(|exit| exit.code() == code)
    }

    /// What it means, in a sentence.
    pub(crate) const fn meaning(self) -> &'static str {
        match self {
            Self::Done => "done, or nothing to do",
            Self::Error => "an error",
            Self::Pending => "something differs or is pending",
            Self::Refused => "refused by a safety rule, or the plan is stale",
            Self::Invalid => "the manifests are invalid",
            Self::Partial => {
                "in part, or not known: applied in part, an outcome unknown, unverified, or read incompletely"
            }
            Self::Remaining => {
                "with `apply --exit-code`: all automatic steps are done, and steps by hand or held ones remain"
            }
            Self::Usage => "wrong usage; also where there is nobody to ask and no `--yes`",
            Self::Interrupted => "interrupted",
        }
    }

    /// How an apply ended, as its report says.
    pub(crate) const fn of_report(report: &Report) -> Self {
        match report.exit {
            0 => Self::Done,
            3 => Self::Refused,
            5 => Self::Partial,
            6 => Self::Remaining,
            130 => Self::Interrupted,
            _ => Self::Error,
        }
    }

    /// The one of the two that the run ends with: 130, 5, 1, 3, 6, 0. Wrong usage and invalid manifests end
    /// a run before anything else can, and pending steps count for less than an error or a refusal.
    pub(crate) fn worst(self, other: Self) -> Self {
        let rank = |exit| match exit {
            Self::Interrupted => 8,
            Self::Usage => 7,
            Self::Invalid => 6,
            Self::Partial => 5,
            Self::Error => 4,
            Self::Refused => 3,
            Self::Remaining => 2,
            Self::Pending => 1,
            Self::Done => 0,
        };
        if rank(other) > rank(self) { other } else { self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_several_fit_the_gravest_counts() {
        let order = [Exit::Interrupted, Exit::Partial, Exit::Error, Exit::Refused, Exit::Remaining];
        for pair in order.windows(2) {
            assert_eq!(pair[0].worst(pair[1]), pair[0]);
            assert_eq!(pair[1].worst(pair[0]), pair[0]);
        }
        assert_eq!(Exit::Done.worst(Exit::Pending), Exit::Pending);
    }
}
