use super::AttentionKind::{
    AccessLost, ContactsUnassigned, LimitBelowContacts, Lookalike, NewDomain, OrganizationPower,
    OrganizationRenamed, OwnAccess, RestrictionLifted, WorkspaceDeleted, WorkspaceOwner,
};
use super::rank::quoted;
use super::{AttentionKind, Notice, Setting, domain};
use crate::model::text::is_lookalike;
use crate::model::{Email, OrganizationRole, WorkspaceRole};
use crate::plan::lints;
use crate::plan::{
    Access, AccessNote, Action, AddWorkspaceUsers, ChangeOrganizationRole, ChangeWorkspaceAccess,
    CreateWorkspace, DeleteWorkspace, Execution, InviteOrganizationUser, NewAccess, PersonAccess,
    RemoveOrganizationUser, RevokeWorkspaceAccess, Step, StepId, UpdateOrganization,
    UpdateWorkspace, WorkspaceFields, WorkspaceRef,
};
use std::collections::{BTreeMap, BTreeSet};

/// What a plan does in one organization that deserves a look, the worst first. Of held steps, which a later run may
/// take without another review, just deletions and power.
pub(super) fn planned(
    setting: &Setting<'_>,
    steps: &[Step],
    access: &[PersonAccess],
) -> Vec<Notice> {
    let mut notices = Vec::new();
    for step in steps {
        let is_held = matches!(step.execution, Execution::Held { .. });
        for mut notice in setting.step(&step.action) {
            if is_held {
                if notice.kind > WorkspaceOwner {
                    continue;
                }
                notice = notice.saying("held");
            }
            notice.steps.push(step.id.clone());
            notices.push(notice);
        }
    }
    for one in access.iter().filter(|one| one.notes.contains(&AccessNote::LosesEverything)) {
        setting.loses_everything(&one.email, steps, &mut notices);
    }
    setting.first_of_domains(steps, &mut notices);
    setting.lints(steps, &mut notices);
    notices.sort();
    notices
}

