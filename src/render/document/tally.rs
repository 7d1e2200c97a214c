use super::super::sentence::Sentence;
use crate::model::Email;
use crate::plan::{Action, Execution, OrganizationPlan, Reversible, Step};
use std::collections::BTreeSet;

/// Steps that are to be taken, by rolecall or by a person.
fn pending(plan: &OrganizationPlan) -> impl Iterator<Item = &Step> {
    plan.steps.iter().filter(|step| !matches!(step.execution, Execution::Held { .. }))
}

/// What of a plan can't be taken back: what is destroyed first, then what is lost on the way.
pub(super) fn irreversible(plan: &OrganizationPlan) -> Vec<Sentence> {
    let mut all = Vec::new();
    for step in pending(plan) {
        if let Action::DeleteWorkspace { workspace, contacts } = &step.action {
            let words = Sentence::of("workspace ").workspace(&workspace.name).say(" is gone");
            all.push(match contacts {
                Some(number) => {
                    words.say(", and its ").count(*number, "contact", "contacts").say(" with it")
                }
                None => words.say(", and all its data with it"),
            });
        }
    }
    let unassigned = revoked_without_receiver(plan);
    if !unassigned.is_empty() {
        let words = Sentence::of("nobody takes over the contacts of ").people(unassigned);
        all.push(words.say(": which they were is not kept"));
    }
    all
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
    let taken = people(plan, |action| match action {
        Action::ResendInvitation { .. } => Vec::new(),
        action => action.invites().collect(),
    });
    let freed = people(plan, |action| match action {
        Action::RemoveOrganizationUser { email, .. } => vec![email],
        _ => Vec::new(),
    });
    if !taken.is_empty() || !freed.is_empty() {
        let words = Sentence::new().count(taken.len() as u64, "seat is taken", "seats are taken");
        all.push(words.say(", ").number(freed.len() as u64).say(" freed"));
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
