use super::super::super::sentence::{Sentence, done, hold, leftover, number, status};
use super::super::organization::notes;
use super::super::{Block, Chapter, NoteKind, StepLine, Task};
use super::tally::Tally;
use crate::apply::{Detail, OrganizationReport, Standing, Status, StepReport};
use crate::model::Email;
use crate::plan::{OrganizationPlan, Step};

/// Titles of the groups, in their order: what needs somebody first.
const GROUPS: &[(&str, &[Status])] = &[
    ("Failed", &[Status::Failed]),
    ("Unknown", &[Status::Unknown]),
    ("Not attempted", &[Status::NotAttempted]),
    ("Done", &[Status::Done, Status::Already]),
    ("Held", &[Status::Held]),
];

/// What became of one organization.
pub(super) fn chapter(report: &OrganizationReport, plan: Option<&OrganizationPlan>) -> Chapter {
    let OrganizationReport { name, verified, steps, standing, error, help, left, run_again } =
        report;
    let planned = |step: &StepReport| plan?.steps.iter().find(|it| it.id == step.id);
    let mut blocks = Vec::new();
    let problem = [error, help].into_iter().flatten().map(|it| Sentence::new().prose(it));
    notes(&mut blocks, NoteKind::Problem, problem.collect());
    for (title, wanted) in GROUPS {
        let of_group = steps.iter().filter(|step| wanted.contains(&step.status));
        let lines: Vec<_> = of_group.flat_map(|step| lines(step, planned(step))).collect();
        if !lines.is_empty() {
            blocks.push(Block::Steps { title: Sentence::of(title), lines });
        }
    }
    let by_hand = steps.iter().filter(|step| step.status == Status::Manual);
    let tasks: Vec<_> = by_hand.map(|step| task(step, planned(step))).collect();
    if !tasks.is_empty() {
        blocks.push(Block::Tasks(tasks));
    }
    notes(&mut blocks, NoteKind::Left, left.iter().map(leftover).collect());
    notes(&mut blocks, NoteKind::RunAgain, run_again.iter().map(leftover).collect());
    Chapter {
        anchor: name.to_string(),
        name: Sentence::new().name(name.as_str()),
        title: Sentence::new().name(name.as_str()),
        subtitle: Sentence::new(),
        lead: lead(*standing, *verified, report),
        blocks,
    }
}

fn lead(standing: Standing, verified: bool, report: &OrganizationReport) -> Sentence {
    let tally = Tally::of([report]);
    let words = match standing {
        Standing::Run if verified => Sentence::new().strong("verified"),
        Standing::Run => Sentence::of("not as planned yet"),
        Standing::Refused => Sentence::new().strong("refused"),
        Standing::Stale => Sentence::of("stale: the platform changed since the plan was made"),
        Standing::Error => Sentence::of("could not be run"),
        Standing::NotBegun => Sentence::of("not begun"),
    };
    if report.steps.is_empty() { words } else { words.say(": ").then(tally.words()) }
}

fn lines(step: &StepReport, planned: Option<&Step>) -> Vec<StepLine> {
    let number = number(&step.id);
    let told = done(step, planned);
    let last = told.len().saturating_sub(1);
    let line = |(at, (person, words)): (usize, (Option<Email>, Sentence))| {
        let (own, message) = of_person(step, person.as_ref());
        let (mark, state) = status(own);
        let (state, mut why) = match state {
            "" => (Sentence::new(), Vec::new()),
            "held" => held(step),
            state => (Sentence::of(state), Vec::new()),
        };
        why.extend(message);
        if at == last {
            why.extend(step.detail.as_ref().map(reasons).unwrap_or_default());
        }
        let anchor = (at == 0).then(|| step.id.to_string());
        StepLine { number: Some(number), anchor, mark, state, words, why, source: Sentence::new() }
    };
    told.into_iter().enumerate().map(line).collect()
}

/// What became of one person of a batch; of a whole step, where there is nothing of its own.
fn of_person(step: &StepReport, person: Option<&Email>) -> (Status, Option<Sentence>) {
    let users = step.detail.as_ref().map_or(&[][..], |detail| &detail.users);
    match users.iter().find(|user| Some(&user.email) == person) {
        Some(user) => (user.status, user.message.as_ref().map(|it| Sentence::new().prose(it))),
        None => (step.status, None),
    }
}

fn held(step: &StepReport) -> (Sentence, Vec<Sentence>) {
    let Some(reason) = step.detail.as_ref().and_then(|detail| detail.reason.as_ref()) else {
        return (Sentence::new().strong("held"), Vec::new());
    };
    let why = hold(reason);
    (why.held.clone(), why.lines())
}

/// Why a step is as it is, and what to do about it.
fn reasons(detail: &Detail) -> Vec<Sentence> {
    let Detail { message, http, help, check, users: _, instructions: _, reason: _ } = detail;
    let mut all = Vec::new();
    if let Some(message) = message {
        let words = Sentence::new().prose(message);
        all.push(match http {
            Some(status) => words.say(" (HTTP ").id(u64::from(*status)).say(")"),
            None => words,
        });
    }
    all.extend(help.iter().map(|it| Sentence::of("next: ").prose(it)));
    all.extend(check.iter().map(|it| Sentence::of("look at: ").prose(it)));
    all
}

fn task(step: &StepReport, planned: Option<&Step>) -> Task {
    let clicks = step.detail.as_ref().map_or(&[][..], |detail| &detail.instructions);
    Task {
        number: number(&step.id),
        anchor: Some(step.id.to_string()),
        words: done(step, planned).into_iter().map(|(_, words)| words).collect(),
        after: planned.map(|it| it.depends_on.iter().map(number).collect()).unwrap_or_default(),
        clicks: clicks.iter().map(|click| Sentence::new().prose(click)).collect(),
    }
}
