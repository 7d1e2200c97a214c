use super::super::super::sentence::{Sentence, StepSentence, again, hold, status};
use super::super::organization::notes;
use super::super::{Block, NoteKind, Section, StepLine, Task};
use super::tally::Tally;
use crate::apply::{
    Detail, FactStatus, OrganizationReport, PersonReport, Standing, Status, StepReport,
    Verification,
};
use crate::model::Email;
use crate::plan::{Execution, Step};

/// Titles of the groups, in their order: what needs somebody first.
const GROUPS: &[(&str, &[Status])] = &[
    ("Failed", &[Status::Failed]),
    ("Unknown", &[Status::Unknown]),
    ("Not attempted", &[Status::NotAttempted]),
    ("Done", &[Status::Done, Status::Already]),
    ("Held", &[Status::Held]),
];

/// What became of one organization.
pub(super) fn section(report: &OrganizationReport) -> Section {
    let OrganizationReport {
        name,
        verified: _,
        verification,
        steps: _,
        standing,
        error,
        help,
        left: _,
        run_again,
        plan: _,
    } = report;
    let mut blocks = Vec::new();
    let problem = [error, help].into_iter().flatten().map(|it| Sentence::new().prose(it));
    notes(&mut blocks, NoteKind::Problem, problem.collect());
    for (title, wanted) in GROUPS {
        let of_group = report.told().filter(|(step, _)| wanted.contains(&step.status));
        let mut lines: Vec<_> =
            of_group.flat_map(|(step, planned)| step_lines(step, planned)).collect();
        if *standing == Standing::Refused {
            // The same for all of them, and said above.
            lines.iter_mut().for_each(|line| line.why.clear());
        }
        if !lines.is_empty() {
            blocks.push(Block::Steps { title: Sentence::of(title), lines });
        }
    }
    // Of a plan that is refused nothing is to be done by hand either.
    let is_open =
        |step: &StepReport| step.status == Status::Manual && *standing != Standing::Refused;
    let by_hand = report.told().filter(|(step, _)| is_open(step));
    let tasks: Vec<_> = by_hand.map(|(_, planned)| task(planned)).collect();
    if !tasks.is_empty() {
        blocks.push(Block::Tasks(tasks));
    }
    notes(&mut blocks, NoteKind::Left, seen(report, FactStatus::Otherwise));
    notes(&mut blocks, NoteKind::Unverified, seen(report, FactStatus::CannotTell));
    notes(&mut blocks, NoteKind::RunAgain, run_again.iter().flat_map(again).collect());
    Section {
        anchor: name.to_string(),
        name: Sentence::new().name(name.as_str()),
        title: Sentence::new().name(name.as_str()),
        subtitle: Sentence::new(),
        lead: lead(*standing, *verification, report),
        organizations: 1,
        blocks,
    }
}

fn lead(standing: Standing, verification: Verification, report: &OrganizationReport) -> Sentence {
    let tally = Tally::of([report]);
    let words = match standing {
        Standing::Run => match verification {
            Verification::Verified => Sentence::new().strong("verified"),
            Verification::Otherwise => Sentence::of("not as planned"),
            Verification::Unverified => Sentence::new().strong("unverified"),
            Verification::None => Sentence::of("not complete"),
        },
        Standing::Refused => Sentence::new().strong("refused"),
        Standing::Stale => Sentence::of("stale: the platform has changed since the plan was made"),
        Standing::Error => Sentence::of("no step could be taken"),
        Standing::NotBegun => Sentence::of("not started"),
    };
    match (report.steps.len() as u64, standing) {
        (0, _) => words,
        (steps, Standing::Refused) => {
            words.say(", so none of it ran: ").count(steps, "step", "steps")
        }
        _ => words.say(": ").then(tally.words()),
    }
}

/// What a fresh look shows instead of what was done, or why it can't tell.
fn seen(report: &OrganizationReport, fact: FactStatus) -> Vec<Sentence> {
    let steps = report.steps.iter().filter(|step| step.fact == Some(fact));
    let told = steps.filter_map(|step| {
        let text = step.shows.as_ref().or(step.why.as_ref().map(|why| &why.text))?;
        Some(Sentence::of("step ").step(&step.id).say(": ").prose(text))
    });
    told.collect()
}

fn step_lines(step: &StepReport, planned: &Step) -> Vec<StepLine> {
    let number = step.id.number() as u64;
    let sentences = planned.planned();
    let last = sentences.len().saturating_sub(1);
    let line = |(at, StepSentence { mark: _, person, words }): (usize, StepSentence)| {
        let (own, message) = of_person(step, person.as_ref());
        let (mark, state) = status(own);
        let (state, mut why) = match state {
            "" => (Sentence::new(), Vec::new()),
            "held" => held(planned),
            state => (Sentence::of(state), Vec::new()),
        };
        why.extend(message);
        if at == last {
            why.extend(step.detail.as_ref().map(reasons).unwrap_or_default());
        }
        let anchor = (at == 0).then(|| step.id.to_string());
        StepLine { number: Some(number), anchor, mark, state, words, why, source: Sentence::new() }
    };
    sentences.into_iter().enumerate().map(line).collect()
}

/// What became of one person of a batch; of a whole step, where there is nothing of its own.
fn of_person(step: &StepReport, person: Option<&Email>) -> (Status, Vec<Sentence>) {
    match step.of(person) {
        Some(PersonReport { email: _, status, message, http, help }) => {
            (*status, words(message.as_deref(), *http, help.as_deref()))
        }
        None => (step.status, Vec::new()),
    }
}

fn held(planned: &Step) -> (Sentence, Vec<Sentence>) {
    match &planned.execution {
        Execution::Held { reason } => {
            let why = hold(reason);
            (why.held.clone(), why.lines())
        }
        _ => (Sentence::new().strong("held"), Vec::new()),
    }
}

/// Why a step is as it is, and what to do about it.
fn reasons(detail: &Detail) -> Vec<Sentence> {
    let Detail { message, http, help, check, users: _ } = detail;
    let mut all = words(message.as_deref(), *http, help.as_deref());
    all.extend(check.iter().map(|it| Sentence::of("look at: ").prose(it)));
    all
}

fn words(message: Option<&str>, http: Option<u16>, help: Option<&str>) -> Vec<Sentence> {
    let message = message.map(|message| {
        let words = Sentence::new().prose(message);
        match http {
            Some(status) => words.say(" (HTTP ").id(u64::from(status)).say(")"),
            None => words,
        }
    });
    let help = help.map(|it| Sentence::of("next: ").prose(it));
    message.into_iter().chain(help).collect()
}

fn task(planned: &Step) -> Task {
    let clicks = match &planned.execution {
        Execution::Manual { instructions } => instructions.as_slice(),
        _ => &[],
    };
    Task {
        number: planned.id.number() as u64,
        anchor: Some(planned.id.to_string()),
        words: again(planned),
        after: planned.depends_on.iter().map(|id| id.number() as u64).collect(),
        clicks: clicks.iter().map(|click| Sentence::new().prose(click)).collect(),
    }
}
