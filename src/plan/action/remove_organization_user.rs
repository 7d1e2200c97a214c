use super::fields::Side;
use super::{Effect, Fields, Properties, Reversible};
use crate::model::{Email, OrganizationRole, Seen, Values};
use crate::plan::Fact;
use crate::plan::sentence::{Line, Mark, Sentence};

/// Removes somebody from the organization.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RemoveOrganizationUser {
    /// Who.
    pub email: Email,
    /// Their role.
    pub before: Seen<OrganizationRole>,
    /// Whether it is an invitation that is revoked.
    pub pending: bool,
}

impl RemoveOrganizationUser {
    pub(super) fn read(fields: Fields) -> Result<Self, &'static str> {
        Ok(Self {
            email: fields.email()?,
            before: fields.before.seen_role()?,
            pending: fields.before.pending.unwrap_or(false),
        })
    }
}

impl Properties for RemoveOrganizationUser {
    fn facts(&self) -> Vec<Fact> {
        vec![Fact::NotInOrganization(self.email.clone())]
    }

    fn effect(&self) -> Effect {
        Effect::Revoke
    }

    fn reversible(&self) -> Reversible {
        if self.pending { Reversible::No } else { Reversible::LosesData }
    }

    fn rank(&self) -> u8 {
        11
    }

    fn email(&self) -> Option<&Email> {
        Some(&self.email)
    }

    fn values(&self) -> Values {
        Values { user: Some((&self.email).into()), ..Values::default() }
    }

    fn fields(&self) -> Fields {
        let before = Side { pending: Some(self.pending), ..Side::role(&self.before) };
        Fields { before, ..Fields::default() }
    }

    fn lines(&self) -> Vec<Line> {
        let words = match self.pending {
            true => Sentence::of("the invitation of ").email(&self.email).say(" is revoked"),
            false => Sentence::new().email(&self.email).say(" is removed from the organization"),
        };
        vec![Line::about(&self.email, Mark::Remove, words)]
    }
}
