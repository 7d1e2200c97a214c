use super::super::sentence::Sentence;
use crate::model::Email;
use crate::plan::{Action, Execution, OrganizationPlan, Reversible, Step, Unmanaged};
use std::collections::BTreeSet;

/// Steps that are to be taken, by rolecall or by a person.
fn pending(plan: &OrganizationPlan) -> impl Iterator<Item = &Step> {
    plan.steps.iter().filter(|step| !matches!(step.execution, Execution::Held { .. }))
}

/// Which workspaces are deleted, with all that is in them.
pub(super) fn destroyed(plan: &OrganizationPlan) -> Vec<Sentence> {
    let gone = pending(plan).filter_map(|step| {
        let Action::DeleteWorkspace { workspace, contacts } = &step.action else { return None };
        let words = Sentence::of("workspace ").workspace(&workspace.name).say(" is gone");
        Some(match contacts {
            Some(number) => {
                words.say(", and its ").count(*number, "contact", "contacts").say(" with it")
            }
            None => words.say(", and all its data with it"),
        })
    });
    gone.collect()
}

/// What else of a plan can't be taken back: what is lost on the way.
pub(super) fn irreversible(plan: &OrganizationPlan) -> Vec<Sentence> {
    let unassigned = revoked_without_receiver(plan);
    if unassigned.is_empty() {
        return Vec::new();
    }
    let words = Sentence::of("nobody takes over the contacts of ").people(unassigned);
    vec![words.say(": which they were is not kept")]
}

fn revoked_without_receiver(plan: &OrganizationPlan) -> BTreeSet<&Email> {
    let lossy = pending(plan).filter(|step| step.action.reversible() == Reversible::LosesData);
    lossy
        .filter_map(|step| match &step.action {
            Action::RevokeWorkspaceAccess { email, reassign_to: None, .. } => Some(email),
            _ => None,
        })
        .collect()
}

/// Which e-mails go out, and which seats are taken and freed.
pub(super) fn effects(plan: &OrganizationPlan) -> Vec<Sentence> {
    let mut all = Vec::new();
    let mails = invited(plan);
    if !mails.is_empty() {
        let number = mails.len() as u64;
        let words = Sentence::new().count(number, "e-mail goes", "e-mails go");
        all.push(words.say(" out, which can't be unsent: ").people(mails));
    }
    let (taken, freed) = (taken(plan), freed(plan));
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

/// Whose invitation takes a seat.
fn taken(plan: &OrganizationPlan) -> BTreeSet<&Email> {
    people(plan, |action| match action {
        Action::ResendInvitation { .. } => Vec::new(),
        action => action.invites().collect(),
    })
}

/// Whose removal frees one.
fn freed(plan: &OrganizationPlan) -> BTreeSet<&Email> {
    people(plan, |action| match action {
        Action::RemoveOrganizationUser { email, .. } => vec![email],
        _ => Vec::new(),
    })
}

/// The same as [`irreversible`] for plans that are told together, in numbers.
pub(super) fn irreversible_of_all(plans: &[&OrganizationPlan]) -> Vec<Sentence> {
    let people: usize = plans.iter().map(|plan| revoked_without_receiver(plan).len()).sum();
    let words = Sentence::of("nobody takes over the contacts of ");
    let words = words.count(people as u64, "person", "people").say(": which they were is not kept");
    if people == 0 { Vec::new() } else { vec![words] }
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
    all.extend(seats(sum(taken), sum(freed)));
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
        let words = Sentence::new().count(workspaces, "workspace is", "workspaces are");
        all.push(words.say(" in no manifest, and left alone"));
    }
    let users = sum(|it| it.users.len());
    if users > 0 {
        let words = Sentence::new().count(users, "person is", "people are");
        all.push(words.say(" not managed, and left alone"));
    }
    all
}

fn invited(plan: &OrganizationPlan) -> BTreeSet<&Email> {
    people(plan, |action| action.invites().collect())
}

fn people<'a>(
    plan: &'a OrganizationPlan,
    of: impl Fn(&'a Action) -> Vec<&'a Email>,
) -> BTreeSet<&'a Email> {
    pending(plan).flat_map(|step| of(&step.action)).collect()
}
