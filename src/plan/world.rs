//! One organization with everybody and every workspace numbered: what is there beside what is wanted.

use super::identity::{self, WorkspaceFacts};
use crate::model::{
    Desired, DesiredAccess, DesiredUser, Email, HandOver, OrganizationRole, OrganizationUser,
    Restrictions, Snapshot, UserId, WorkspaceRef, WorkspaceRole, WorkspaceUser,
};
use litemap::LiteMap;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// A person, numbered in the order of their e-mail addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Person(pub(super) u32);

/// A workspace, numbered in the order of names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct WorkspaceNumber(pub(super) u32);

/// What is there beside what is wanted.
pub(super) struct World<'a> {
    pub(super) desired: &'a Desired,
    pub(super) snapshot: &'a Snapshot,
    pub(super) people: Vec<PersonFacts<'a>>,
    pub(super) workspaces: Vec<WorkspaceFacts<'a>>,
    numbers: BTreeMap<&'a str, Person>,
}

/// One person, there or wanted or both.
pub(super) struct PersonFacts<'a> {
    pub(super) email: &'a Email,
    /// Who they are in the organization; of several accounts the one that may do most, so that a reviewer sees it.
    pub(super) live: Option<&'a OrganizationUser>,
    /// Further accounts with the same address.
    pub(super) further: Vec<&'a OrganizationUser>,
    /// All ids that one list has for this address, where there are several.
    pub(super) ids: BTreeSet<UserId>,
    pub(super) listed: Option<&'a DesiredUser>,
    /// Whether a managed workspace lists them.
    pub(super) in_workspace: bool,
    /// Their access to workspaces as it is; of several accounts in one the one that may do most.
    pub(super) access: BTreeMap<WorkspaceNumber, &'a WorkspaceUser>,
    /// Set where this is the old address of a hand-over.
    pub(super) hand_over: Option<&'a HandOver>,
    pub(super) ignored: bool,
}

impl PersonFacts<'_> {
    /// In the organization and accepted. Where the organization's users can't be read, the workspaces' lists
    /// tell: whoever is pending in one of them is pending.
    pub(super) fn accepted(&self) -> bool {
        match self.live {
            Some(user) => user.is_active() && self.further.iter().all(|it| it.is_active()),
            None => !self.access.is_empty() && self.access.values().all(|user| user.is_active()),
        }
    }

    /// The organization role, where it is one that we know; of several accounts the one that may do least.
    pub(super) fn role(&self) -> Option<OrganizationRole> {
        let roles = self.live.into_iter().chain(self.further.iter().copied());
        roles
            .map(|user| user.role.known().copied())
            .min_by_key(|role| role.map(OrganizationRole::rank))?
    }

    /// An accepted organization admin: counts in R1.
    pub(super) fn is_accepted_admin(&self) -> bool {
        self.role() == Some(OrganizationRole::Admin) && self.accepted()
    }

    /// Whether the platform said something of them that we don't know: shown, never acted on.
    pub(super) fn is_strange(&self) -> bool {
        self.live.is_some_and(|user| {
            user.role.known().is_none()
                || user.status.as_ref().is_some_and(|status| status.known().is_none())
        })
    }
}

impl<'a> World<'a> {
    /// Numbers everybody and every workspace.
    pub(super) fn new(desired: &'a Desired, snapshot: &'a Snapshot) -> Self {
        let workspaces = identity::workspaces(desired, snapshot);
        let mut emails: BTreeSet<&'a Email> = BTreeSet::new();
        emails.extend(snapshot.users.items.iter().map(|user| &user.email));
        emails.extend(desired.users.iter().flat_map(LiteMap::keys));
        for workspace in &workspaces {
            emails.extend(
                workspace.live.iter().flat_map(|it| &it.users.items).map(|user| &user.email),
            );
            emails
                .extend(workspace.desired.iter().flat_map(|it| &it.users).flat_map(LiteMap::keys));
        }
        let numbers: BTreeMap<&str, Person> = (0..)
            .map(Person)
            .zip(&emails)
            .map(|(number, email)| (email.canonical(), number))
            .collect();
        let mut people: Vec<PersonFacts<'a>> = emails
            .into_iter()
            .map(|email| PersonFacts {
                email,
                live: None,
                further: Vec::new(),
                ids: BTreeSet::new(),
                listed: desired.users.as_ref().and_then(|users| users.get(email)),
                in_workspace: false,
                access: BTreeMap::new(),
                hand_over: desired.hand_overs.get(email),
                ignored: desired.policy.ignores(email),
            })
            .collect();
        let at = |email: &Email| numbers.get(email.canonical()).map(|it| it.0 as usize);
        for user in &snapshot.users.items {
            let Some(person) = at(&user.email) else { continue };
            let facts = &mut people[person];
            match facts.live {
                None => facts.live = Some(user),
                Some(other) => {
                    let rank = |it: &OrganizationUser| {
                        (it.role.known().map(|role| role.rank()), Reverse(it.id))
                    };
                    let (most, less) =
                        if rank(user) > rank(other) { (user, other) } else { (other, user) };
                    facts.live = Some(most);
                    facts.further.push(less);
                    facts.ids.extend([most.id, less.id]);
                }
            }
        }
        for (workspace, facts) in (0..).map(WorkspaceNumber).zip(&workspaces) {
            for user in facts.live.iter().flat_map(|it| &it.users.items) {
                if let Some(person) = at(&user.email) {
                    let rank = |it: &WorkspaceUser| {
                        (it.role.known().map(|role| role.rank()), Reverse(it.id))
                    };
                    let PersonFacts { access, ids, .. } = &mut people[person];
                    let kept = access.entry(workspace).or_insert(user);
                    if kept.id != user.id {
                        ids.extend([kept.id, user.id]);
                    }
                    if rank(user) > rank(kept) {
                        *kept = user;
                    }
                }
            }
            for email in facts.desired.iter().flat_map(|it| &it.users).flat_map(LiteMap::keys) {
                if let Some(person) = at(email) {
                    people[person].in_workspace = true;
                }
            }
        }
        Self { desired, snapshot, people, workspaces, numbers }
    }

