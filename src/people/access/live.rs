use super::row::NO_MANIFEST;
use super::sums::count;
use super::{How, OrganizationAccess, OrganizationSums, Question, Row, Standing, Total};
use crate::model::{
    Desired, DesiredWorkspace, Email, OrganizationRole, OrganizationUser, Restriction, Snapshot,
    UserStatus, Workspace, WorkspaceName, WorkspaceUser,
};
use jiff::Timestamp;
use std::collections::BTreeMap;

/// Somebody, with all that the platform says of them in one organization.
#[derive(Default)]
struct Person<'s> {
    user: Option<&'s OrganizationUser>,
    access: Vec<(usize, &'s WorkspaceUser)>,
}

/// Rows of what the platform said of an organization, each with the line of its manifest that gives it, if any does.
#[must_use]
pub fn of_snapshot(
    snapshot: &Snapshot,
    desired: Option<&Desired>,
    question: &Question,
) -> OrganizationAccess {
    let name = desired.map(|it| it.name.to_string());
    let said = || snapshot.organization.as_ref().and_then(|it| it.name.clone());
    let name = name.or_else(said).unwrap_or_else(|| snapshot.id.to_string());
    let look = Look { snapshot, desired, question, name: &name };
    let mut people: BTreeMap<&Email, Person<'_>> = BTreeMap::new();
    for user in &snapshot.users.items {
        people.entry(&user.email).or_default().user = Some(user);
    }
    for (at, workspace) in snapshot.workspaces.items.iter().enumerate() {
        for user in &workspace.users.items {
            people.entry(&user.email).or_default().access.push((at, user));
        }
    }
    let mut rows = Vec::new();
    let (mut unseen, mut not_known) = (0, 0);
    for (email, person) in &people {
        if !question.asks_for_person(email) {
            continue;
        }
        if let Some(since) = question.unseen_since {
            match person.last_seen() {
                None => not_known += 1,
                Some(seen) if seen >= since => {}
                Some(_) => {
                    unseen += u64::from(person.user.is_some());
                    look.rows(email, person, &mut rows);
                }
            }
        } else {
            look.rows(email, person, &mut rows);
        }
    }
    Row::sort(&mut rows);
    let (people, admins) = count(&rows);
    let is_seen = snapshot.users.is_complete();
    let asks = question.unseen_since.is_some();
    let total = Total {
        people,
        admins,
        seats_used: is_seen.then_some(snapshot.users.items.len() as u64),
        seats_bought: snapshot.organization.as_ref().and_then(|it| it.limits.users),
        seats_freed: asks.then_some(unseen),
        last_active_not_known: asks.then_some(not_known),
    };
    let incomplete = snapshot.incomplete().iter().map(ToString::to_string).collect();
    let sums =
        OrganizationSums { organization: name, organization_id: snapshot.id, total, incomplete };
    OrganizationAccess { rows, sums }
}

impl Person<'_> {
    fn is_pending(&self) -> bool {
        let pending = |user: &&WorkspaceUser| {
            user.status.as_ref().is_some_and(|status| status.is(UserStatus::Pending))
        };
        match self.user {
            Some(user) => user.is_pending(),
            None => self.access.iter().any(|(_, user)| pending(user)),
        }
    }

    fn last_active(&self) -> Option<Timestamp> {
        let own = self.user.and_then(|user| user.last_active);
        own.into_iter().chain(self.access.iter().filter_map(|(_, user)| user.last_active)).max()
    }

    /// When they were last seen; of an invitation that was never accepted, when it went out.
    fn last_seen(&self) -> Option<Timestamp> {
        let invited = || self.user.filter(|_| self.is_pending()).and_then(|user| user.invited_at);
        self.last_active().or_else(invited)
    }
}

struct Look<'a> {
    snapshot: &'a Snapshot,
    desired: Option<&'a Desired>,
    question: &'a Question,
    name: &'a str,
}

