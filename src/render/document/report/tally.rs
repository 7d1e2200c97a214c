use super::super::super::sentence::Sentence;
use super::super::plan::with_parts;
use crate::apply::{OrganizationReport, Standing, Status, Verification};

/// How many steps came to which end.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Tally {
    done: u64,
    already: u64,
    failed: u64,
    unknown: u64,
    not_attempted: u64,
    by_hand: u64,
    held: u64,
}

impl Tally {
    /// Of organizations that are not refused: nothing of those runs.
    pub(super) fn of<'a>(organizations: impl IntoIterator<Item = &'a OrganizationReport>) -> Self {
        let mut tally = Self::default();
        let ran = organizations.into_iter().filter(|one| one.standing != Standing::Refused);
        for step in ran.flat_map(|one| &one.steps) {
            let count = match step.status {
                Status::Done => &mut tally.done,
                Status::Already => &mut tally.already,
                Status::Failed => &mut tally.failed,
                Status::Unknown => &mut tally.unknown,
                Status::NotAttempted => &mut tally.not_attempted,
                Status::Manual => &mut tally.by_hand,
                Status::Held => &mut tally.held,
            };
            *count += 1;
        }
        tally
    }

    /// `12 done, 1 by hand`.
    pub(super) fn words(self) -> Sentence {
        let Self { done, already, failed, unknown, not_attempted, by_hand, held } = self;
        let mut all = Vec::new();
        let mut add = |number: u64, words: Sentence| {
            if number > 0 {
                all.push(Sentence::new().number(number).say(" ").then(words));
            }
        };
        add(done, Sentence::of("done"));
        add(already, Sentence::of("already so"));
        add(failed, Sentence::of("failed"));
        add(unknown, Sentence::of("unknown"));
        add(not_attempted, Sentence::of("not attempted"));
        add(by_hand, Sentence::new().strong("by hand"));
        add(held, Sentence::new().strong("held"));
        match all.is_empty() {
            true => Sentence::of("no steps"),
            false => Sentence::new().joined(", ", all),
        }
    }

    /// The result of a run.
    pub(super) fn lead(
        self,
        organizations: &[OrganizationReport],
        interrupted: bool,
        failed: bool,
    ) -> Sentence {
        let standing =
            |wanted| organizations.iter().filter(|one| one.standing == wanted).count() as u64;
        let [refused, failing] = [Standing::Refused, Standing::Error].map(standing);
        let number = organizations.len() as u64 - refused - failing;
        let every = organizations.iter().all(|one| one.standing == Standing::Run && one.verified);
        let no_steps = organizations.iter().all(|one| one.steps.is_empty());
        let words = match every && no_steps {
            true => Sentence::new().strong("nothing to do"),
            false => self.words(),
        };
        let words = words.say(" in ").count(number, "organization", "organizations");
        let mut parts = Vec::new();
        if refused > 0 {
            let words = Sentence::new().count(refused, "organization", "organizations");
            parts.push(words.say(" ").strong("refused"));
        }
        if failing > 0 {
            let words = Sentence::of("no step could be taken in ");
            parts.push(words.count(failing, "organization", "organizations"));
        }
        let words = with_parts(words, number, parts);
        let any = |verification| organizations.iter().any(|one| one.verification == verification);
        let changed = self.done + self.already > 0;
        if interrupted {
            Sentence::of("interrupted: ").then(words)
        } else if any(Verification::Otherwise) {
            Sentence::of("not as planned: ").then(words)
        } else if any(Verification::Unverified) && !failed {
            Sentence::new().strong("unverified").say(": ").then(words)
        } else if failed || !every {
            Sentence::of("not complete: ").then(words)
        } else if changed {
            Sentence::new().strong("verified").say(": ").then(words)
        } else {
            words
        }
    }
}
