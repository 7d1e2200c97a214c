//! Reports built in code.

use crate::plans;
use rolecall::apply::{
    Detail, FactStatus, OrganizationReport, PersonReport, Report, Standing, Status, StepReport,
    Unseen, Verification,
};
use rolecall::model::Slug;
use rolecall::plan::{Execution, OrganizationPlan, Plan};

fn organization(plan: &OrganizationPlan, status: impl Fn(usize) -> Status) -> OrganizationReport {
    let mut report = OrganizationReport::not_run(plan, Standing::Run, "");
    for (at, (step, planned)) in report.steps.iter_mut().zip(&plan.steps).enumerate() {
        if planned.execution == Execution::Automatic {
            *step = StepReport::new(planned, status(at), 1, None);
        }
    }
    report
}

/// The same became of every step, and a look afterwards showed this.
pub(crate) fn became(plan: &Plan, status: Status, fact: Option<FactStatus>) -> Report {
    let organizations = plan.organizations.iter().map(|one| {
        let mut report = organization(one, |_| status);
        report.steps.iter_mut().for_each(|step| step.fact = fact);
        report
    });
    let run = "20261123-090000-1".to_owned();
    Report::new(plan.id.clone(), run, organizations.collect(), false, false)
}

/// Everything was done.
pub(crate) fn verified(plan: &Plan) -> Report {
    let organizations = plan.organizations.iter().map(|one| {
        let mut report = organization(one, |_| Status::Done);
        report.verified = true;
        report.verification = Verification::Verified;
        report
    });
    Report::new(
        plan.id.clone(),
        "20261123-090000-1".to_owned(),
        organizations.collect(),
        false,
        false,
    )
}

/// Every status, and everything that can be said of one; `name` and `person` wherever somebody else's words stand.
pub(crate) fn everything(name: &str, person: &str) -> (Plan, Report) {
    let plan = plans::everything(name, person);
    let statuses =
        [Status::Done, Status::Already, Status::Failed, Status::Unknown, Status::NotAttempted];
    let mut first = organization(&plan.organizations[0], |at| statuses[at % statuses.len()]);
    for step in &mut first.steps {
        let said = format!("the platform said \"{name}\" to {person}");
        match step.status {
            Status::Failed => {
                let detail = Detail::message(said);
                step.detail =
                    Some(Detail { http: Some(403), help: Some(format!("ask {person}")), ..detail });
            }
            Status::Unknown => {
                let check = vec![format!("whether {person} is in {name}")];
                step.detail = Some(Detail { check, ..Detail::message(said) });
            }
            Status::NotAttempted => step.detail = Some(Detail::message("an earlier step failed")),
            _ => {}
        }
    }
    // The batch: one person was there already, the other was refused.
    let users = vec![
        PersonReport::new(plans::email(person), Status::Done),
        PersonReport {
            message: Some(format!("{name} is full")),
            ..PersonReport::new(plans::email("di@acme.example"), Status::Failed)
        },
    ];
    first.steps[4].status = Status::Failed;
    first.steps[4].detail = Some(Detail { users, ..Detail::default() });
    let step = &plan.organizations[0].steps[4];
    first.steps[0].fact = Some(FactStatus::Otherwise);
    first.steps[0].shows = Some(format!("in {name}, {person} has no access"));
    first.steps[1].fact = Some(FactStatus::CannotTell);
    let why = format!("the list of {name}'s users could not be read in full: 3 of 4");
    first.steps[1].why = Some(Unseen { code: "read_in_part".to_owned(), text: why });
    first.verification = Verification::Otherwise;
    first.run_again = vec![step.clone()];
    let mut second = OrganizationReport::not_run(&plan.organizations[1], Standing::Stale, "stale");
    second.error = Some(format!("{name} was renamed"));
    second.help = Some(format!("plan again, {person}"));
    let slug = |text: &str| Slug::parse(text).unwrap();
    let third = OrganizationReport::failed(slug("down"), format!("{name}: 503"), None);
    let fourth = OrganizationReport::not_run(&plan.organizations[2], Standing::NotBegun, "");
    let all = vec![first, second, third, fourth];
    let mut report = Report::new(plan.id.clone(), "20261123-090000-2".to_owned(), all, true, false);
    report.journal = Some(".rolecall/journal/1.jsonl".to_owned());
    (
        plan,
        report.with_error(
            format!("the journal of {name} can't be written"),
            Some("free space".to_owned()),
        ),
    )
}

/// A run that ended well, with somebody to act and somebody to wait for.
pub(crate) fn ordinary() -> (Plan, Report) {
    let plan = plans::ordinary();
    let mut report = verified(&plan);
    report.journal = Some(".rolecall/journal/20261123T090000Z-0c62640e6bcb.jsonl".to_owned());
    (plan, report)
}
