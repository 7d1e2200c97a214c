use super::super::sentence::Sentence;
use crate::model::Email;
use crate::plan::{Action, OrganizationPlan, Unmanaged};
use std::collections::BTreeSet;

/// Which e-mails go out, and which seats are taken and freed.
pub(super) fn effects(plan: &OrganizationPlan) -> Vec<Sentence> {
    let mut all = Vec::new();
    let mails = invited(plan);
    if !mails.is_empty() {
        let number = mails.len() as u64;
        let words = Sentence::new().count(number, "e-mail goes", "e-mails go");
        all.push(words.say(" out, which can't be unsent: ").people(mails));
    }
    let (taken, freed) = (taking(plan), freeing(plan));
    all.extend(seats(taken.len() as u64, freed.len() as u64));
    all
}

/// `4 seats are taken, 1 is freed`.
fn seats(taken: u64, freed: u64) -> Option<Sentence> {
    let words = match taken {
        0 => Sentence::new(),
        taken => Sentence::new().count(taken, "seat is taken", "seats are taken"),
    };
    match (taken, freed) {
        (0, 0) => None,
        (_, 0) => Some(words),
        (0, freed) => Some(words.count(freed, "seat is freed", "seats are freed")),
        (_, freed) => Some(words.say(", ").count(freed, "is freed", "are freed")),
    }
}

/// The same as [`effects`] for plans that are told together, in numbers.
pub(super) fn effects_of_all(plans: &[&OrganizationPlan]) -> Vec<Sentence> {
    let sum = |of: fn(&OrganizationPlan) -> BTreeSet<&Email>| -> u64 {
        plans.iter().map(|plan| of(plan).len() as u64).sum()
    };
    let mut all = Vec::new();
    let mails = sum(invited);
    if mails > 0 {
        let words = Sentence::new().count(mails, "e-mail goes", "e-mails go");
        all.push(words.say(" out, which can't be unsent"));
    }
    all.extend(seats(sum(taking), sum(freeing)));
    all
}

/// How much is left alone in plans that are told together.
pub(super) fn unmanaged_of_all(plans: &[&OrganizationPlan]) -> Vec<Sentence> {
    let sum = |of: fn(&Unmanaged) -> usize| -> u64 {
        plans.iter().map(|plan| of(&plan.unmanaged) as u64).sum()
    };
    let mut all = Vec::new();
    let workspaces = sum(|it| it.workspaces.len());
    if workspaces > 0 {
        let words = Sentence::new().count(
            workspaces,
            "workspace is in no manifest and is",
            "workspaces are in no manifest and are",
        );
        all.push(words.say(" left alone"));
    }
    let users = sum(|it| it.users.len());
    if users > 0 {
        let words = Sentence::new().count(
            users,
            "person is not managed and is",
            "people are not managed and are",
        );
        all.push(words.say(" left alone"));
    }
    all
}

fn invited(plan: &OrganizationPlan) -> BTreeSet<&Email> {
    people(plan, |action| action.invites())
}

fn taking(plan: &OrganizationPlan) -> BTreeSet<&Email> {
    people(plan, |action| action.takes_seats())
}

fn freeing(plan: &OrganizationPlan) -> BTreeSet<&Email> {
    people(plan, |action| action.frees_seats())
}

fn people<'a>(
    plan: &'a OrganizationPlan,
    of: impl Fn(&'a Action) -> Vec<&'a Email>,
) -> BTreeSet<&'a Email> {
    plan.pending().flat_map(|step| of(&step.action)).collect()
}
