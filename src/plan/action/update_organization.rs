use super::fields::Side;
use super::{Effect, Fields, Properties, Reversible, Words};
use crate::model::Values;
use crate::model::text::quoted;
use crate::plan::attention::{AttentionKind, Notice, ReviewContext, lookalike};
use crate::plan::sentence::{GroupWords, GroupedChange, Impact, Mark, Sentence, StepSentence, change};
use crate::plan::{Fact, Shown};

/// Renames the organization.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UpdateOrganization {
    /// The name it has.
    pub before: String,
    /// The name it gets.
    pub after: String,
}

impl UpdateOrganization {
    pub(super) fn read(fields: Fields) -> Result<Self, &'static str> {
        Ok(Self {
            before: fields.before.name.ok_or("`before.name` is missing")?,
            after: fields.after.name.ok_or("`after.name` is missing")?,
        })
    }
}

impl Properties for UpdateOrganization {
    fn facts(&self) -> Vec<Fact> {
        vec![Fact::OrganizationNamed(self.after.clone())]
    }

    fn instead(&self) -> Shown {
        Shown::OrganizationNamed(self.before.clone())
    }

    fn effect(&self) -> Effect {
        Effect::Change
    }

    fn reversible(&self) -> Reversible {
        Reversible::Yes
    }

    fn rank(&self) -> u8 {
        0
    }

    fn values(&self) -> Values {
        Values { organization_name: Some(self.after.clone()), ..Values::default() }
    }

    fn fields(&self) -> Fields {
        Fields::changes(Side::named(&self.before), Side::named(&self.after))
    }
}

impl Words for UpdateOrganization {
    fn planned(&self) -> Vec<StepSentence> {
        let Self { before, after } = self;
        let words = Sentence::of("the organization is renamed: ");
        vec![StepSentence::new(Mark::Change, change(words, before, " → ", after))]
    }

    fn drifted(&self) -> Vec<StepSentence> {
        let Self { before, after } = self;
        let words = Sentence::of("the organization is called ").name(before);
        let words = words.say("; the manifest says ").name(after);
        vec![StepSentence::new(Mark::Change, words)]
    }

    fn grouped(&self) -> Vec<GroupedChange<'_>> {
        let Self { before: _, after: _ } = self;
        let words = |_: &GroupWords<'_>| Sentence::of("the organization is renamed");
        vec![GroupedChange::new(Impact::Other, Mark::Change, words)]
    }

    fn grouped_drift(&self) -> Vec<GroupedChange<'_>> {
        let Self { before: _, after: _ } = self;
        let words = |_: &GroupWords<'_>| {
            Sentence::of("the organization has another name than the manifest says")
        };
        vec![GroupedChange::new(Impact::Other, Mark::Change, words)]
    }

    fn notices_planned(&self, _: &ReviewContext<'_>) -> Vec<Notice> {
        let Self { before, after } = self;
        let what = "Renamed, and only the id says which organization it is";
        let names = [before, after].map(|name| quoted(name)).join(" → ");
        let renamed = Notice::new(AttentionKind::OrganizationRenamed, what).saying(names);
        [Some(renamed), lookalike(after)].into_iter().flatten().collect()
    }

    fn notices_drifted(&self, _: &ReviewContext<'_>) -> Vec<Notice> {
        let Self { before, after } = self;
        let what = "Has another name than the manifest says";
        let names = [before, after].map(|name| quoted(name)).join("; the manifest says ");
        vec![Notice::new(AttentionKind::OrganizationRenamed, what).saying(names)]
    }
}
