use super::super::sentence::Sentence;
use crate::model::Email;
use crate::plan::{Action, OrganizationPlan, Unmanaged};
use std::collections::BTreeSet;

/// Which e-mails go out, and which seats are taken and freed; apart from that what steps by hand do, which a person may
/// take later or never.
pub(super) fn effects(plan: &OrganizationPlan) -> Vec<Sentence> {
    let told = |hands: Hands| {
        let mut all = Vec::new();
        let mails = hands.invited(plan);
        if !mails.is_empty() {
            let words = e_mails(mails.len() as u64).say(": ").people(mails);
            all.push(hands.says().then(words));
        }
        let (taken, freed) = (hands.taking(plan).len() as u64, hands.freeing(plan).len() as u64);
        all.extend(seats(taken, freed).map(|words| hands.says().then(words)));
        all
    };
    Hands::ALL.into_iter().flat_map(told).collect()
}

/// `4 e-mails go out, which can't be unsent`.
fn e_mails(number: u64) -> Sentence {
    Sentence::new().count(number, "e-mail goes", "e-mails go").say(" out, which can't be unsent")
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
    let told = |hands: Hands| {
        let sum = |of: fn(Hands, &OrganizationPlan) -> BTreeSet<&Email>| -> u64 {
            plans.iter().map(|plan| of(hands, plan).len() as u64).sum()
        };
        let mails = sum(Hands::invited);
        let mails = (mails > 0).then(|| e_mails(mails));
        let seats = seats(sum(Hands::taking), sum(Hands::freeing));
        let all = [mails, seats].into_iter().flatten();
        all.map(|words| hands.says().then(words)).collect::<Vec<_>>()
    };
    Hands::ALL.into_iter().flat_map(told).collect()
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

/// Who takes steps.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Hands {
    Machine,
    Person,
}

impl Hands {
    const ALL: [Self; 2] = [Self::Machine, Self::Person];

    fn says(self) -> Sentence {
        match self {
            Self::Machine => Sentence::new(),
            Self::Person => Sentence::new().strong("by hand").say(": "),
        }
    }

    fn invited(self, plan: &OrganizationPlan) -> BTreeSet<&Email> {
        self.people(plan, |action| action.invites())
    }

    fn taking(self, plan: &OrganizationPlan) -> BTreeSet<&Email> {
        self.people(plan, |action| action.takes_seats())
    }

    fn freeing(self, plan: &OrganizationPlan) -> BTreeSet<&Email> {
        self.people(plan, |action| action.frees_seats())
    }

    fn people<'a>(
        self,
        plan: &'a OrganizationPlan,
        of: impl Fn(&'a Action) -> Vec<&'a Email>,
    ) -> BTreeSet<&'a Email> {
        let own = plan.pending().filter(|step| step.is_manual() == (self == Self::Person));
        own.flat_map(|step| of(&step.action)).collect()
    }
}
