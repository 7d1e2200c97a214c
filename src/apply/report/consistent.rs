use super::{
    FactStatus, OrganizationReport, Report, ReportFileError, Standing, StepReport, Verification,
    exit,
};
use crate::apply::status::Status;
use crate::plan::{Execution, Step};

/// A report has no digest; but what it says of a whole follows from its parts.
pub(super) fn check(report: &Report) -> Result<(), ReportFileError> {
    let Report { organizations, exit, .. } = report;
    for pair in organizations.windows(2) {
        if let [a, b] = pair
            && a.name >= b.name
        {
            return wrong(format!("{} and {} are not sorted by name, or are one", a.name, b.name));
        }
    }
    organizations.iter().try_for_each(organization)?;
    let codes = [false, true].map(|exit_code| exit::code(report, exit_code));
    match codes.contains(exit) {
        true => Ok(()),
        false => wrong(format!("the exit code is {exit}, and by its steps {}", codes[0])),
    }
}

fn organization(it: &OrganizationReport) -> Result<(), ReportFileError> {
    let OrganizationReport { name, verified, verification, steps, standing, plan, .. } = it;
    if plan.as_ref().is_some_and(|plan| plan.name != *name) {
        return wrong(format!("the plan of {name} is of another organization"));
    }
    let planned = plan.iter().flat_map(|plan| &plan.steps);
    if !steps.iter().map(|step| &step.id).eq(planned.map(|step| &step.id)) {
        return wrong(format!("the steps of {name} are not those of its plan"));
    }
    for (step, planned) in it.told() {
        if !fits(step, planned) {
            let word = step.status;
            return wrong(format!("step {} can't be {word} by its plan", step.id));
        }
        let tried = step.attempts > 0 || matches!(step.status, Status::Done | Status::Failed);
        if *standing != Standing::Run && tried {
            return wrong(format!("{name} had no turn, and step {} is {}", step.id, step.status));
        }
        if *verified && planned.execution == Execution::Automatic && !step.status.succeeded() {
            return wrong(format!("{name} is verified, and step {} is {}", step.id, step.status));
        }
        if *verified && (step.is_unverified() || step.fact == Some(FactStatus::Otherwise)) {
            return wrong(format!("{name} is verified, and step {} was not seen", step.id));
        }
    }
    if *verified != (*verification == Verification::Verified) {
        return wrong(format!("{name} is verified in one place, and not in another"));
    }
    if *verified && *standing != Standing::Run {
        return wrong(format!("{name} is verified, and had no turn"));
    }
    Ok(())
}

/// Whether a step that is taken this way can come to this end.
fn fits(step: &StepReport, planned: &Step) -> bool {
    match planned.execution {
        Execution::Automatic => !matches!(step.status, Status::Manual | Status::Held),
        Execution::Manual { .. } => step.status == Status::Manual,
        Execution::Held { .. } => step.status == Status::Held,
    }
}

fn wrong<T>(what: String) -> Result<T, ReportFileError> {
    Err(ReportFileError::Contradiction(what))
}