impl Look<'_> {
    fn rows(&self, email: &Email, person: &Person<'_>, rows: &mut Vec<Row>) {
        let is_admin = person.user.is_some_and(|user| user.role.is(OrganizationRole::Admin));
        let pending = person.is_pending();
        let plain = Row {
            person: email.clone(),
            organization: self.name.to_owned(),
            organization_id: self.snapshot.id,
            workspace: None,
            workspace_id: None,
            organization_role: person.user.map(|user| user.role.to_string()),
            workspace_role: None,
            restrictions: Vec::new(),
            how: How::Direct,
            status: Some(if pending { Standing::Pending } else { Standing::Accepted }),
            pending_since: person.user.filter(|_| pending).and_then(|user| user.invited_at),
            last_active: person.last_active(),
            staff: self.question.is_staff(email),
            source: String::new(),
        };
        let reaches_any = is_admin && !self.snapshot.workspaces.items.is_empty();
        if person.access.is_empty() && !reaches_any {
            if self.question.workspace.is_none() {
                let source = self.of_organization(email, &plain.organization_role);
                rows.push(Row { source, ..plain });
            }
            return;
        }
        for (at, workspace) in self.snapshot.workspaces.items.iter().enumerate() {
            let direct =
                person.access.iter().find(|(there, _)| *there == at).map(|(_, user)| *user);
            if !(is_admin || direct.is_some()) || !self.question.asks_for_workspace(&workspace.name)
            {
                continue;
            }
            let source = match is_admin {
                true => self.of_organization(email, &plain.organization_role),
                false => self.of_workspace(email, workspace, direct),
            };
            rows.push(Row {
                workspace: Some(workspace.name.clone()),
                workspace_id: Some(workspace.id),
                workspace_role: direct.map(|user| user.role.to_string()),
                restrictions: direct.map(restrictions).unwrap_or_default(),
                how: if is_admin { How::Admin } else { How::Direct },
                source,
                ..plain.clone()
            });
        }
    }

    /// The line that makes somebody a user of the organization.
    fn of_organization(&self, email: &Email, role: &Option<String>) -> String {
        let listed = self.desired.and_then(|it| it.users.as_ref()).and_then(|it| it.get(email));
        if let Some(listed) = listed {
            return given(&listed.source, listed.role.word(), role.as_deref());
        }
        let member = OrganizationRole::Member.word();
        let mut workspaces = self.desired.iter().flat_map(|it| &it.workspaces);
        let found = workspaces.find_map(|it| it.users.as_ref()?.get(email));
        found.map_or_else(nobody, |it| given(&it.source, member, role.as_deref()))
    }

    fn of_workspace(
        &self,
        email: &Email,
        live: &Workspace,
        direct: Option<&WorkspaceUser>,
    ) -> String {
        let is_there = |name: &WorkspaceName| {
            self.snapshot.workspaces.items.iter().any(|it| it.name.key() == name.key())
        };
        let is_it = |it: &&DesiredWorkspace| match (it.id, &it.former_name) {
            (Some(id), _) => id == live.id,
            (None, Some(former)) if !is_there(&it.name) => former.key() == live.name.key(),
            (None, _) => it.name.key() == live.name.key(),
        };
        let wanted = self.desired.and_then(|it| it.workspaces.iter().find(is_it));
        let listed = wanted.and_then(|it| it.users.as_ref()?.get(email));
        let role = direct.map(|user| user.role.to_string());
        listed.map_or_else(nobody, |it| given(&it.source, it.role.word(), role.as_deref()))
    }
}

fn nobody() -> String {
    NO_MANIFEST.to_owned()
}

/// The line, and what it gives where that is something else.
fn given(source: &crate::model::Source, gives: &str, has: Option<&str>) -> String {
    match has {
        Some(has) if has != gives => format!("{source} (as {gives})"),
        _ => source.to_string(),
    }
}

/// Known ones by their words, then those that nobody knows.
fn restrictions(user: &WorkspaceUser) -> Vec<String> {
    let known = user.restrictions.iter().flatten().map(|one: &Restriction| one.word().to_owned());
    known.chain(user.unknown_restrictions.iter().cloned()).collect()
}
