//! A number that must not fall below a floor while changes, in whatever order, push it up and down.

use crate::plan::change::{By, Number};

/// How many there are, and which placed changes add or take one.
///
/// A manual change may be made at any time or never, so a machine's change can't count on one that adds,
/// and a manual change that takes has to be harmless before any machine's change has added.
#[derive(Clone, Debug, Default)]
pub(super) struct Counter {
    live: i64,
    floor: i64,
    machine_up: Vec<Number>,
    person_up: Vec<Number>,
    machine_down: i64,
    person_down: i64,
}

/// Why one more can't be taken.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Short {
    /// Too few would be left, whatever else is done.
    Floor,
    /// Enough would be left once these manual changes are made.
    NeedsPerson(Vec<Number>),
    /// Enough would be left once these automatic changes are made.
    NeedsMachine(Vec<Number>),
}

impl Counter {
    pub(super) fn new(live: usize, floor: usize) -> Self {
        Self { live: count(live), floor: count(floor.min(live)), ..Self::default() }
    }

    pub(super) fn add(&mut self, by: By, change: Number) {
        match by {
            By::Machine => self.machine_up.push(change),
            By::Person => self.person_up.push(change),
        }
    }

    /// Whether one more may be taken.
    pub(super) fn check(&self, by: By) -> Result<(), Short> {
        if self.floor == 0 {
            // Two changes may take the same one: a revocation, and the deletion of its workspace.
            return Ok(());
        }
        let left = self.live - self.machine_down - self.person_down - 1;
        let at_last = left + count(self.machine_up.len());
        let at_first = self.live - self.person_down - 1;
        if at_last < self.floor {
            let with_people = at_last + count(self.person_up.len());
            return Err(if with_people < self.floor {
                Short::Floor
            } else {
                Short::NeedsPerson(self.person_up.clone())
            });
        }
        if by == By::Person && at_first < self.floor {
            return Err(Short::NeedsMachine(self.machine_up.clone()));
        }
        Ok(())
    }

    pub(super) const fn take(&mut self, by: By) {
        match by {
            By::Machine => self.machine_down += 1,
            By::Person => self.person_down += 1,
        }
    }
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX / 4)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_machine_may_count_on_a_machine() {
        let mut admins = Counter::new(1, 1);
        assert_eq!(admins.check(By::Machine), Err(Short::Floor));
        admins.add(By::Machine, Number(7));
        assert_eq!(admins.check(By::Machine), Ok(()));
        admins.take(By::Machine);
        assert_eq!(admins.check(By::Machine), Err(Short::Floor));
    }

    #[test]
    fn nobody_may_count_on_a_person() {
        let mut admins = Counter::new(1, 1);
        admins.add(By::Person, Number(7));
        assert_eq!(admins.check(By::Machine), Err(Short::NeedsPerson(vec![Number(7)])));
        assert_eq!(admins.check(By::Person), Err(Short::NeedsPerson(vec![Number(7)])));
    }

    #[test]
    fn a_person_may_come_before_the_machine() {
        let mut admins = Counter::new(1, 1);
        admins.add(By::Machine, Number(7));
        assert_eq!(admins.check(By::Person), Err(Short::NeedsMachine(vec![Number(7)])));
    }

    #[test]
    fn without_a_floor_the_same_one_may_be_taken_twice() {
        let mut accesses = Counter::new(1, 0);
        accesses.take(By::Machine);
        assert_eq!(accesses.check(By::Machine), Ok(()));
    }

    #[test]
    fn fewer_than_the_floor_never_get_worse() {
        let counter = Counter::new(1, 2);
        assert_eq!(counter.check(By::Machine), Err(Short::Floor));
    }
}
