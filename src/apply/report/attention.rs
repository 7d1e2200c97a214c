use super::{OrganizationReport, Standing};
use crate::apply::status::Status;
use crate::model::{Email, Slug};
use crate::plan::{Attention, AttentionKind, Notice, StepId, rank_notices};

/// What to look at first of a run: of what its plan said, what was done or may have been, and organizations of which
/// nothing was run.
pub(super) fn attention(organizations: &[OrganizationReport]) -> Vec<Attention> {
    let mut notices: Vec<(&Slug, Notice)> = Vec::new();
    for one in organizations {
        let planned = one.plan.iter().flat_map(|plan| &plan.attention);
        notices
            .extend(planned.filter(|notice| stands(one, notice)).map(|it| (&one.name, it.clone())));
        if let (Standing::Error, None, Some(error)) = (one.standing, &one.plan, &one.error) {
            notices.push((&one.name, Notice::unread(error)));
        }
    }
    rank_notices(notices.iter().map(|(name, notice)| (*name, notice)))
}

/// Whether what a notice says came true, or may have.
fn stands(one: &OrganizationReport, notice: &Notice) -> bool {
    if notice.kind == AttentionKind::Refused {
        return one.standing == Standing::Refused;
    }
    let person = notice.person.as_ref();
    !notice.steps.is_empty() && notice.steps.iter().all(|step| may_be_so(one, step, person))
}

fn may_be_so(one: &OrganizationReport, step: &StepId, person: Option<&Email>) -> bool {
    let Some(step) = one.steps.iter().find(|it| it.id == *step) else { return false };
    let users = step.detail.iter().flat_map(|detail| &detail.users);
    let own = users.filter(|user| Some(&user.email) == person).map(|user| user.status).next();
    matches!(own.unwrap_or(step.status), Status::Done | Status::Already | Status::Unknown)
}
