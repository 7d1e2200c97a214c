use crate::support::*;
use rolecall::apply::journal::Integrity;
use rolecall::model::{Snapshot, WorkspaceName};
use rolecall::plan::{Action, OrganizationPlan, WorkspaceRef};
use std::time::Duration;

/// Nearly every kind of step.
fn eventful() -> OrganizationPlan {
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
fn planned_again(now: &Snapshot) -> OrganizationPlan {
    let mut plan = what_is_left(&eventful(), now);
    let ids: Vec<_> = plan.steps.iter().map(|step| step.id.clone()).collect();
    for step in &mut plan.steps {
        step.depends_on.retain(|id| ids.contains(id));
        if let Action::AddWorkspaceUsers { workspace, users: _ } = &mut step.action {
            let live = now.workspaces.items.iter().find(|it| it.name == workspace.name);
            workspace.id = live.map(|it| it.id);
        }
    }
    plan
}

/// What is true in the end, without ids: they follow the order of calls.
fn essence(now: &Snapshot) -> Vec<String> {
    let users = now.users.items.iter().map(|it| format!("{} {}", it.email, it.role));
    let access = now.workspaces.items.iter().flat_map(|space| {
        let name = format!("{} {:?}", space.name, space.contact_limit);
        let users = space.users.items.iter().map(|it| format!("{} {}", space.name, it.email));
        std::iter::once(name).chain(users.collect::<Vec<_>>())
    });
    let name = now.organization.as_ref().unwrap().name.clone();
    let mut all: Vec<_> = users.chain(access).chain([name]).collect();
    all.sort();
    all
}

#[tokio::test(start_paused = true)]
async fn a_run_that_dies_at_any_call_is_finished_by_the_next() {
    let undisturbed = Fake::new(acme());
    assert!(Scene::new().apply(&undisturbed, &eventful()).await.verified());
    let calls = undisturbed.calls().len();
    assert_eq!(calls, 9);
    for lag in [0, 2] {
        for fault in [Fault::DeathBefore, Fault::DeathAfter] {
            for point in 1..=calls {
                let dies = fault.clone();
                let fake = Fake::new(acme())
                    .lagging(Duration::from_secs(lag))
                    .faults(move |n, _| if n == point { dies.clone() } else { Fault::None });
                let mut scene = Scene::new();
                let plan = eventful();
                tokio::select! {
                    _ = scene.apply(&fake, &plan) => panic!("it was to die at {point}"),
                    () = fake.death() => {}
                }
                // A person, or the next CI job, comes later than the platform lags.
                tokio::time::sleep(Duration::from_secs(3)).await;
                scene.run = "r2";
                let outcome = scene.apply(&fake, &planned_again(&fake.now())).await;
                let at = format!("{fault:?} {point}, lag {lag}");
                assert!(outcome.verified(), "{at}: {:?}", outcome.statuses());
                assert_eq!(essence(&fake.now()), essence(&undisturbed.now()), "{at}");
                assert_eq!(fake.emails(), undisturbed.emails(), "{at}");
                let history = scene.history().await;
                assert!(history.runs.iter().all(|run| run.integrity == Integrity::Whole));
                assert_eq!(history.runs[0].exit, None, "{at}");
            }
        }
    }
}
