//! Whether there is an order: all of them are tried, remembering which sets of changes lead nowhere.

use super::atlas::Atlas;
use super::legal::Verdict;
use super::single::{Act, Single};
use super::state::State;
use std::fmt;

/// How a plan is not complete.
#[derive(Clone, Debug)]
pub(in crate::plan::tests) enum Incomplete {
    /// Some order of all changes is safe, and not all are placed.
    AllCouldBeMade,
    /// This one could be made besides those that are.
    OneMore(String),
}

impl fmt::Display for Incomplete {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AllCouldBeMade => f.write_str("all changes could be made"),
            Self::OneMore(which) => write!(f, "{which} could be made besides"),
        }
    }
}

/// What is to be ordered: automatic changes, and those that a person makes at any time or never.
pub(super) struct Search<'a> {
    pub(super) atlas: &'a Atlas,
    pub(super) machine: Vec<Act>,
    pub(super) person: Vec<Act>,
}

/// Checks that a plan is complete as DESIGN §5 has it.
pub(in crate::plan::tests) fn complete(atlas: &Atlas, all: &[Single]) -> Result<(), Incomplete> {
    let hopeful = |it: &&Single| !it.hopeless;
    if all.iter().filter(hopeful).all(|it| it.wave.is_some()) {
        return Ok(());
    }
    if Search::of(atlas, all.iter().filter(hopeful)).succeeds() {
        return Err(Incomplete::AllCouldBeMade);
    }
    for (number, one) in all.iter().enumerate() {
        if one.wave.is_some() || one.hopeless {
            continue;
        }
        let with =
            all.iter().enumerate().filter(|(it, other)| *it == number || other.wave.is_some());
        if Search::of(atlas, with.map(|(_, it)| it)).succeeds() {
            return Err(Incomplete::OneMore(format!("{:?} of step {}", one.act, one.step + 1)));
        }
    }
    Ok(())
}

impl<'a> Search<'a> {
    pub(super) fn of<'b>(atlas: &'a Atlas, changes: impl Iterator<Item = &'b Single>) -> Self {
        let (mut machine, mut person) = (Vec::new(), Vec::new());
        for it in changes {
            if it.by_machine { machine.push(it.act) } else { person.push(it.act) }
        }
        Self { atlas, machine, person }
    }

    fn succeeds(&self) -> bool {
        if !self.hands_have_seats() {
            return false;
        }
        let mut dead = vec![false; 1 << self.machine.len()];
        self.leads_on(0, self.atlas.start, &mut dead)
    }

    /// By hand nobody waits for somebody else to leave, not even where a workspace has to be made first.
    fn hands_have_seats(&self) -> bool {
        let invites = |it: &&Act| matches!(it, Act::Invite { .. } | Act::Add { invites: true, .. });
        let invited = self.person.iter().filter(invites).count();
        let people = self.atlas.start.people();
        invited == 0 || self.atlas.seats.is_none_or(|seats| people + invited <= seats)
    }

    fn leads_on(&self, done: usize, state: State, dead: &mut [bool]) -> bool {
        if dead[done] {
            return false;
        }
        let found = self.with_any_hands(&state, self.others(done)).is_some_and(|states| {
            if done + 1 == 1 << self.machine.len() {
                return self.all_hands_can(&state);
            }
            (0..self.machine.len()).filter(|it| done & (1 << it) == 0).any(|next| {
                let act = self.machine[next];
                let others = self.others(done | 1 << next);
                let fine = |it: &State| self.atlas.verdict(act, it, others) == Verdict::Fine;
                let mut after = state;
                act.apply(&mut after);
                states.iter().all(fine) && self.leads_on(done | 1 << next, after, dead)
            })
        });
        dead[done] = !found;
        found
    }

    /// Whether automatic changes, deletions aside, are still to be made.
    fn others(&self, done: usize) -> bool {
        (0..self.machine.len())
            .any(|it| done & (1 << it) == 0 && !matches!(self.machine[it], Act::Delete { .. }))
    }

    /// The states that a person can make of this one by any of the manual changes; `None` where one is against a rule.
    pub(super) fn with_any_hands(&self, state: &State, others: bool) -> Option<Vec<State>> {
        let mut states: Vec<(State, usize)> = vec![(*state, 0)];
        let mut next = 0;
        while next < states.len() {
            let (here, done) = states[next];
            next += 1;
            if self.atlas.broken(&here).is_some() {
                return None;
            }
            for (number, act) in self.person.iter().enumerate() {
                if done & (1 << number) != 0 {
                    continue;
                }
                match self.atlas.verdict(*act, &here, others) {
                    Verdict::Breaks(_) => return None,
                    Verdict::Impossible => {}
                    Verdict::Fine => {
                        let mut after = here;
                        act.apply(&mut after);
                        let reached = (after, done | 1 << number);
                        if !states.contains(&reached) {
                            states.push(reached);
                        }
                    }
                }
            }
        }
        Some(states.into_iter().map(|(state, _)| state).collect())
    }

    /// In the end a person can make each of the manual changes, whichever others were not made.
    fn all_hands_can(&self, state: &State) -> bool {
        self.person.iter().all(|act| self.atlas.verdict(*act, state, false) == Verdict::Fine)
    }
}
