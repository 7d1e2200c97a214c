//! The script does of each operation what LEARN.md asks for, no less: what is inferred rests on it.

use crate::session::{ORGANIZATION, base, script};
use rolecall::learn::script::{Probes, Script, See, Step, steps};
use rolecall::model::{
    ContactLimit, Email, Operation, OrganizationId, OrganizationRole, Restriction, Role,
    WorkspaceRole,
};
use std::collections::{BTreeMap, BTreeSet};

fn of(script: &Script, operation: Operation) -> Vec<&Step> {
    script.steps.iter().filter(|it| it.operation == operation && !it.refused).collect()
}

fn different<T: Ord>(values: impl IntoIterator<Item = T>) -> usize {
    values.into_iter().collect::<BTreeSet<_>>().len()
}

fn roles(steps: &[&Step]) -> Vec<Role> {
    steps.iter().filter_map(|step| step.values.role).collect()
}

#[test]
fn organizations_and_people() {
    let script = script(1);
    let all: BTreeSet<_> =
        OrganizationRole::ALL.iter().map(|role| Role::Organization(*role)).collect();
    for operation in [Operation::InviteOrganizationUser, Operation::ChangeOrganizationRole] {
        let steps = of(&script, operation);
        assert_eq!(steps.len(), 4, "{operation}");
        assert_eq!(roles(&steps).into_iter().collect::<BTreeSet<_>>(), all, "{operation}");
        let person = |step: &&Step| step.values.email.clone().or_else(|| step.values.user.clone());
        assert_eq!(different(steps.iter().filter_map(person)), 4, "{operation}");
    }
    let renames = of(&script, Operation::UpdateOrganization);
    let names: Vec<_> = renames.iter().filter_map(|step| step.values.name.as_deref()).collect();
    assert!(matches!(names[..], [probe, "Acme Dental"] if probe != "Acme Dental"), "{names:?}");
    for operation in [Operation::GetOrganization, Operation::ListOrganizations] {
        assert_eq!(of(&script, operation).len(), 1 + renames.len(), "{operation}");
    }
    let resent = of(&script, Operation::ResendInvitation);
    assert_eq!(different(resent.iter().filter_map(|step| step.values.user.clone())), 2);
    let refused: Vec<_> = script.steps.iter().filter(|step| step.refused).collect();
    let [refused] = refused[..] else { panic!("{refused:?}") };
    assert_eq!(refused.operation, Operation::InviteOrganizationUser);
    let removed = of(&script, Operation::RemoveOrganizationUser);
    let removed: BTreeSet<_> =
        removed.iter().filter_map(|step| step.values.user.as_ref()).collect();
    assert_eq!(removed, script.people().into_iter().collect(), "everybody who was invited");
}

