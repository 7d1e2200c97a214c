use super::AttentionKind::NewDomain;
use super::context::domain;
use super::{Notice, ReviewContext};
use crate::model::{
    DesiredWorkspace, Email, OrganizationRole, OrganizationUser, Workspace, WorkspaceRole,
};
use crate::plan::{Effect, Step};
use litemap::LiteMap;
use std::collections::BTreeSet;

/// What the platform has in one organization that the manifests don't say and that deserves a look, the worst first.
/// Told whatever keeps rolecall from setting it right.
pub(super) fn drifted(context: &ReviewContext<'_>, steps: &[Step]) -> Vec<Notice> {
    let mut notices = Vec::new();
    let wanted = context.wanted_domains();
    let managed = context.desired.users.is_some();
    for step in steps {
        let mut found = step.action.words().notices_drifted(context);
        let unwanted = step.action.email().filter(|_| step.action.effect() == Effect::Revoke);
        found.extend(unwanted.and_then(|email| context.lookalike_person(email)));
        if let Some(email) = unwanted.filter(|it| managed && !wanted.contains(domain(it))) {
            found.push(context.about(
                NewDomain,
                "From a domain that no manifest names here",
                email,
            ));
        }
        let own = |notice| Notice { steps: vec![step.id.clone()], ..notice };
        notices.extend(found.into_iter().map(own));
    }
    notices.extend(context.power_of_strangers());
    notices.sort();
    notices.dedup();
    notices
}

impl ReviewContext<'_> {
    /// Power of people whom no manifest names, where `policy.users` keeps rolecall from taking it.
    fn power_of_strangers(&self) -> Vec<Notice> {
        let desired = self.desired;
        if !desired.policy.additive {
            return Vec::new();
        }
        let in_workspaces = desired.workspaces.iter().flat_map(|it| it.users.iter().flatten());
        let listed = desired.users.iter().flat_map(LiteMap::keys);
        let named: BTreeSet<&Email> = listed.chain(in_workspaces.map(|(email, _)| email)).collect();
        let stranger = |email: &Email| !named.contains(email) && !desired.policy.ignores(email);
        let has_power = |user: &&OrganizationUser| !user.role.is(OrganizationRole::Member);
        let people = self.snapshot.users.items.iter().filter(|_| desired.users.is_some());
        let people = people.filter(|user| stranger(&user.email)).filter(has_power);
        let mut notices: Vec<Notice> =
            people.map(|user| self.unlisted_power(&user.email, &user.role)).collect();
        let managed = desired.workspaces.iter().filter(|it| it.users.is_some());
        for (wanted, live) in managed.filter_map(|it| Some((it, self.live(it)?))) {
            let owners = live.users.items.iter().filter(|it| it.role.is(WorkspaceRole::Owner));
            for user in owners.filter(|user| stranger(&user.email)) {
                notices.push(self.unlisted_owner(&wanted.name, &user.email));
            }
        }
        notices
    }

    /// The workspace that this one of the manifest is, where it is there.
    fn live(&self, wanted: &DesiredWorkspace) -> Option<&Workspace> {
        let mut all = self.snapshot.workspaces.items.iter();
        all.find(|live| match wanted.id {
            Some(id) => live.id == id,
            None => live.name.key() == wanted.name.key(),
        })
    }

    /// Domains of everybody whom the manifests name.
    fn wanted_domains(&self) -> BTreeSet<&str> {
        let users = self.desired.users.iter().flat_map(|users| users.keys());
        let workspaces = self.desired.workspaces.iter().flat_map(|it| it.users.iter().flatten());
        let ended = self.desired.workspaces.iter().flat_map(|it| it.ended.keys());
        let ended = ended.chain(self.desired.ended.keys());
        users.chain(workspaces.map(|(email, _)| email)).chain(ended).map(domain).collect()
    }
}
