use super::fields::Side;
use super::{Effect, Fields, Properties, Reversible};
use crate::model::{Email, OrganizationRole, Role, Seen, Values};
use crate::plan::Fact;
use crate::plan::sentence::{Line, Mark, Sentence};

/// Changes somebody's organization role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangeOrganizationRole {
    /// Who.
    pub email: Email,
    /// As it is.
    pub before: Seen<OrganizationRole>,
    /// As it gets.
    pub after: OrganizationRole,
}

impl ChangeOrganizationRole {
    pub(super) fn read(fields: Fields) -> Result<Self, &'static str> {
        Ok(Self {
            email: fields.email()?,
            before: fields.before.seen_role()?,
            after: fields.after.organization_role()?,
        })
    }
}

impl Properties for ChangeOrganizationRole {
    fn facts(&self) -> Vec<Fact> {
        vec![Fact::InOrganization { email: self.email.clone(), role: self.after }]
    }

    fn effect(&self) -> Effect {
        Effect::Change
    }

    fn reversible(&self) -> Reversible {
        Reversible::Yes
    }

    fn rank(&self) -> u8 {
        if self.takes_away() { 10 } else { 5 }
    }

    fn email(&self) -> Option<&Email> {
        Some(&self.email)
    }

    fn takes_away(&self) -> bool {
        self.before.known().is_none_or(|before| self.after.rank() <= before.rank())
    }

    fn counts_as_removal(&self) -> bool {
        self.takes_away()
    }

    fn values(&self) -> Values {
        Values {
            user: Some((&self.email).into()),
            role: Some(Role::Organization(self.after)),
            ..Values::default()
        }
    }

    fn fields(&self) -> Fields {
        Fields::changes(Side::role(&self.before), Side::role(&self.after))
    }

    fn lines(&self) -> Vec<Line> {
        let words = Sentence::new().email(&self.email).say(": ").role(&self.before).say(" → ");
        let words = words.say(self.after.word()).say(" in the organization");
        vec![Line::about(&self.email, Mark::Change, words)]
    }
}