#[test]
fn workspaces_and_access() {
    let script = script(2);
    let created = of(&script, Operation::CreateWorkspace);
    assert_eq!(different(created.iter().filter_map(|step| step.values.name.as_deref())), 2);
    let added = of(&script, Operation::AddWorkspaceUsers);
    let mut calls: BTreeMap<&str, usize> = BTreeMap::new();
    added
        .iter()
        .for_each(|it| *calls.entry(it.values.workspace.as_deref().unwrap()).or_default() += 1);
    assert!(calls.len() == 2 && calls.values().all(|count| *count >= 2), "{calls:?}");
    let people: Vec<_> = added.iter().flat_map(|step| &step.values.users).collect();
    assert_eq!(different(people.iter().map(|it| it.role)), WorkspaceRole::ALL.len());
    assert!(added.iter().any(|step| step.values.users.len() == 2), "two at once");
    let invited = of(&script, Operation::InviteOrganizationUser);
    let invited: BTreeSet<_> = invited.iter().filter_map(|it| it.values.email.as_ref()).collect();
    let is_new = |email: &Email| !invited.contains(email);
    assert!(
        people.iter().any(|it| is_new(&it.email)) && people.iter().any(|it| !is_new(&it.email))
    );

    let changed = of(&script, Operation::ChangeWorkspaceAccess);
    assert_eq!(different(roles(&changed)), WorkspaceRole::ALL.len());
    for restriction in Restriction::ALL {
        let alone =
            changed.iter().filter(|it| it.values.restrictions == Some([*restriction].into()));
        assert!(alone.count() >= 1, "{restriction} alone");
    }
    let mut last = BTreeMap::new();
    for Step { values, .. } in &changed {
        last.insert((&values.workspace, &values.user), values.restrictions.clone().unwrap());
    }
    assert!(last.values().all(BTreeSet::is_empty), "all off in the end: {last:?}");

    let updated = of(&script, Operation::UpdateWorkspace);
    assert_eq!(different(updated.iter().filter_map(|step| step.values.name.as_deref())), 2);
    assert_eq!(different(updated.iter().filter_map(|step| step.values.timezone.as_deref())), 2);
    let limits: Vec<_> = updated.iter().filter_map(|step| step.values.contact_limit).collect();
    assert_eq!(different(limits.iter().filter_map(|limit| limit.number())), 2);
    assert_eq!(limits.iter().filter(|limit| **limit == ContactLimit::Unlimited).count(), 2);

    let revoked = of(&script, Operation::RevokeWorkspaceAccess);
    let receivers: Vec<_> = revoked.iter().map(|step| step.values.reassign_to.as_ref()).collect();
    assert_eq!(different(receivers.iter().flatten()), 2, "{receivers:?}");
    assert!(receivers.iter().filter(|heir| heir.is_none()).count() >= 2, "{receivers:?}");
    let deleted = of(&script, Operation::DeleteWorkspace);
    assert_eq!(different(deleted.iter().filter_map(|it| it.values.workspace.as_deref())), 2);
}

/// A change counts only where a list shows it, so that between two changes of one thing there is a look.
#[test]
fn what_changes_is_looked_at_before_and_after() {
    let script = script(3);
    for see in [See::Users, See::Workspaces, See::WorkspaceUsers] {
        let looks = script.steps.iter().filter(|step| step.see == Some(see)).count();
        assert!(looks >= 5, "{see:?}: {looks}");
    }
    let last_change = script.steps.iter().rposition(|step| step.see.is_none());
    assert_eq!(last_change, Some(script.steps.len() - 2));
    assert_eq!(script.steps.last().unwrap().see, Some(See::Users));
}

#[test]
fn an_organization_is_renamed_only_where_its_name_is_known() {
    let organization = OrganizationId::new(ORGANIZATION);
    let probes = Probes::new("qa+{n}@agency.example", organization, 4).unwrap();
    let script = steps(organization, None, &probes, &base().clicks(), script(4).created_at);
    assert!(of(&script, Operation::UpdateOrganization).is_empty());
    assert_eq!(of(&script, Operation::GetOrganization).len(), 1);
}

#[test]
fn no_value_stands_for_two_things() {
    let script = script(5);
    let mut values: BTreeSet<String> = [ORGANIZATION.to_string()].into();
    let people = script.people().into_iter().map(|email| email.canonical().to_owned());
    let names = script.steps.iter().filter(|step| step.operation != Operation::UpdateOrganization);
    let names: BTreeSet<_> = names.filter_map(|step| step.values.name.clone()).collect();
    let limit = |step: &Step| step.values.contact_limit.and_then(|limit| limit.number());
    let limits: BTreeSet<_> =
        script.steps.iter().filter_map(limit).map(|limit| limit.to_string()).collect();
    for value in people.chain(names).chain(limits) {
        assert!(values.insert(value.clone()), "{value} twice");
    }
    for one in &values {
        let within = values.iter().filter(|other| *other != one && other.contains(one));
        assert_eq!(within.collect::<Vec<_>>(), Vec::<&String>::new(), "{one} is part of another");
    }
}
