use super::{FactStatus, OrganizationReport, Standing};
use crate::apply::status::Status;
use crate::model::{Email, Slug};
use crate::plan::{Attention, AttentionKind, Notice, StepId, rank_notices};

/// What to look at first of a run: of what its plan said, what was done or may have been, and organizations of which
/// nothing was run.
pub(super) fn attention(organizations: &[OrganizationReport]) -> Vec<Attention> {
    let mut notices: Vec<(&Slug, Notice)> = Vec::new();
    for one in organizations {
        let planned = one.plan.iter().flat_map(|plan| &plan.attention);
        notices.extend(planned.filter_map(|notice| Some((&one.name, told(one, notice)?))));
        if let (Standing::Error, None, Some(error)) = (one.standing, &one.plan, &one.error) {
            notices.push((&one.name, Notice::unread(error)));
        }
    }
    rank_notices(notices.iter().map(|(name, notice)| (*name, notice)))
}

/// What a notice says, where it came true or may have.
fn told(one: &OrganizationReport, notice: &Notice) -> Option<Notice> {
    if notice.kind == AttentionKind::Refused {
        return (one.standing == Standing::Refused).then(|| notice.clone());
    }
    let person = notice.person.as_ref();
    let became: Option<Vec<Status>> =
        notice.steps.iter().map(|step| became(one, step, person)).collect();
    let became = became.filter(|all| !all.is_empty())?;
    let notice = notice.clone();
    let is_sure = !became.contains(&Status::Unknown);
    Some(if is_sure { notice } else { notice.saying("not known whether it was done") })
}

/// What became of a step, where it was done or may have been, and a look afterwards showed nothing else.
fn became(one: &OrganizationReport, step: &StepId, person: Option<&Email>) -> Option<Status> {
    let step = one.steps.iter().find(|it| it.id == *step)?;
    let users = step.detail.iter().flat_map(|detail| &detail.users);
    let own = users.filter(|user| Some(&user.email) == person).map(|user| user.status).next();
    let status = own.unwrap_or(step.status);
    let may_be_so = matches!(status, Status::Done | Status::Already | Status::Unknown);
    (may_be_so && step.fact != Some(FactStatus::Otherwise)).then_some(status)
}
