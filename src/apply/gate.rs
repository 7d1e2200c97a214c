use super::status::Status;
use crate::plan::{Effect, Step, StepId};
use std::collections::BTreeMap;
use std::fmt;

/// Why a step is not begun.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Blocked {
    /// It needs a step that was not done.
    Dependency(StepId),
    /// It takes something away, and something before it went wrong.
    AfterFailure(StepId),
    /// It deletes a workspace, which comes after every other step has succeeded (R7).
    NotLast(StepId),
}

impl fmt::Display for Blocked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Dependency(step) => write!(f, "it needs {step}, which was not done"),
            Self::AfterFailure(step) => {
                write!(f, "{step} was not done, and after that nothing is taken from anybody")
            }
            Self::NotLast(step) => {
                write!(f, "{step} was not done, and a workspace is deleted only after all else")
            }
        }
    }
}

/// Whether a step may begin, with what became of the waves before it.
pub(super) fn check(
    step: &Step,
    automatic: &[&Step],
    so_far: &BTreeMap<StepId, Status>,
) -> Result<(), Blocked> {
    let succeeded = |id: &StepId| so_far.get(id).is_some_and(|status| status.succeeded());
    if let Some(needed) = step.depends_on.iter().find(|needed| !succeeded(needed)) {
        return Err(Blocked::Dependency(needed.clone()));
    }
    let failure = so_far.iter().find(|(_, status)| !status.succeeded());
    if let Some((failed, _)) = failure.filter(|_| step.action.takes_away()) {
        return Err(Blocked::AfterFailure(failed.clone()));
    }
    if step.action.effect() == Effect::Destroy {
        let mut others = automatic.iter().filter(|it| it.action.effect() != Effect::Destroy);
        if let Some(open) = others.find(|it| !succeeded(&it.id)) {
            return Err(Blocked::NotLast(open.id.clone()));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Email, OrganizationRole, Seen, Source};
    use crate::plan::{Action, Execution, WorkspaceRef};

    fn step(number: usize, action: Action, needs: &[usize]) -> Step {
        let depends_on = needs.iter().map(|number| StepId::new("acme", *number)).collect();
        Step {
            id: StepId::new("acme", number),
            wave: Some(1),
            action,
            execution: Execution::Automatic,
            depends_on,
            source: Source::default(),
        }
    }

    fn invite() -> Action {
        Action::InviteOrganizationUser {
            email: Email::seen("a@acme.example"),
            role: OrganizationRole::Member,
        }
    }

    fn role(before: OrganizationRole, after: OrganizationRole) -> Action {
        let before = Seen::Known(before);
        Action::ChangeOrganizationRole { email: Email::seen("a@acme.example"), before, after }
    }

    fn delete() -> Action {
        let id = Some(crate::model::WorkspaceId::new(1));
        let name = crate::model::WorkspaceName::new("Pilot");
        Action::DeleteWorkspace { workspace: WorkspaceRef { name, id }, contacts: None }
    }

    fn so_far(statuses: &[(usize, Status)]) -> BTreeMap<StepId, Status> {
        statuses.iter().map(|(number, status)| (StepId::new("acme", *number), *status)).collect()
    }

    #[test]
    fn a_dependency_that_was_not_done_stops_a_step() {
        let it = step(2, invite(), &[1]);
        for status in [Status::Failed, Status::Unknown, Status::NotAttempted] {
            let why = check(&it, &[&it], &so_far(&[(1, status)]));
            assert_eq!(why, Err(Blocked::Dependency(StepId::new("acme", 1))));
        }
        assert_eq!(check(&it, &[&it], &so_far(&[(1, Status::Already)])), Ok(()));
    }

    #[test]
    fn after_a_failure_grants_go_on_and_nothing_is_taken_away() {
        use OrganizationRole::{Admin, BillingAdmin, Member, UserAdmin};
        let failed = so_far(&[(1, Status::Failed)]);
        let taken = |action| check(&step(2, action, &[]), &[], &failed).is_err();
        assert!(!taken(invite()));
        assert!(!taken(role(Member, Admin)));
        assert!(taken(role(Admin, Member)));
        assert!(taken(role(UserAdmin, BillingAdmin)));
        assert!(taken(delete()));
    }

    #[test]
    fn a_workspace_is_deleted_only_when_all_else_succeeded() {
        let (other, delete) = (step(1, invite(), &[]), step(2, delete(), &[]));
        let automatic = [&other, &delete];
        let not_last = Err(Blocked::NotLast(StepId::new("acme", 1)));
        assert_eq!(check(&delete, &automatic, &so_far(&[])), not_last);
        assert_eq!(check(&delete, &automatic, &so_far(&[(1, Status::Done)])), Ok(()));
    }
}
