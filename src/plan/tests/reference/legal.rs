//! R1 to R8, once more.

use super::atlas::Atlas;
use super::single::Act;
use super::state::{ADMIN, BILLING, MEMBER, MOST, NONE, State, USER_ADMIN};
use crate::plan::rules::Rule;

/// What becomes of a change that is tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    Fine,
    /// The platform has nothing to click on yet, or any more.
    Impossible,
    /// It goes against a rule.
    Breaks(Rule),
}

impl Atlas {
    /// Whether a change may be made in this state. `others` are automatic changes that are not made yet.
    pub(super) fn verdict(&self, act: Act, state: &State, others: bool) -> Verdict {
        use Verdict::{Breaks, Fine, Impossible};
        let is_there = |workspace: usize| state.is_there(workspace);
        let has = |workspace: usize, person: usize| state.access[workspace][person] != NONE;
        let possible = match act {
            Act::Nothing => true,
            Act::Create { workspace, name } => !is_there(workspace) && !state.names.contains(&name),
            Act::Rename { workspace, from, to } => {
                let taken = (0..MOST).any(|it| it != workspace && state.names[it] == to);
                state.names[workspace] == from && !taken
            }
            Act::Fields { workspace } | Act::Delete { workspace } => is_there(workspace),
            Act::Add { workspace, person, .. } => is_there(workspace) && !has(workspace, person),
            Act::Change { workspace, person, .. } | Act::Revoke { workspace, person } => {
                has(workspace, person)
            }
            Act::Invite { person, .. } => state.seats[person] == NONE,
            Act::Role { person, .. } | Act::Remove { person } => state.seats[person] != NONE,
        };
        if let Some(rule) = self.forbidden(act, state, others) {
            // What can't be done does no harm; but two invitations do, and nobody by hand waits for a seat.
            let harms = possible || matches!(rule, Rule::Limits | Rule::References);
            return if harms { Breaks(rule) } else { Impossible };
        }
        if possible { Fine } else { Impossible }
    }

    fn forbidden(&self, act: Act, state: &State, others: bool) -> Option<Rule> {
        if self.is_actors_own(act) || !self.actor_may(act) {
            return Some(Rule::OwnAccess);
        }
        if act.person().is_some_and(|person| self.twice[person]) {
            return Some(Rule::IncompleteRead);
        }
        let full = self.seats.is_some_and(|seats| state.people() + self.second_seats >= seats);
        match act {
            Act::Create { .. } if self.rooms.is_some_and(|it| state.workspaces() >= it) => {
                Some(Rule::Limits)
            }
            Act::Delete { .. } if others => Some(Rule::DeletionLast),
            Act::Delete { .. } if !self.workspaces_whole => Some(Rule::IncompleteRead),
            Act::Add { person, invites, .. } => {
                let seated = state.seats[person] != NONE || self.known[person];
                match (invites, seated) {
                    (true, true) => Some(Rule::References),
                    (false, false) => Some(Rule::References),
                    (true, false) if self.invited[person] => Some(Rule::References),
                    (true, false) if full => Some(Rule::Limits),
                    _ => None,
                }
            }
            Act::Invite { .. } if full => Some(Rule::Limits),
            Act::Revoke { workspace, .. } if !(self.users_whole && self.list_whole[workspace]) => {
                Some(Rule::IncompleteRead)
            }
            Act::Revoke { workspace, person }
                if self.copied.iter().any(|(at, old, new)| {
                    (*at, *old) == (workspace, person) && state.access[workspace][*new] == NONE
                }) =>
            {
                Some(Rule::References)
            }
            Act::Change { workspace, lowers: true, .. } if !self.list_whole[workspace] => {
                Some(Rule::IncompleteRead)
            }
            Act::Role { lowers: true, .. } if !self.users_whole => Some(Rule::IncompleteRead),
            Act::Remove { .. } if !(self.users_whole && self.workspaces_whole) => {
                Some(Rule::IncompleteRead)
            }
            Act::Remove { person } => {
                let left = (0..MOST).any(|it| state.access[it][person] != NONE);
                let unread = (0..MOST).any(|it| self.start.is_there(it) && !self.list_whole[it]);
                if left { Some(Rule::References) } else { unread.then_some(Rule::IncompleteRead) }
            }
            _ => None,
        }
    }

    fn is_actors_own(&self, act: Act) -> bool {
        match act {
            Act::Change { person, .. }
            | Act::Revoke { person, .. }
            | Act::Role { person, .. }
            | Act::Remove { person } => self.actor == Some(person),
            _ => false,
        }
    }

    /// `rules.md`, Organization roles.
    fn actor_may(&self, act: Act) -> bool {
        let Some(actor) = self.actor.filter(|_| self.users_seen) else { return true };
        if !self.accepted[actor] {
            return false;
        }
        match (self.start.seats[actor], act) {
            (ADMIN, _) => true,
            (USER_ADMIN, Act::Role { .. }) => false,
            (USER_ADMIN, Act::Invite { role, .. }) => role == MEMBER,
            (USER_ADMIN, Act::Remove { person }) => {
                matches!(self.start.seats[person], MEMBER | NONE)
            }
            (USER_ADMIN, _) => true,
            (BILLING | MEMBER | NONE, _) => false,
            _ => false,
        }
    }

    /// The first rule that does not hold in a state, however it came about.
    pub(super) fn broken(&self, state: &State) -> Option<Rule> {
        let admins = (0..MOST).filter(|it| state.seats[*it] == ADMIN && self.accepted[*it]);
        if admins.count() < self.admins_kept {
            return Some(Rule::AdminFloor);
        }
        let ownerless = |it: &usize| state.is_there(*it) && !self.has_owner(state, *it);
        if self.owned.iter().any(ownerless) {
            return Some(Rule::OwnerKept);
        }
        self.keep_access.iter().any(|it| !state.reaches(*it)).then_some(Rule::AccessKept)
    }
}
