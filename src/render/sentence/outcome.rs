use super::{Mark, Sentence, lines};
use crate::apply::{Leftover, Status, StepReport};
use crate::model::{Email, WorkspaceName};
use crate::plan::Step;

/// What a step of a report did: in the words of the plan where that is at hand, else from what the report keeps.
pub(crate) fn done(step: &StepReport, planned: Option<&Step>) -> Vec<(Option<Email>, Sentence)> {
    if let Some(planned) = planned {
        return lines(planned).into_iter().map(|line| (line.person, line.words)).collect();
    }
    let StepReport { id: _, status: _, attempts: _, detail: _, action, workspace, people } = step;
    let batch = people.len() > 1;
    if !batch {
        return vec![(people.first().cloned(), told(action, workspace.as_ref(), people))];
    }
    let one = |person: &Email| told(action, workspace.as_ref(), std::slice::from_ref(person));
    people.iter().map(|person| (Some(person.clone()), one(person))).collect()
}

/// Something that is not done yet.
pub(crate) fn leftover(left: &Leftover) -> Sentence {
    let Leftover { step, action, workspace, people } = left;
    let words = match step {
        Some(step) => Sentence::of("step ").step(step).say(": "),
        None => Sentence::new(),
    };
    words.then(told(action, workspace.as_ref(), people))
}

/// The sign and the word of a status.
pub(crate) const fn status(status: Status) -> (Mark, &'static str) {
    match status {
        Status::Done => (Mark::Done, ""),
        Status::Already => (Mark::Done, "already so"),
        Status::Failed => (Mark::Failed, "failed"),
        Status::Unknown => (Mark::Unknown, "unknown"),
        Status::NotAttempted => (Mark::Missed, "not attempted"),
        Status::Manual => (Mark::Hand, "by hand"),
        Status::Held => (Mark::Held, "held"),
    }
}

fn told(action: &str, workspace: Option<&WorkspaceName>, people: &[Email]) -> Sentence {
    let people = || Sentence::new().people(people);
    let named = |words: Sentence| match workspace {
        Some(workspace) => words.workspace(workspace),
        None => words.say("a workspace"),
    };
    match action {
        "update_organization" => Sentence::of("the organization is renamed"),
        "create_workspace" => named(Sentence::of("workspace ")).say(" is created"),
        "update_workspace" => named(Sentence::of("workspace ")).say(" is changed"),
        "delete_workspace" => named(Sentence::of("workspace ")).say(" is deleted with its data"),
        "add_workspace_users" => named(people().say(": access to ")),
        "change_workspace_access" => named(people().say(": other access to ")),
        "revoke_workspace_access" => named(people().say(" loses ")),
        "invite_organization_user" => people().say(" is invited to the organization"),
        "change_organization_role" => people().say(": another role in the organization"),
        "remove_organization_user" => people().say(" is removed from the organization"),
        "resend_invitation" => people().say(" is sent the invitation again"),
        other => Sentence::new().name(other).say(" ").then(people()),
    }
}
