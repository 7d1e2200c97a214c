use super::Sentence;
use crate::model::{Email, WorkspaceId};
use crate::plan::{Hold, PinnedInstead, StepId};

/// Why a step is held, in words.
#[must_use]
pub(crate) struct Why {
    /// `held`, or `held until 2026-12-01`.
    pub(crate) held: Sentence,
    /// What stands in the way.
    reason: Sentence,
    /// What to do about it.
    next: Sentence,
}

impl Why {
    /// Reason and next step, a line each.
    pub(crate) fn lines(self) -> Vec<Sentence> {
        let mut lines = vec![Sentence::of("because ").then(self.reason)];
        if !self.next.is_empty() {
            lines.push(Sentence::of("next: ").then(self.next));
        }
        lines
    }
}

/// Why a step is held, and what to do next.
pub(crate) fn hold(hold: &Hold) -> Why {
    let held = match hold {
        Hold::Embargo { until } => Sentence::new().strong("held").say(" until ").date(*until),
        _ => Sentence::new().strong("held"),
    };
    let (reason, next) = reason(hold);
    Why { held, reason, next }
}

fn reason(hold: &Hold) -> (Sentence, Sentence) {
    match hold {
        Hold::AwaitingAcceptance { people } => (
            have(Sentence::new().people(people), people, " has", " have")
                .say(" not accepted the invitation yet"),
            Sentence::of("run again once it is accepted"),
        ),
        Hold::Embargo { until } => (
            Sentence::of("invitations may not go out before ").date(*until),
            Sentence::of("run again from that day on"),
        ),
        Hold::OwnAccess => (
            Sentence::of("it is the actor's own access, which nobody can change for themselves"),
            Sentence::of("run with the credential of another admin"),
        ),
        Hold::NoPermission { role } if role == "none" => (
            Sentence::of("the actor is not in the organization"),
            Sentence::of("use the credential of somebody who is an admin there"),
        ),
        Hold::NoPermission { role } if role == "pending" => (
            Sentence::of("the actor has not accepted the invitation to the organization"),
            Sentence::of("accept it, or use the credential of somebody who is an admin there"),
        ),
        Hold::NoPermission { role } => (
            Sentence::of("the actor's role ").name(role).say(" may not do it"),
            Sentence::of("use the credential of an admin"),
        ),
        Hold::LastAdmin { min_admins, admins } => (
            last_admin(u64::from(*min_admins), admins),
            Sentence::of("make somebody else an admin and wait until they have accepted"),
        ),
        Hold::LastOwner { workspace } => (
            Sentence::new().workspace(workspace).say(" would have no accepted owner"),
            Sentence::of("run again once another owner has accepted"),
        ),
        Hold::SeatLimit { limit, people } => {
            (seats(*limit, people), Sentence::of("free a seat, or add seats to the subscription"))
        }
        Hold::WorkspaceLimit { limit } => (
            Sentence::of("the subscription allows ").count(*limit, "workspace", "workspaces"),
            Sentence::of("retire one, or add workspaces to the subscription"),
        ),
        Hold::NotResellerPartner => (
            Sentence::of("contact limits are for organizations of the Reseller Partner Programme"),
            Sentence::of("leave out ").code("contactLimit").say(", or ask respond.io to enrol it"),
        ),
        Hold::NotObserved { what } => (
            Sentence::of("what it rests on was not read, or not completely: ").prose(what),
            Sentence::of("see what can be read with ").code("rolecall doctor"),
        ),
        Hold::PinGone { id, instead } => (pin_gone(*id, instead.as_ref()), {
            let words = Sentence::of("put the id that is right into the manifest, or leave ");
            words.code("id").say(" out")
        }),
        Hold::TwoAccounts { email, ids } => (
            Sentence::new()
                .email(email)
                .say(" is there twice, under the ids ")
                .list(ids, |words, id| words.id(id.get())),
            Sentence::of("remove the account that isn't used in the platform's console"),
        ),
        Hold::UnmanagedAccess { workspaces } => (
            Sentence::of("there is still access to ")
                .list(workspaces, |words, workspace| words.workspace(workspace))
                .say(", whose users no manifest manages"),
            Sentence::of("list the users there, or revoke that access in the console"),
        ),
        Hold::DeletionNotAllowed => (
            Sentence::of("deleting a workspace has to be allowed for each run"),
            Sentence::of("run with ").code("--allow-workspace-deletion"),
        ),
        Hold::CreatedAfterExport { created, exported } => (
            Sentence::of("the workspace was created on ")
                .date(*created)
                .say(", after its data is said to have been exported on ")
                .date(*exported),
            Sentence::of("check the id, export the data and correct ").code("dataExported"),
        ),
        Hold::NameTaken { workspace } => (
            Sentence::of("another workspace has the name ").workspace(workspace),
            Sentence::of("rename or retire that one first"),
        ),
        Hold::DependsOnHeld { steps } => {
            (needs(steps, ", which is held", ", which are held"), Sentence::new())
        }
        Hold::DependsOnManual { steps } => (
            needs(steps, ", which is done by hand", ", which are done by hand"),
            Sentence::of("run again once that is done"),
        ),
        Hold::DependsOnAutomatic { steps } => (
            needs(
                steps,
                " first, so a person could do it too early",
                " first, so a person could do it too early",
            ),
            Sentence::of("run again after this plan is applied"),
        ),
    }
}

fn have(words: Sentence, people: &[Email], one: &'static str, many: &'static str) -> Sentence {
    words.say(if people.len() == 1 { one } else { many })
}

fn needs(steps: &[StepId], one: &'static str, many: &'static str) -> Sentence {
    let words = Sentence::of(if steps.len() == 1 { "it needs step " } else { "it needs steps " });
    words.list(steps, Sentence::step).say(if steps.len() == 1 { one } else { many })
}

fn last_admin(min_admins: u64, admins: &[Email]) -> Sentence {
    let words = Sentence::of("fewer than ").count(min_admins, "accepted admin", "accepted admins");
    let words = words.say(" would be left; now ");
    match admins {
        [] => words.say("there is none"),
        [one] => words.say("the only one is ").email(one),
        some => words.say("they are ").people(some),
    }
}

fn pin_gone(id: WorkspaceId, instead: Option<&PinnedInstead>) -> Sentence {
    let words = Sentence::of("the manifest pins id ").id(id.get());
    match instead {
        Some(PinnedInstead { id: other, name }) if *other == id => {
            words.say(", which is workspace ").workspace(name).say(" now")
        }
        Some(PinnedInstead { id: other, name }) => {
            let words = words.say(", which is not there any more; workspace ").workspace(name);
            words.say(" has id ").id(other.get())
        }
        None => words.say(", which is not there any more"),
    }
}

fn seats(limit: u64, people: &[Email]) -> Sentence {
    let words = Sentence::of("every seat is taken (").count(limit, "seat", "seats").say(")");
    if people.is_empty() {
        return words;
    }
    have(
        words.say(", and ").people(people),
        people,
        " can't be removed now",
        " can't be removed now",
    )
}
