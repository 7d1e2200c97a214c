use super::AttentionKind::{
    AccessLost, LimitBelowContacts, NewDomain, OrganizationPower, OrganizationRenamed,
    RestrictionLifted, WorkspaceOwner,
};
use super::rank::quoted;
use super::{Notice, Setting, domain};
use crate::model::{
    ContactLimit, DesiredWorkspace, Email, OrganizationRole, OrganizationUser, Seen, Workspace,
    WorkspaceRole,
};
use crate::plan::{
    Access, Action, AddWorkspaceUsers, ChangeOrganizationRole, ChangeWorkspaceAccess, Effect,
    InviteOrganizationUser, NewAccess, RemoveOrganizationUser, RevokeWorkspaceAccess, Step,
    UpdateOrganization, UpdateWorkspace, WorkspaceFields, WorkspaceRef,
};
use std::collections::{BTreeMap, BTreeSet};

/// What the platform has in one organization that the manifests don't say and that deserves a look, the worst first.
/// Told whatever keeps rolecall from setting it right.
pub(super) fn drifted(setting: &Setting<'_>, steps: &[Step]) -> Vec<Notice> {
    let mut notices = Vec::new();
    let wanted = setting.wanted_domains();
    let managed = setting.desired.users.is_some();
    for step in steps {
        let mut found = setting.drift(&step.action);
        let unwanted = step.action.email().filter(|_| step.action.effect() == Effect::Revoke);
        if let Some(email) = unwanted.filter(|it| managed && !wanted.contains(domain(it))) {
            found.push(setting.about(NewDomain, "Of a domain that no manifest has here", email));
        }
        let own = |notice| Notice { steps: vec![step.id.clone()], ..notice };
        notices.extend(found.into_iter().map(own));
    }
    notices.extend(setting.unlisted_power());
    notices.sort();
    notices.dedup();
    notices
}

