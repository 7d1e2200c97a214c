use super::super::super::sentence::Sentence;
use crate::apply::{OrganizationReport, Standing, Status, Verification};
use crate::plan::{Execution, Hold};

/// What a person does next, the most urgent first.
pub(super) fn next(organizations: &[OrganizationReport], interrupted: bool) -> Vec<Sentence> {
    let ran = || organizations.iter().filter(|one| one.standing != Standing::Refused);
    let steps = || ran().flat_map(|one| &one.steps);
    let count = |status| steps().filter(|step| step.status == status).count() as u64;
    let standing =
        |wanted| organizations.iter().filter(|one| one.standing == wanted).count() as u64;
    let mut all = Vec::new();
    let mut add = |number: u64, words: Sentence| {
        if number > 0 {
            all.push(words);
        }
    };
    let unknown = count(Status::Unknown);
    let words = Sentence::of("check ").count(unknown, "step", "steps");
    add(unknown, words.say(" whose outcome nobody knows, as described above; then run again"));
    let failed = count(Status::Failed);
    let words = Sentence::of("see why ").count(failed, "step", "steps");
    add(failed, words.say(" failed; then run again"));
    let seen =
        |wanted| organizations.iter().filter(|one| one.verification == wanted).count() as u64;
    let otherwise = seen(Verification::Otherwise);
    let words = Sentence::of("run again: in ").count(otherwise, "organization", "organizations");
    add(otherwise, words.say(" the platform does not show what it said it had done"));
    let unverified = seen(Verification::Unverified);
    let words = Sentence::of("look at what is ").strong("unverified").say(" in ");
    let words = words.count(unverified, "organization", "organizations");
    add(unverified, words.say("; ").code("rolecall doctor").say(" shows what can be read"));
    let errors = standing(Standing::Error);
    let words =
        Sentence::of("see what went wrong in ").count(errors, "organization", "organizations");
    add(errors, words.say("; then run again"));
    let refused = standing(Standing::Refused);
    let words = Sentence::of("review the plan of ").count(refused, "organization", "organizations");
    add(refused, words.say(": a safety rule refuses it"));
    let stale = standing(Standing::Stale);
    let words = Sentence::of("plan again: ").count(stale, "organization", "organizations");
    add(stale, words.say(" changed since the plan was made"));
    add(u64::from(interrupted), Sentence::of("run again to continue: nothing is done twice"));
    let left = if interrupted { 0 } else { standing(Standing::NotBegun) };
    let words = Sentence::of("run again: ").count(left, "organization is", "organizations are");
    add(left, words.say(" left"));
    let manual = count(Status::Manual);
    let words = Sentence::of("do ").count(manual, "step", "steps").say(" ").strong("by hand");
    add(manual, words.say("; the next plan leaves out what has been done"));
    let day = first_day(organizations);
    add(u64::from(day.is_some()), until(day));
    let again = organizations.iter().filter(|one| !one.run_again.is_empty()).count() as u64;
    let words = Sentence::of("run again: more can be done now in ");
    add(again, words.count(again, "organization", "organizations"));
    all
}

/// The first day on which a held step is free.
fn first_day(organizations: &[OrganizationReport]) -> Option<jiff::civil::Date> {
    let steps = organizations.iter().filter_map(|one| one.plan.as_ref());
    let holds = steps.flat_map(|plan| plan.held()).filter_map(|step| match &step.execution {
        Execution::Held { reason } => Some(reason),
        _ => None,
    });
    let days = holds.filter_map(|hold| match hold {
        Hold::Embargo { until } => Some(*until),
        _ => None,
    });
    days.min()
}

fn until(day: Option<jiff::civil::Date>) -> Sentence {
    let words = Sentence::of("run again from ");
    match day {
        Some(day) => words.date(day).say(" on, when invitations may go out"),
        None => words,
    }
}
