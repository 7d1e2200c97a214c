use super::fields::Side;
use super::{Effect, Fields, Properties, Reversible};
use crate::model::Values;
use crate::plan::Fact;
use crate::plan::sentence::{Line, Mark, Sentence, change};

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
        Values { name: Some(self.after.clone()), ..Values::default() }
    }

    fn fields(&self) -> Fields {
        Fields::changes(Side::named(&self.before), Side::named(&self.after))
    }

    fn lines(&self) -> Vec<Line> {
        let words = Sentence::of("the organization is renamed: ");
        vec![Line::new(Mark::Change, change(words, &self.before, " → ", &self.after))]
    }
}
