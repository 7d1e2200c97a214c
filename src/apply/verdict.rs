use super::ids::Ids;
use super::look::Look;
use crate::plan::{Answer, CannotTell, Fact, Note, Shown};
use std::sync::Mutex;

/// What is there in place of a fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Instead {
    fact: Fact,
    pub(super) shown: Shown,
}

/// What a fresh look says of several facts together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It shows all of them.
    Shows {
        /// What could not be seen of one.
        note: Option<Note>,
    },
    /// It shows something else in place of these.
    Otherwise(Vec<Instead>),
    /// It can't tell one, and shows nothing else in place of another.
    CannotTell {
        /// Why.
        why: CannotTell,
        /// Why, in words.
        text: String,
    },
}

impl Verdict {
    /// Asks facts. `said` is whether the platform says that they are so: for somebody who was to be added that counts
    /// where no list can show it.
    pub(super) fn of(look: &Look, ids: &Mutex<Ids>, facts: &[Fact], said: bool) -> Self {
        let (mut instead, mut unseen, mut noted) = (Vec::new(), None, None);
        for fact in facts {
            let answer = look.ask(ids, fact);
            let word_counts =
                said && matches!(fact, Fact::Access { .. } | Fact::InOrganization { .. });
            match if word_counts { answer.on_the_platforms_word() } else { answer } {
                Answer::Otherwise(shown) => instead.push(Instead { fact: fact.clone(), shown }),
                Answer::CannotTell(why) => unseen = Some(why),
                Answer::Shows { note } => noted = noted.or(note),
            }
        }
        match unseen {
            _ if !instead.is_empty() => Self::Otherwise(instead),
            Some(why) => Self::CannotTell { text: look.why(&why), why },
            None => Self::Shows { note: noted },
        }
    }

    pub(super) const fn shows(&self) -> bool {
        matches!(self, Self::Shows { .. })
    }
}

impl Instead {
    /// What is there, and of whom or what: `in Sales, ana@acme.example has access as agent`.
    fn sentence(&self) -> String {
        let Self { fact, shown } = self;
        match (fact.workspace(), fact.email()) {
            (Some(workspace), Some(email)) => {
                format!("in {}, {email} {shown}", workspace.name.quoted())
            }
            (Some(workspace), None) => format!("workspace {} {shown}", workspace.name.quoted()),
            (None, Some(email)) => format!("{email} {shown}"),
            (None, None) => format!("the organization {shown}"),
        }
    }

    /// Why a step fails that the platform says is done already: `is there already, as agent`.
    fn already(&self) -> String {
        let Self { fact, shown } = self;
        match (shown, fact) {
            (_, Fact::NotInOrganization(_) | Fact::NoAccess { .. } | Fact::NoWorkspace(_)) => {
                "the platform says that this is gone already, but it is still there".to_owned()
            }
            (Shown::Access { role, .. }, Fact::Access { role: wanted, .. }) if role == wanted => {
                format!("is there already, but {shown}")
            }
            (Shown::Access { role, .. }, _) => format!("is there already, as {role}"),
            (Shown::InOrganization { role, .. }, _) => format!("is there already, as {role}"),
            (Shown::Workspace(fields), _) => format!("is there already, and {fields}"),
            _ => {
                let shows = self.sentence();
                format!("the platform says that this is so already, but shows that {shows}")
            }
        }
    }
}

/// What is there in place of facts, in words.
pub(super) fn sentence(instead: &[Instead]) -> String {
    let all: Vec<String> = instead.iter().map(Instead::sentence).collect();
    all.join("; ")
}

/// Why a step fails that the platform says is done already, in words.
pub(super) fn already(instead: &[Instead]) -> String {
    let all: Vec<String> = instead.iter().map(Instead::already).collect();
    all.join("; ")
}
