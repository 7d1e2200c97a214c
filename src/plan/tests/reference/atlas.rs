//! Who and what is meant by a number, what there is in the beginning, and what the rules have to know.

use super::single::{Act, Single, organization_role, workspace_role};
use super::state::{ADMIN, MOST, NONE, OWNER, STRANGE, State};
use crate::model::{
    Completeness, Desired, DesiredWorkspace, Email, Snapshot, WorkspaceName, WorkspaceRole,
};
use crate::plan::WorkspaceRef;
use crate::plan::tests::worlds::World;

pub(in crate::plan::tests) struct Atlas {
    people: Vec<String>,
    workspaces: Vec<(Option<u64>, String)>,
    names: Vec<String>,
    pub(super) start: State,
    pub(super) accepted: [bool; MOST],
    /// Whether somebody was seen anywhere.
    pub(super) known: [bool; MOST],
    pub(super) actor: Option<usize>,
    /// R1.
    pub(super) admins_kept: usize,
    /// R3: workspaces that keep an owner.
    pub(super) owned: Vec<usize>,
    /// R4.
    pub(super) seats: Option<usize>,
    pub(super) rooms: Option<usize>,
    /// R5: people who keep some access; set once all changes are known.
    pub(super) keep_access: Vec<usize>,
    /// R8.
    pub(super) users_whole: bool,
    pub(super) workspaces_whole: bool,
    pub(super) list_whole: [bool; MOST],
    /// R8: people of whom a list has two accounts.
    pub(super) twice: [bool; MOST],
    /// R4: seats that second accounts take.
    pub(super) second_seats: usize,
    pub(super) users_seen: bool,
    /// People whom a change invites with a role of their own.
    pub(super) invited: [bool; MOST],
    /// R6: in a workspace, the old address of a hand-over and the new one, which gets restrictions that only the old one's
    /// access tells.
    pub(super) copied: Vec<(usize, usize, usize)>,
}

impl Atlas {
    pub(in crate::plan::tests) fn new(world: &World) -> Self {
        let (desired, snapshot) = (&world.desired, &world.snapshot);
        let limits = snapshot.organization.as_ref().map(|it| it.limits).unwrap_or_default();
        let size = |limit: Option<u64>| limit.and_then(|it| usize::try_from(it).ok());
        let mut atlas = Self {
            people: Vec::new(),
            workspaces: Vec::new(),
            names: Vec::new(),
            start: State::EMPTY,
            accepted: [false; MOST],
            known: [false; MOST],
            actor: None,
            admins_kept: 0,
            owned: Vec::new(),
            seats: size(limits.users),
            rooms: size(limits.workspaces),
            keep_access: Vec::new(),
            users_whole: snapshot.users.is_complete(),
            workspaces_whole: snapshot.workspaces.is_complete(),
            list_whole: [false; MOST],
            twice: [false; MOST],
            second_seats: 0,
            users_seen: snapshot.users.completeness != Completeness::OutOfSight,
            invited: [false; MOST],
            copied: Vec::new(),
        };
        atlas.look(snapshot);
        atlas.actor = snapshot.actor.as_ref().map(|it| atlas.person(it));
        let admins = (0..MOST).filter(|it| atlas.start.seats[*it] == ADMIN && atlas.accepted[*it]);
        atlas.admins_kept = admins.count().min(desired.safety.min_admins as usize);
        let owned: Vec<usize> =
            owned(desired, snapshot).iter().map(|it| atlas.workspace(it)).collect();
        atlas.owned = owned.into_iter().filter(|it| atlas.has_owner(&atlas.start, *it)).collect();
        atlas
    }

    fn look(&mut self, snapshot: &Snapshot) {
        for user in &snapshot.users.items {
            let person = self.person(&user.email);
            let role = organization_role(&user.role);
            let active = user.status.as_ref().is_none_or(|it| it.to_string() == "active");
            // Of two accounts, nobody counts on more than both have.
            let other =
                self.known[person].then_some((self.start.seats[person], self.accepted[person]));
            self.twice[person] |= other.is_some();
            self.second_seats += usize::from(other.is_some());
            let (most, all) = other.unwrap_or((role, true));
            self.start.seats[person] = if role == STRANGE { role } else { weaker(most, role) };
            self.accepted[person] = active && all;
            self.known[person] = true;
        }
        for workspace in &snapshot.workspaces.items {
            let id = Some(workspace.id);
            let number = self.workspace(&WorkspaceRef { name: workspace.name.clone(), id });
            self.start.names[number] = self.name(&workspace.name);
            self.list_whole[number] = workspace.users.is_complete();
            for user in &workspace.users.items {
                let person = self.person(&user.email);
                let there = self.start.access[number][person];
                self.twice[person] |= there != NONE;
                let role = workspace_role(&user.role);
                self.start.access[number][person] =
                    if there == NONE { role } else { there.min(role) };
                if self.start.seats[person] == NONE {
                    // Only the workspaces' lists tell, and one that says pending is believed.
                    let active = user.status.as_ref().is_none_or(|it| it.to_string() == "active");
                    self.accepted[person] =
                        active && (self.accepted[person] || !self.known[person]);
                }
                self.known[person] = true;
            }
        }
    }

