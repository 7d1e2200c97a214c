use super::*;
use rolecall::model::{Snapshot, WorkspaceName};
use rolecall::plan::{Action, AddWorkspaceUsers, OrganizationPlan, WorkspaceRef};

/// Nearly every kind of step.
pub(crate) fn eventful() -> OrganizationPlan {
    let sales = || WorkspaceRef { name: WorkspaceName::new("Sales"), id: None };
    plan(
        "acme",
        &[
            (1, rename_organization(), &[]),
            (1, create("Sales"), &[]),
            (1, limit_support(), &[]),
            (1, invite("ed"), &[]),
            (2, add(support(), &["cy", "di"]), &[]),
            (3, add(sales(), &["cy", "fi"]), &[2, 5]),
            (4, revoke_bo(Some("cy")), &[5]),
            (5, remove_bo(), &[7]),
            (6, delete_pilot(), &[]),
        ],
    )
}

/// What a planner would make of what is left: its steps need only each other, and workspaces that are there
/// by now have ids.
pub(crate) fn planned_again(now: &Snapshot) -> OrganizationPlan {
    let mut plan = what_is_left(&eventful(), now);
    let ids: Vec<_> = plan.steps.iter().map(|step| step.id.clone()).collect();
    for step in &mut plan.steps {
        step.depends_on.retain(|id| ids.contains(id));
        if let Action::AddWorkspaceUsers(AddWorkspaceUsers { workspace, users: _ }) =
            &mut step.action
        {
            let live = now.workspaces.items.iter().find(|it| it.name == workspace.name);
            workspace.id = live.map(|it| it.id);
        }
    }
    plan
}

/// What is true in the end, without ids: they follow the order of calls.
pub(crate) fn essence(now: &Snapshot) -> Vec<String> {
    let users = now.users.items.iter().map(|it| format!("{} {}", it.email, it.role));
    let access = now.workspaces.items.iter().flat_map(|space| {
        let name = format!("{} {:?}", space.name, space.contact_limit);
        let users = space.users.items.iter().map(|it| format!("{} {}", space.name, it.email));
        std::iter::once(name).chain(users.collect::<Vec<_>>())
    });
    let name = now.organization.as_ref().unwrap().name.clone();
    let mut all: Vec<_> = users.chain(access).chain(name).collect();
    all.sort();
    all
}