impl Setting<'_> {
    fn drift(&self, action: &Action) -> Vec<Notice> {
        match action {
            Action::UpdateOrganization(UpdateOrganization { before, after }) => {
                let names = [before, after].map(|name| quoted(name));
                let notice =
                    Notice::new(OrganizationRenamed, "Called otherwise than the manifest says");
                vec![notice.saying(names.join(", manifest "))]
            }
            Action::UpdateWorkspace(UpdateWorkspace { workspace, before, after: _ }) => {
                self.small_limit(workspace, before).into_iter().collect()
            }
            Action::AddWorkspaceUsers(AddWorkspaceUsers { workspace, users }) => {
                let owners = users.iter().filter(|user| user.role == WorkspaceRole::Owner);
                let notice = |NewAccess { email, .. }: &NewAccess| {
                    self.about(AccessLost, NOT_OWNER, email).at(&workspace.name)
                };
                // In a workspace that is not there nobody can be an owner.
                owners.filter(|_| workspace.id.is_some()).map(notice).collect()
            }
            Action::ChangeWorkspaceAccess(ChangeWorkspaceAccess {
                workspace,
                email,
                before,
                after,
            }) => self.other_access(workspace, email, before, after),
            Action::RevokeWorkspaceAccess(RevokeWorkspaceAccess {
                workspace,
                email,
                before,
                reassign_to: _,
            }) => {
                let owner = before.role.known().is_none_or(|role| *role == WorkspaceRole::Owner);
                let notice = self.about(WorkspaceOwner, OWNER, email).at(&workspace.name);
                owner.then_some(notice).into_iter().collect()
            }
            Action::InviteOrganizationUser(InviteOrganizationUser {
                email,
                role: OrganizationRole::Admin,
            }) => {
                vec![self.about(AccessLost, NOT_ADMIN, email)]
            }
            Action::ChangeOrganizationRole(ChangeOrganizationRole { email, before, after }) => {
                if before.known().is_none_or(|role| role.rises_from(&Seen::Known(*after))) {
                    vec![self.has_power(email, before).saying(format!("manifest {after}"))]
                } else if *after == OrganizationRole::Admin {
                    vec![self.about(AccessLost, NOT_ADMIN, email)]
                } else {
                    Vec::new()
                }
            }
            Action::RemoveOrganizationUser(RemoveOrganizationUser { email, before, pending })
                if !before.is(OrganizationRole::Member) =>
            {
                let notice = self.has_power(email, before);
                vec![if *pending { notice.saying("invited") } else { notice }]
            }
            Action::CreateWorkspace(_)
            | Action::DeleteWorkspace(_)
            | Action::InviteOrganizationUser(_)
            | Action::RemoveOrganizationUser(_)
            | Action::ResendInvitation(_) => Vec::new(),
        }
    }

    fn has_power(&self, email: &Email, role: &Seen<OrganizationRole>) -> Notice {
        let what = format!("Has the role {role} in the organization, which no manifest gives");
        self.about(OrganizationPower, what, email)
    }

    fn other_access(
        &self,
        workspace: &WorkspaceRef,
        email: &Email,
        live: &Access,
        wanted: &Access,
    ) -> Vec<Notice> {
        let owner = |access: &Access| access.role.is(WorkspaceRole::Owner);
        let at = |notice: Notice| notice.at(&workspace.name);
        match (owner(live), owner(wanted)) {
            (true, false) => return vec![at(self.about(WorkspaceOwner, OWNER, email))],
            (false, true) => return vec![at(self.about(AccessLost, NOT_OWNER, email))],
            _ => {}
        }
        let missing = wanted.lost(live);
        let notice = |what: String| at(self.about(RestrictionLifted, what, email));
        missing.iter().map(|one| notice(format!("Without the restriction {one}"))).collect()
    }

    fn small_limit(&self, workspace: &WorkspaceRef, live: &WorkspaceFields) -> Option<Notice> {
        let limit = live.contact_limit.and_then(ContactLimit::number)?;
        let there = self.contacts(workspace).filter(|there| limit < *there)?;
        let notice = Notice::new(LimitBelowContacts, "Contact limit below the contacts there are");
        Some(notice.at(&workspace.name).saying(format!("limit {limit}, contacts {there}")))
    }

    /// Power of people whom no manifest names, where `policy.users` keeps rolecall from taking it.
    fn unlisted_power(&self) -> Vec<Notice> {
        let desired = self.desired;
        if !desired.policy.additive {
            return Vec::new();
        }
        let in_workspaces = desired.workspaces.iter().flat_map(|it| it.users.iter().flatten());
        let listed = desired.users.iter().flat_map(BTreeMap::keys);
        let named: BTreeSet<&Email> = listed.chain(in_workspaces.map(|(email, _)| email)).collect();
        let stranger = |email: &Email| !named.contains(email) && !desired.policy.ignores(email);
        let has_power = |user: &&OrganizationUser| !user.role.is(OrganizationRole::Member);
        let people = self.snapshot.users.items.iter().filter(|_| desired.users.is_some());
        let people = people.filter(|user| stranger(&user.email)).filter(has_power);
        let mut notices: Vec<Notice> =
            people.map(|user| self.has_power(&user.email, &user.role)).collect();
        let managed = desired.workspaces.iter().filter(|it| it.users.is_some());
        for (wanted, live) in managed.filter_map(|it| Some((it, self.live(it)?))) {
            let owners = live.users.items.iter().filter(|it| it.role.is(WorkspaceRole::Owner));
            for user in owners.filter(|user| stranger(&user.email)) {
                let notice = self.about(WorkspaceOwner, OWNER, &user.email);
                notices.push(notice.at(&wanted.name));
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
        users.chain(workspaces.map(|(email, _)| email)).map(domain).collect()
    }
}

const OWNER: &str = "Owner of a workspace, which no manifest says";
const NOT_OWNER: &str = "Not owner of a workspace, though the manifest says so";
const NOT_ADMIN: &str = "Not admin of the organization, though the manifest says so";