    pub(super) fn person(&self, person: Person) -> &PersonFacts<'a> {
        &self.people[person.0 as usize]
    }

    pub(super) fn workspace_facts(&self, workspace: WorkspaceNumber) -> &WorkspaceFacts<'a> {
        &self.workspaces[workspace.0 as usize]
    }

    /// A workspace as steps name it.
    pub(super) fn workspace_ref(&self, workspace: WorkspaceNumber) -> WorkspaceRef {
        let facts = self.workspace_facts(workspace);
        WorkspaceRef { name: facts.name.clone(), id: facts.live.map(|live| live.id) }
    }

    pub(super) fn find(&self, email: &Email) -> Option<Person> {
        self.numbers.get(email.canonical()).copied()
    }

    /// What restricts somebody who is new in a workspace where the manifest leaves it out: the old address of a hand-over,
    /// whose access there tells it, and what it is.
    pub(super) fn inherited(
        &self,
        workspace: WorkspaceNumber,
        email: &Email,
        wanted: &DesiredAccess,
    ) -> Option<(Person, &'a Restrictions)> {
        if wanted.restrictions.is_some() || wanted.role == WorkspaceRole::Owner {
            return None;
        }
        let (old, _) = self.desired.hand_overs.iter().find(|(_, it)| it.to == *email)?;
        let old = self.find(old)?;
        let theirs = self.person(old).access.get(&workspace)?;
        Some((old, theirs.restrictions.as_ref()?))
    }

    pub(super) fn everybody(&self) -> impl Iterator<Item = (Person, &PersonFacts<'a>)> {
        (0..).map(Person).zip(&self.people)
    }

    pub(super) fn everywhere(
        &self,
    ) -> impl Iterator<Item = (WorkspaceNumber, &WorkspaceFacts<'a>)> {
        (0..).map(WorkspaceNumber).zip(&self.workspaces)
    }

    /// The organization role that somebody is to have; `None`: they are not wanted.
    /// Where the organization's users are not managed, everybody keeps what they have.
    pub(super) fn wanted_role(&self, person: Person) -> Option<OrganizationRole> {
        let facts = self.person(person);
        match (&self.desired.users, facts.listed) {
            (Some(_), Some(listed)) => Some(listed.role),
            (Some(_), None) => facts.in_workspace.then_some(OrganizationRole::Member),
            (None, _) => {
                facts.role().or_else(|| facts.in_workspace.then_some(OrganizationRole::Member))
            }
        }
    }

    /// Whether they would be new to the organization, so that access for them sends an invitation.
    pub(super) fn is_new(&self, person: Person) -> bool {
        let facts = self.person(person);
        facts.live.is_none() && facts.access.is_empty()
    }

    /// Whether the plan may change anything about them at all.
    pub(super) fn may_touch(&self, person: Person) -> bool {
        let facts = self.person(person);
        !facts.ignored && !facts.is_strange()
    }

    /// Whether somebody's access to a workspace counts as an accepted owner's (R3).
    pub(super) fn is_accepted_owner(&self, person: Person, user: &WorkspaceUser) -> bool {
        user.role.is(WorkspaceRole::Owner) && self.person(person).accepted()
    }
}
