//! The hard cases that a world can be, counted, so that a test can say they were met.

use super::World;
use crate::model::{OrganizationRole, WorkspaceRole};
use crate::plan::{
    Action, AddWorkspaceUsers, Execution, Hold, OrganizationPlan, RevokeWorkspaceAccess,
    UpdateWorkspace,
};
use litemap::LiteMap;
use std::collections::BTreeMap;

/// How often each case was met.
#[derive(Default, Debug)]
pub(in crate::plan::tests) struct Cases(pub(in crate::plan::tests) BTreeMap<&'static str, usize>);

impl Cases {
    pub(in crate::plan::tests) fn add(&mut self, other: Self) {
        for (case, count) in other.0 {
            *self.0.entry(case).or_default() += count;
        }
    }

    pub(in crate::plan::tests) fn of(world: &World, plan: &OrganizationPlan) -> Self {
        let mut cases = Self::default();
        let mut note = |case: &'static str, met: bool| {
            *cases.0.entry(case).or_default() += usize::from(met);
        };
        of_world(world, &mut note);
        of_plan(plan, &mut note);
        let said = |by_hand: bool| {
            let sure = plan.steps.iter().filter(|it| world.is_sure(it.action.operation()));
            sure.filter(move |it| world.lacks(&it.action) == by_hand)
                .map(|it| it.action.operation())
        };
        note("a person says what the console has no word for", said(true).next().is_some());
        let machine: Vec<_> = said(false).collect();
        note("an operation is made by both", said(true).any(|it| machine.contains(&it)));
        cases
    }
}

