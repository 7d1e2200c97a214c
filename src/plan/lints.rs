//! What the lints say of what a plan changes; the rest of it is for `validate`.

use super::{Effect, Side, Step, Warning};
use crate::model::{Desired, Email, Lint, LintAbout, WorkspaceName};

/// The departure of somebody who isn't there any more, which the plan alone knows.
pub(super) const POINTLESS_DEPARTURE: &str = "RC108";

/// Lints about something that these steps do, each with its steps.
pub(super) fn of_plan<'a>(
    desired: &'a Desired,
    steps: &'a [Step],
) -> impl Iterator<Item = (&'a Lint, Vec<&'a Step>)> {
    let with_steps =
        |lint: &'a Lint| (lint, steps.iter().filter(|step| touches(step, &lint.about)).collect());
    desired.lints.iter().map(with_steps).filter(|(_, steps): &(_, Vec<_>)| !steps.is_empty())
}

/// As a plan says it, or drift, where what the manifest says is not what there is.
pub(super) fn warning(lint: &Lint, side: Side) -> Warning {
    let Lint { code, message, source, about: _ } = lint;
    let (code, source) = (Some((*code).to_owned()), Some(source.clone()));
    let message = match side {
        Side::Plan => message.clone(),
        Side::Drift => format!("in the manifest, {message}"),
    };
    Warning { code, message, source }
}

fn touches(step: &Step, about: &LintAbout) -> bool {
    let action = &step.action;
    let is_about = |email: &Email| action.people().contains(&email);
    let is_in =
        |name: &WorkspaceName| action.workspace().is_some_and(|it| it.name.key() == name.key());
    match about {
        LintAbout::Person(email) => is_about(email),
        LintAbout::Access(email, workspace) => is_about(email) && is_in(workspace),
        LintAbout::Workspace(workspace) => is_in(workspace) && action.people().is_empty(),
        LintAbout::Owners(workspace) => {
            let may_cost_the_owner = action.effect() == Effect::Create || action.takes_away();
            is_in(workspace) && may_cost_the_owner
        }
        LintAbout::OrganizationRoles => {
            !action.people().is_empty()
                && action.workspace().is_none()
                && action.effect() != Effect::Notify
        }
        LintAbout::Invitations => !action.invites().is_empty(),
        LintAbout::Name => action.people().is_empty() && action.workspace().is_none(),
    }
}
