use super::{FactStatus, OrganizationReport, Report, Standing, Verification};
use crate::apply::status::Status;

/// What happened in a run, as far as its exit code goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Happened {
    /// It was asked to stop.
    interrupted: bool,
    /// Something was done or is so already, and nothing shows otherwise.
    done: bool,
    /// An organization's turn came, and some step of it failed or was not attempted.
    fell_short: bool,
    /// An outcome is not known, a done fact can't be told, or a read was incomplete.
    not_known: bool,
    /// A done fact shows otherwise.
    otherwise: bool,
    /// An organization could not be read, planned or locked, before or after, or the run as a whole broke off.
    error: bool,
    /// An organization's plan is refused, or stale.
    refused: bool,
    /// Manual or held steps remain.
    remaining: bool,
}

/// The exit code of `apply`. `exit_code` is `apply --exit-code`.
pub(super) fn code(report: &Report, exit_code: bool) -> u8 {
    let mut happened = Happened {
        interrupted: report.interrupted,
        error: report.error.is_some(),
        ..Happened::default()
    };
    for organization in &report.organizations {
        happened.add(organization);
    }
    happened.exit(exit_code)
}

impl Happened {
    fn add(&mut self, report: &OrganizationReport) {
        let has = |status| report.has(status);
        let turn = report.standing == Standing::Run;
        self.done |= report.steps.iter().any(|step| {
            let mut people = step.detail.iter().flat_map(|detail| &detail.users);
            let done = step.status.succeeded() || people.any(|person| person.status.succeeded());
            done && step.fact != Some(FactStatus::Otherwise)
        });
        self.fell_short |= turn && (has(Status::Failed) || has(Status::NotAttempted));
        self.not_known |= has(Status::Unknown) || report.verification == Verification::Unverified;
        self.otherwise |= report.verification == Verification::Otherwise;
        self.error |= report.standing == Standing::Error || (turn && report.error.is_some());
        self.refused |= matches!(report.standing, Standing::Refused | Standing::Stale);
        self.remaining |= has(Status::Manual) || has(Status::Held);
    }

    /// Where several fit: 130, 5, 1, 3, 6, 0.
    const fn exit(self, exit_code: bool) -> u8 {
        let Self { interrupted, done, fell_short, not_known, otherwise, error, refused, remaining } =
            self;
        if interrupted {
            130
        } else if not_known || (done && fell_short) {
            5
        } else if error || otherwise || fell_short {
            1
        } else if refused {
            3
        } else if exit_code && remaining {
            6
        } else {
            0
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Letters: interrupted, done, fell short, not known, otherwise, error, refused, remaining.
    fn happened(letters: &str) -> Happened {
        let has = |letter| letters.contains(letter);
        Happened {
            interrupted: has('i'),
            done: has('d'),
            fell_short: has('f'),
            not_known: has('n'),
            otherwise: has('o'),
            error: has('e'),
            refused: has('r'),
            remaining: has('m'),
        }
    }

    #[test]
    fn what_happened_makes_the_exit_code() {
        let table = [
            ("", 0, 0),
            ("d", 0, 0),
            ("m", 0, 6),
            ("dm", 0, 6),
            ("r", 3, 3),
            ("dr", 3, 3),
            ("drm", 3, 3),
            ("f", 1, 1),
            ("fr", 1, 1),
            ("df", 5, 5),
            ("o", 1, 1),
            ("do", 1, 1),
            ("of", 1, 1),
            ("dof", 5, 5),
            ("e", 1, 1),
            ("de", 1, 1),
            ("er", 1, 1),
            ("n", 5, 5),
            ("ne", 5, 5),
            ("no", 5, 5),
            ("nrm", 5, 5),
            ("i", 130, 130),
            ("idfnoerm", 130, 130),
        ];
        for (letters, plain, with_exit_code) in table {
            let happened = happened(letters);
            assert_eq!(happened.exit(false), plain, "{letters}");
            assert_eq!(happened.exit(true), with_exit_code, "{letters} --exit-code");
        }
    }
}