impl Setting<'_> {
    fn step(&self, action: &Action) -> Vec<Notice> {
        match action {
            Action::UpdateOrganization(UpdateOrganization { before, after }) => {
                let what = "Renamed, and only the id says which organization it is";
                let names = [before, after].map(|name| quoted(name));
                let renamed = Notice::new(OrganizationRenamed, what).saying(names.join(" → "));
                [Some(renamed), lookalike(after)].into_iter().flatten().collect()
            }
            Action::CreateWorkspace(CreateWorkspace { name, timezone: _ }) => {
                lookalike(name.as_str()).map(|notice| notice.at(name)).into_iter().collect()
            }
            Action::UpdateWorkspace(UpdateWorkspace { workspace, before: _, after }) => {
                self.fields(workspace, after)
            }
            Action::DeleteWorkspace(DeleteWorkspace { workspace, contacts }) => {
                let notice =
                    Notice::new(WorkspaceDeleted, "Deleted with all data").at(&workspace.name);
                vec![match contacts {
                    Some(1) => notice.saying("with 1 contact"),
                    Some(number) => notice.saying(format!("with {number} contacts")),
                    None => notice,
                }]
            }
            Action::AddWorkspaceUsers(AddWorkspaceUsers { workspace, users }) => {
                users.iter().flat_map(|user| self.joins(workspace, user)).collect()
            }
            Action::ChangeWorkspaceAccess(ChangeWorkspaceAccess {
                workspace,
                email,
                before,
                after,
            }) => self.access(workspace, email, before, after),
            Action::RevokeWorkspaceAccess(RevokeWorkspaceAccess {
                workspace,
                email,
                before,
                reassign_to,
            }) => {
                let mut notices = Vec::new();
                if before.role.is(WorkspaceRole::Owner) {
                    notices.push(self.about(AccessLost, NO_OWNER, email).at(&workspace.name));
                }
                let nothing_to_lose = self.contacts(workspace) == Some(0);
                if reassign_to.is_none() && !nothing_to_lose && self.has_accepted(email) {
                    let what = "Nobody takes over the contacts of";
                    notices.push(self.about(ContactsUnassigned, what, email).at(&workspace.name));
                }
                notices
            }
            Action::InviteOrganizationUser(InviteOrganizationUser { email, role }) => {
                let power = (*role != OrganizationRole::Member).then(|| self.power(email, *role));
                power.into_iter().chain(lookalike_person(self, email)).collect()
            }
            Action::ChangeOrganizationRole(ChangeOrganizationRole { email, before, after }) => {
                if after.rises_from(before) {
                    vec![self.power(email, *after)]
                } else if before.is(OrganizationRole::Admin) {
                    vec![self.about(AccessLost, NO_ADMIN, email)]
                } else {
                    Vec::new()
                }
            }
            Action::RemoveOrganizationUser(RemoveOrganizationUser {
                email,
                before,
                pending: false,
            }) if before.is(OrganizationRole::Admin) => {
                vec![self.about(AccessLost, NO_ADMIN, email)]
            }
            Action::RemoveOrganizationUser(_) | Action::ResendInvitation(_) => Vec::new(),
        }
    }

    fn power(&self, email: &Email, role: OrganizationRole) -> Notice {
        self.about(OrganizationPower, format!("Made {role} of the organization"), email)
    }

    fn joins(&self, workspace: &WorkspaceRef, user: &NewAccess) -> Vec<Notice> {
        let NewAccess { email, role, restrictions: _, invites } = user;
        let mut notices: Vec<Notice> = Vec::new();
        if *role == WorkspaceRole::Owner {
            notices.extend(self.owner(workspace, email));
        }
        if self.snapshot.actor.as_ref() == Some(email) {
            let notice = self.about(OwnAccess, "The actor gives itself access", email);
            notices.push(notice.at(&workspace.name).saying(format!("as {role}")));
        }
        notices.extend(lookalike_person(self, email).filter(|_| *invites));
        notices
    }

    /// Staff is told of only in a workspace that was there before: one that is created needs an owner.
    fn owner(&self, workspace: &WorkspaceRef, email: &Email) -> Option<Notice> {
        let expected = workspace.id.is_none() && self.staff.has(email);
        let notice = self.about(WorkspaceOwner, "Made owner of a workspace", email);
        (!expected).then(|| notice.at(&workspace.name))
    }

    fn access(
        &self,
        workspace: &WorkspaceRef,
        email: &Email,
        before: &Access,
        after: &Access,
    ) -> Vec<Notice> {
        let owner = |access: &Access| access.role.is(WorkspaceRole::Owner);
        match (owner(before), owner(after)) {
            (false, true) => return self.owner(workspace, email).into_iter().collect(),
            (true, false) => {
                return vec![self.about(AccessLost, NO_OWNER, email).at(&workspace.name)];
            }
            _ => {}
        }
        let lifted = before.lost(after);
        let notice = |what: String| self.about(RestrictionLifted, what, email).at(&workspace.name);
        lifted.iter().map(|one| notice(format!("Freed of the restriction {one}"))).collect()
    }

    fn fields(&self, workspace: &WorkspaceRef, after: &WorkspaceFields) -> Vec<Notice> {
        let WorkspaceFields { name, timezone: _, contact_limit } = after;
        let renamed = name.as_ref().and_then(|name| Some(lookalike(name.as_str())?.at(name)));
        let limit = contact_limit.and_then(|limit| limit.number());
        let small = limit.zip(self.contacts(workspace)).filter(|(limit, there)| limit < there);
        let small = small.map(|(limit, there)| {
            let notice =
                Notice::new(LimitBelowContacts, "Contact limit below the contacts there are");
            notice.at(&workspace.name).saying(format!("limit {limit}, contacts {there}"))
        });
        [renamed, small].into_iter().flatten().collect()
    }

    /// One notice of somebody who loses all access, with what they were.
    fn loses_everything(&self, email: &Email, steps: &[Step], notices: &mut Vec<Notice>) {
        let mut was = BTreeSet::new();
        notices.retain(|notice| {
            let same = notice.kind == AccessLost && notice.person.as_ref() == Some(email);
            if same {
                was.insert(match &notice.workspace {
                    Some(name) => format!("owner of {}", quoted(name.as_str())),
                    None => "admin".to_owned(),
                });
            }
            !same
        });
        let mut notice = self.about(AccessLost, "Loses all access", email);
        if !was.is_empty() {
            notice = notice.saying(format!("was {}", Vec::from_iter(was).join(", ")));
        }
        let theirs = steps.iter().filter(|step| {
            step.execution == Execution::Automatic
                && step.action.email() == Some(email)
                && step.action.takes_away()
        });
        notice.steps = theirs.map(|step| step.id.clone()).collect();
        notices.push(notice);
    }

    /// What the lints say of what is done.
    fn lints(&self, steps: &[Step], notices: &mut Vec<Notice>) {
        for (lint, steps) in lints::of_plan(self.desired, steps) {
            let done = |step: &&&Step| !matches!(step.execution, Execution::Held { .. });
            let steps: Vec<StepId> =
                steps.iter().filter(done).map(|step| step.id.clone()).collect();
            if steps.is_empty() {
                continue;
            }
            let notice = match lint.about.person() {
                Some(person) => self.about(AttentionKind::Lint, lint.code, person),
                None => Notice::new(AttentionKind::Lint, lint.code),
            };
            let workspace = lint.about.workspace().cloned();
            notices.push(Notice { workspace, steps, ..notice }.saying(lint.message.clone()));
        }
    }

    /// The first people of domains that nobody in the organization has. Who is there has to be known for that.
    fn first_of_domains(&self, steps: &[Step], notices: &mut Vec<Notice>) {
        if !self.snapshot.users.is_complete() {
            return;
        }
        let there = self.domains();
        let mut first: BTreeMap<&str, (&Email, BTreeSet<&StepId>, BTreeSet<&Email>)> =
            BTreeMap::new();
        for step in steps.iter().filter(|step| !matches!(step.execution, Execution::Held { .. })) {
            for email in
                step.action.invites().into_iter().filter(|email| !there.contains(domain(email)))
            {
                let (_, ids, people) = first
                    .entry(domain(email))
                    .or_insert_with(|| (email, BTreeSet::new(), BTreeSet::new()));
                ids.insert(&step.id);
                people.insert(email);
            }
        }
        for (email, ids, people) in first.into_values() {
            let notice = self.about(NewDomain, "First of a new domain", email);
            let steps = ids.into_iter().cloned().collect();
            let notice = Notice { steps, ..notice };
            notices.push(match people.len() - 1 {
                0 => notice,
                more => notice.saying(format!("and {more} more")),
            });
        }
    }
}

const NO_ADMIN: &str = "No longer admin of the organization";
const NO_OWNER: &str = "No longer owner of a workspace";

/// What is said of a text with letters of several scripts in a word.
pub(super) fn lookalike(text: &str) -> Option<Notice> {
    let notice = || Notice::new(Lookalike, "May not be what it looks like");
    is_lookalike(text).then(notice).map(|notice| notice.saying(quoted(text)))
}

fn lookalike_person(setting: &Setting<'_>, email: &Email) -> Option<Notice> {
    let what = "May not be what it looks like";
    is_lookalike(email.as_str()).then(|| setting.about(Lookalike, what, email))
}