fn of_world(world: &World, note: &mut impl FnMut(&'static str, bool)) {
    let World { seed: _, desired, snapshot, everything: _, capabilities: _, settings } = world;
    let actor = snapshot.actor.as_ref();
    let user = actor.and_then(|actor| snapshot.users.items.iter().find(|it| it.email == *actor));
    let is = |role| user.is_some_and(|it| it.role.is(role));
    note("actor is a user admin", is(OrganizationRole::UserAdmin));
    note("actor is a billing admin", is(OrganizationRole::BillingAdmin));
    note("actor is a member", is(OrganizationRole::Member));
    note("actor is not in the organization", user.is_none() && snapshot.users.is_complete());
    let unlisted = |users: &LiteMap<_, _>| actor.is_some_and(|it| !users.contains_key(it));
    note("actor is not wanted", user.is_some() && desired.users.as_ref().is_some_and(unlisted));
    note("two admins are kept", desired.safety.min_admins == 2);
    note("additive", desired.policy.additive);
    note("somebody is ignored", !desired.policy.ignore.is_empty());
    note("organization users unmanaged", desired.users.is_none());
    note("embargo", desired.embargo.as_ref().is_some_and(|it| it.free_from > settings.today()));
    note("a hand-over", !desired.hand_overs.is_empty());
    note("a departure", !desired.departures.is_empty());
    let seats = snapshot.organization.as_ref().and_then(|it| it.limits.users);
    let people = snapshot.users.items.len() as u64;
    note("every seat is taken", seats.is_some_and(|it| it == people));
    note("more people than seats", seats.is_some_and(|it| it < people));
    let partner =
        snapshot.organization.as_ref().is_some_and(|it| it.is_reseller_partner == Some(true));
    let limited = desired.workspaces.iter().any(|it| !it.fields.is_empty());
    note("a contact limit and no reseller partner", !partner && limited);
    note("users read in part", !snapshot.users.is_complete());
    note("workspaces read in part", !snapshot.workspaces.is_complete());
    let lists = || snapshot.workspaces.items.iter();
    note("a workspace's users read in part", lists().any(|it| !it.users.is_complete()));
    let pending_owner = |it: &crate::model::WorkspaceUser| {
        let status = it.status.as_ref().map(ToString::to_string);
        it.role.is(WorkspaceRole::Owner) && status.as_deref() == Some("pending")
    };
    note(
        "an owner who has not accepted",
        lists().any(|it| it.users.items.iter().any(pending_owner)),
    );
    let spelled = |it: &crate::model::Email| it.as_str() != it.canonical();
    let listed = desired.users.iter().flatten().map(|it| it.0);
    let in_workspaces = desired.workspaces.iter().flat_map(|it| &it.users).flatten().map(|it| it.0);
    note("an address in another case", listed.chain(in_workspaces).any(spelled));
    let retired = |it: &&crate::model::Workspace| {
        desired.retired.iter().any(|retired| retired.name.key() == it.name.key())
    };
    let only_there = lists().filter(retired).flat_map(|it| &it.users.items).any(|user| {
        lists().filter(|it| it.users.items.iter().any(|it| it.email == user.email)).count() == 1
    });
    note("a retired workspace with somebody who is nowhere else", only_there);
}

fn of_plan(plan: &OrganizationPlan, note: &mut impl FnMut(&'static str, bool)) {
    let renames = plan.steps.iter().filter_map(|step| match &step.action {
        Action::UpdateWorkspace(UpdateWorkspace { before, after, .. }) => {
            Some((before.name.as_ref()?, after.name.as_ref()?))
        }
        _ => None,
    });
    let renames: Vec<_> = renames.collect();
    let temporary = |name: &crate::model::WorkspaceName| name.as_str().contains("(rolecall ");
    note("names are swapped", renames.iter().any(|it| temporary(it.1)));
    let follows = |one: &(_, &crate::model::WorkspaceName)| {
        renames.iter().any(|other| other.0.key() == one.1.key() && !temporary(other.0))
    };
    note("names move along", renames.iter().any(follows));
    let revokes: Vec<_> = plan
        .steps
        .iter()
        .filter_map(|step| match &step.action {
            Action::RevokeWorkspaceAccess(RevokeWorkspaceAccess { email, workspace, .. }) => {
                Some((email, workspace))
            }
            _ => None,
        })
        .collect();
    let moves = plan.steps.iter().any(|step| match &step.action {
        Action::AddWorkspaceUsers(AddWorkspaceUsers { users, workspace }) => users
            .iter()
            .any(|user| revokes.iter().any(|it| *it.0 == user.email && it.1 != workspace)),
        _ => false,
    });
    note("somebody moves between workspaces", moves);
    let exchange = revokes.iter().any(|(one, from)| {
        revokes.iter().any(|(other, to)| {
            let joins = |who: &crate::model::Email, place: &crate::plan::WorkspaceRef| {
                plan.steps.iter().any(|step| match &step.action {
                    Action::AddWorkspaceUsers(AddWorkspaceUsers { users, workspace }) => {
                        workspace == place && users.iter().any(|it| it.email == *who)
                    }
                    _ => false,
                })
            };
            from != to && joins(one, to) && joins(other, from)
        })
    });
    note("people exchange workspaces", exchange);
    let removal_before_grant = plan.automatic().any(|loss| {
        matches!(loss.action, Action::RemoveOrganizationUser(_))
            && plan
                .automatic()
                .any(|it| it.depends_on.contains(&loss.id) && !it.action.invites().is_empty())
    });
    note("a replacement waits for a seat", removal_before_grant);
    let modes = (plan.automatic().next().is_some(), plan.manual().next().is_some());
    note("some steps are manual and some automatic", modes == (true, true));
    for step in &plan.steps {
        let Execution::Held { reason } = &step.execution else { continue };
        let admins = matches!(
            step.action,
            Action::ChangeOrganizationRole(_) | Action::RemoveOrganizationUser(_)
        );
        let case = match reason {
            Hold::AwaitingAcceptance { .. } if admins => {
                "the last admin is replaced by somebody pending"
            }
            Hold::AwaitingAcceptance { .. } => "the last owner is replaced by somebody pending",
            Hold::Embargo { .. } => "held: embargo",
            Hold::OwnAccess => "held: own access",
            Hold::NoPermission { .. } => "held: no permission",
            Hold::LastAdmin { .. } => "held: last admin",
            Hold::LastOwner { .. } => "held: last owner",
            Hold::SeatLimit { .. } => "held: seat limit",
            Hold::WorkspaceLimit { .. } => "held: workspace limit",
            Hold::NotResellerPartner => "held: not a reseller partner",
            Hold::NotObserved { .. } => "held: not observed",
            Hold::PinGone { .. } => "held: pin gone",
            Hold::TwoAccounts { .. } => "held: two accounts",
            Hold::UnmanagedAccess { .. } => "held: unmanaged access",
            Hold::DeletionNotAllowed => "held: deletion not allowed",
            Hold::CreatedAfterExport { .. } => "held: created after export",
            Hold::NameTaken { .. } => "held: name taken",
            Hold::DependsOnHeld { .. } => "held: depends on held",
            Hold::DependsOnManual { .. } => "held: depends on manual",
            Hold::DependsOnAutomatic { .. } => "held: depends on automatic",
        };
        note(case, true);
    }
}
