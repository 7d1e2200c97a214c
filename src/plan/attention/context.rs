use super::{AttentionKind, Notice};
use crate::model::{Desired, Email, Snapshot, WorkspaceRef, WorkspaceUser, matches_any};
use std::collections::BTreeSet;
use wildmatch::WildMatch;

/// What notices are found by: the organization as it is wanted and as it is, and who is staff.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ReviewContext<'a> {
    pub(in crate::plan) desired: &'a Desired,
    pub(in crate::plan) snapshot: &'a Snapshot,
    pub(in crate::plan) staff: &'a Staff,
}

impl ReviewContext<'_> {
    /// A notice about somebody.
    pub(in crate::plan) fn about(
        &self,
        kind: AttentionKind,
        what: impl Into<String>,
        person: &Email,
    ) -> Notice {
        let (staff, person) = (self.staff.has(person), Some(person.clone()));
        Notice { staff, person, ..Notice::new(kind, what) }
    }

    /// Contacts of a workspace that is there, where the platform says.
    pub(in crate::plan) fn contacts(&self, workspace: &WorkspaceRef) -> Option<u64> {
        let mut all = self.snapshot.workspaces.items.iter();
        all.find(|it| Some(it.id) == workspace.id).and_then(|it| it.contacts)
    }

    /// Whether somebody is there and has accepted. Where the organization's list can't tell, the workspaces' do.
    pub(in crate::plan) fn has_accepted(&self, person: &Email) -> bool {
        let Snapshot { users, workspaces, .. } = self.snapshot;
        if let Some(user) = users.items.iter().find(|user| user.email == *person) {
            return user.is_active();
        }
        let lists = workspaces.items.iter().flat_map(|it| &it.users.items);
        let mut found = lists.filter(|user| user.email == *person).peekable();
        found.peek().is_some() && found.all(WorkspaceUser::is_active)
    }

    /// Domains of everybody who is there.
    pub(in crate::plan) fn domains(&self) -> BTreeSet<&str> {
        let Snapshot { users, workspaces, .. } = self.snapshot;
        let people = users.items.iter().map(|user| &user.email);
        let lists = workspaces.items.iter().flat_map(|it| &it.users.items);
        people.chain(lists.map(|user| &user.email)).map(domain).collect()
    }
}

/// What comes after the `@`, in the form in which addresses are compared.
pub(super) fn domain(email: &Email) -> &str {
    let canonical = email.canonical();
    canonical.rsplit_once('@').map_or(canonical, |(_, domain)| domain)
}

/// Who belongs to the reseller, by globs; nobody where the Project doesn't say.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Staff(Vec<WildMatch>);

impl Staff {
    /// By the Project's `staff`.
    #[must_use]
    pub fn new(globs: &[String]) -> Self {
        Self(globs.iter().map(|glob| WildMatch::new(&glob.to_lowercase())).collect())
    }

    /// Whether this is one of them.
    #[must_use]
    pub fn has(&self, person: &Email) -> bool {
        matches_any(&self.0, person)
    }
}
