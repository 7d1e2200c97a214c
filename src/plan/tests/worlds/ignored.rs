//! Somebody whom rolecall may not touch is to lead alone: nobody else can step down for them.

use super::PEOPLE;
use crate::model::{
    Desired, DesiredAccess, DesiredUser, Email, OrganizationRole, Source, WorkspaceRole,
};
use crate::plan::tests::build::email;
use crate::plan::tests::random::Random;
use wildmatch::WildMatch;

pub(super) fn leads_alone(random: &mut Random, desired: &mut Desired) {
    let name = random.pick(&PEOPLE[1..]);
    let leader = email(name);
    let others = |it: &Email| *it != leader && *it != email(PEOPLE[0]);
    desired.hand_overs.retain(|old, it| others(old) && others(&it.to));
    desired.policy.ignore = vec![WildMatch::new(&format!("{name}@*"))];
    // The actor is left an admin, or else it is nothing but the actor's own access that keeps one.
    desired.safety.min_admins = if desired.users.is_some() { 2 } else { 1 };
    let source = Source::new("acme.yaml", 7);
    if let Some(users) = &mut desired.users {
        for (_, user) in users.iter_mut().filter(|(_, it)| it.role == OrganizationRole::Admin) {
            user.role = OrganizationRole::Member;
        }
        let role = OrganizationRole::Admin;
        for admin in [&leader, &email(PEOPLE[0])] {
            users.insert(admin.clone(), DesiredUser { role, until: None, source: source.clone() });
        }
    }
    for users in desired.workspaces.iter_mut().filter_map(|it| it.users.as_mut()) {
        for (_, access) in users.iter_mut().filter(|(_, it)| it.role == WorkspaceRole::Owner) {
            access.role = WorkspaceRole::Agent;
        }
        let role = WorkspaceRole::Owner;
        let access =
            DesiredAccess { role, restrictions: None, until: None, source: source.clone() };
        users.insert(leader.clone(), access);
    }
}
