use super::{Impact, Mark, Sentence, StepSentence, Subject};
use crate::model::{Email, Seen, WorkspaceName};
use jiff::civil::Date;
use std::rc::Rc;

/// One change of a step, or one note about somebody, that one sentence can tell of many organizations at once.
#[derive(Clone)]
pub(crate) struct GroupedChange<'a> {
    /// What it means for whom it is about.
    pub(crate) impact: Impact,
    /// Its sign.
    pub(crate) mark: Mark,
    /// Whom it is about.
    pub(crate) person: Option<&'a Email>,
    /// Where.
    pub(crate) workspace: Option<&'a WorkspaceName>,
    /// Who takes over the contacts of somebody who leaves.
    pub(crate) receiver: Option<&'a Email>,
    /// The last day of what they are given.
    pub(crate) until: Option<Date>,
    /// The last day for which they were listed.
    pub(crate) ended: Option<Date>,
    words: Rc<dyn Fn(&GroupWords<'_>) -> Sentence + 'a>,
}

/// What a sentence about many organizations says of all of them.
#[derive(Clone, Debug)]
pub(crate) struct GroupWords<'a> {
    /// Whom it is about.
    pub(crate) who: Subject<'a>,
    /// Where.
    pub(crate) place: Sentence,
    /// Who takes over contacts, where that is the same person everywhere.
    pub(crate) receiver: Option<&'a Email>,
}

impl<'a> GroupedChange<'a> {
    pub(crate) fn new(
        impact: Impact,
        mark: Mark,
        words: impl Fn(&GroupWords<'_>) -> Sentence + 'a,
    ) -> Self {
        let words = Rc::new(words);
        Self {
            impact,
            mark,
            person: None,
            workspace: None,
            receiver: None,
            until: None,
            ended: None,
            words,
        }
    }

    pub(crate) fn about(self, person: &'a Email) -> Self {
        Self { person: Some(person), ..self }
    }

    pub(crate) fn at(self, workspace: &'a WorkspaceName) -> Self {
        Self { workspace: Some(workspace), ..self }
    }

    pub(crate) fn handed_to(self, receiver: Option<&'a Email>) -> Self {
        Self { receiver, ..self }
    }

    /// The sentence about one organization.
    pub(crate) fn alone(&self) -> StepSentence {
        let who = self.person.map_or(Subject::Some, |person| Subject::Named(vec![person]));
        let place = self.workspace.map_or_else(Sentence::new, |it| Sentence::new().workspace(it));
        let words = self.sentence(&GroupWords { who, place, receiver: self.receiver });
        StepSentence { mark: self.mark, person: self.person.cloned(), words }
    }

    /// The sentence about a group.
    pub(crate) fn sentence(&self, group: &GroupWords<'_>) -> Sentence {
        (self.words)(group).lasting(self.until, self.ended)
    }
}

impl GroupWords<'_> {
    pub(crate) fn place(&self) -> Sentence {
        self.place.clone()
    }

    /// `2 people`; the names, where they are the same everywhere.
    pub(crate) fn people(&self) -> Sentence {
        self.who.noun(Sentence::of("person"), Sentence::of("people"))
    }

    /// `2 agents`; the names, where they are the same everywhere.
    pub(crate) fn in_role<T: Copy + Into<&'static str>>(&self, role: &Seen<T>) -> Sentence {
        let word = || Sentence::new().role(role);
        match role {
            Seen::Known(_) => self.who.noun(word(), word().say("s")),
            Seen::Unknown(_) => {
                let of = |noun| Sentence::of(noun).then(word());
                self.who.noun(of("person as "), of("people as "))
            }
        }
    }

    /// `as agent`, `as agents`.
    pub(crate) fn role(&self, words: Sentence, role: &'static str) -> Sentence {
        let words = words.say(role);
        if self.who.is_one() { words } else { words.say("s") }
    }

    /// `as agent`, `as agents`, of a role that the platform says.
    pub(crate) fn seen_role<T: Copy + Into<&'static str>>(
        &self,
        words: Sentence,
        role: &Seen<T>,
    ) -> Sentence {
        let words = words.role(role);
        if self.who.is_one() || role.known().is_none() { words } else { words.say("s") }
    }

    pub(crate) fn verb(&self, one: &'static str, many: &'static str) -> &'static str {
        self.who.verb(one, many)
    }

    pub(crate) fn invitation(&self) -> &'static str {
        self.verb(" (invitation e-mail)", " (invitation e-mails)")
    }
}