    pub(super) fn person(&mut self, email: &Email) -> usize {
        number(&mut self.people, email.as_str().to_lowercase())
    }

    pub(super) fn workspace(&mut self, workspace: &WorkspaceRef) -> usize {
        let id = workspace.id.map(|it| it.get());
        let name = if id.is_some() { String::new() } else { key(&workspace.name) };
        number(&mut self.workspaces, (id, name))
    }

    pub(super) fn name(&mut self, name: &WorkspaceName) -> u8 {
        u8::try_from(number(&mut self.names, key(name))).unwrap()
    }

    /// Who has access in the beginning, and with every change made in the end; and who is invited how.
    pub(in crate::plan::tests) fn look_ahead(&mut self, all: &[Single]) {
        let mut end = self.start;
        for losses in [false, true] {
            for single in all.iter().filter(|it| it.takes_away == losses) {
                single.act.apply(&mut end);
            }
        }
        self.keep_access =
            (0..MOST).filter(|it| self.start.reaches(*it) && end.reaches(*it)).collect();
        for single in all {
            if let Act::Invite { person, .. } = single.act {
                self.invited[person] = true;
            }
        }
    }

    pub(super) fn has_owner(&self, state: &State, workspace: usize) -> bool {
        (0..MOST).any(|it| state.access[workspace][it] == OWNER && self.accepted[it])
    }

    /// R4: how many people have to leave before all who are invited automatically can come, if a person
    /// makes the manual invitations first.
    pub(in crate::plan::tests) fn removals_needed(&self, all: &[Single]) -> usize {
        let Some(seats) = self.seats else { return 0 };
        let invites =
            |it: &Single| matches!(it.act, Act::Invite { .. } | Act::Add { invites: true, .. });
        let placed = || all.iter().filter(|it| it.wave.is_some() && invites(it));
        if !placed().any(|it| it.by_machine) {
            return 0;
        }
        (self.start.people() + self.second_seats + placed().count()).saturating_sub(seats)
    }

    /// Whether it got too big to be tried out.
    pub(in crate::plan::tests) fn is_too_big(&self) -> bool {
        self.people.len() > MOST || self.workspaces.len() > MOST
    }
}

fn weaker(one: u8, other: u8) -> u8 {
    if one == STRANGE { one } else { one.min(other) }
}

fn number<T: PartialEq>(list: &mut Vec<T>, item: T) -> usize {
    list.iter().position(|it| *it == item).unwrap_or_else(|| {
        list.push(item);
        list.len() - 1
    })
}

fn key(name: &WorkspaceName) -> String {
    name.as_str().trim().to_lowercase()
}

/// The live workspaces for which the manifest lists an owner.
fn owned(desired: &Desired, snapshot: &Snapshot) -> Vec<WorkspaceRef> {
    let live = &snapshot.workspaces.items;
    let wanted = &desired.workspaces;
    let is_pinned = |id| {
        let retired = desired.retired.iter().filter_map(|it| it.id);
        wanted.iter().filter_map(|it| it.id).chain(retired).any(|it| it == id)
    };
    let named = |name: &WorkspaceName| {
        live.iter().find(|it| key(&it.name) == key(name) && !is_pinned(it.id))
    };
    let former =
        |it: &DesiredWorkspace| it.former_name.as_ref().filter(|_| it.id.is_none()).and_then(named);
    // All sets of former names, the largest first: the first one in which nobody is in the way of another.
    let mut sets: Vec<usize> = (0..1 << wanted.len()).collect();
    sets.sort_by_key(|set| std::cmp::Reverse(set.count_ones()));
    let counts = |set: usize, it: usize| set & (1 << it) != 0;
    let fits = |set: &usize| {
        let moved = |id| {
            let mut movers = (0..wanted.len()).filter(|it| counts(*set, *it));
            movers.any(|it| former(&wanted[it]).is_some_and(|it| it.id == id))
        };
        (0..wanted.len()).filter(|it| counts(*set, *it)).all(|it| {
            let Some(was) = former(&wanted[it]) else { return false };
            let keeps_name = |other: &&crate::model::Workspace| {
                let moves_by_id = wanted
                    .iter()
                    .any(|it| it.id == Some(other.id) && key(&it.name) != key(&other.name));
                key(&other.name) == key(&wanted[it].name) && !moved(other.id) && !moves_by_id
            };
            let stays = |other: usize| {
                wanted[other].id.is_none()
                    && key(&wanted[other].name) == key(&was.name)
                    && !counts(*set, other)
            };
            !live.iter().any(|it| keeps_name(&it)) && !(0..wanted.len()).any(stays)
        })
    };
    let set = sets.into_iter().find(fits).unwrap_or(0);
    let mut found = Vec::new();
    for (number, it) in wanted.iter().enumerate() {
        let people = it.users.iter().flatten();
        let there = match it.id {
            Some(id) => live.iter().find(|it| it.id == id),
            None if counts(set, number) => former(it),
            None => named(&it.name),
        };
        if let Some(there) =
            there.filter(|_| people.into_iter().any(|it| it.1.role == WorkspaceRole::Owner))
        {
            found.push(WorkspaceRef { name: there.name.clone(), id: Some(there.id) });
        }
    }
    found
}
