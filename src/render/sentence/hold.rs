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
            Sentence::of("run again once it has been accepted"),
        ),
        Hold::Embargo { until } => (
            Sentence::of("invitations may not go out before ").date(*until),
            Sentence::of("run again on or after that day"),
        ),
        Hold::OwnAccess => (
            Sentence::of("this is the actor's own access, which only somebody else can change"),
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
            Sentence::of("the actor's role, ").name(role).say(", does not allow it"),
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
            Sentence::of("the subscription allows no more than ").count(
                *limit,
                "workspace",
                "workspaces",
            ),
            Sentence::of("retire one, or add workspaces to the subscription"),
        ),
        Hold::NotResellerPartner => (
            Sentence::of(
                "only organizations in the Reseller Partner Programme have contact limits",
            ),
            Sentence::of("leave out ")
                .code("contactLimit")
                .say(", or ask respond.io to enrol the organization"),
        ),
        Hold::NotObserved { what } => (
            Sentence::of("it depends on something that was not read, or not in full: ").prose(what),
            Sentence::new().code("rolecall doctor").say(" shows what can be read"),
        ),
        Hold::PinGone { id, instead } => (pin_gone(*id, instead.as_ref()), {
            let words = Sentence::of("correct the id in the manifest, or leave ");
            words.code("id").say(" out")
        }),
        Hold::TwoAccounts { email, ids } => (
            Sentence::new()
                .email(email)
                .say(" has two accounts, with the ids ")
                .list(ids, |words, id| words.id(id.get())),
            Sentence::of("remove the unused account in the platform's console"),
        ),
        Hold::UnmanagedAccess { workspaces } => (
            Sentence::of("they still have access to ")
                .list(workspaces, |words, workspace| words.workspace(workspace))
                .say(", whose users no manifest manages"),
            Sentence::of("list the users there, or revoke that access in the console"),
        ),
        Hold::DeletionNotAllowed => (
            Sentence::of("deleting workspaces has to be allowed for each run"),
            Sentence::of("plan and apply with ").code("--allow-workspace-deletion"),
        ),
        Hold::CreatedAfterExport { created, exported } => (
            Sentence::of("the workspace was created on ")
                .date(*created)
                .say(", after its data is said to have been exported on ")
                .date(*exported),
            Sentence::of("check the id, export the data and correct ").code("dataExported"),
        ),
        Hold::NameTaken { workspace } => (
            Sentence::of("another workspace is called ").workspace(workspace),
            Sentence::of("rename or retire that one first"),
        ),
        Hold::DependsOnHeld { steps } => {
            (needs(steps, ", which is held", ", which are held"), Sentence::new())
        }
        Hold::DependsOnManual { steps } => (
            needs(steps, ", which is to be done by hand", ", which are to be done by hand"),
            Sentence::of("run again once that is done"),
        ),
        Hold::DependsOnAutomatic { steps } => (
            needs(steps, ", which rolecall takes", ", which rolecall takes")
                .say("; a person could be too early"),
            Sentence::of("run again once this plan has been applied"),
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
    let words = words.say(" would be left; ");
    match admins {
        [] => words.say("there is none now"),
        [one] => words.say("the only one now is ").email(one),
        some => words.say("now they are ").people(some),
    }
}

fn pin_gone(id: WorkspaceId, instead: Option<&PinnedInstead>) -> Sentence {
    let words = Sentence::of("the manifest pins id ").id(id.get());
    match instead {
        Some(PinnedInstead { id: other, name }) if *other == id => {
            words.say(", which is now workspace ").workspace(name)
        }
        Some(PinnedInstead { id: other, name }) => {
            let words = words.say(", which no longer exists; workspace ").workspace(name);
            words.say(" has id ").id(other.get())
        }
        None => words.say(", which no longer exists"),
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
