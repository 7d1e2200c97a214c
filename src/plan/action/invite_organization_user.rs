use super::fields::Side;
use super::{Effect, Fields, Properties, Reversible};
use crate::model::{Email, OrganizationRole, Role, Values};
use crate::plan::Fact;
use crate::plan::sentence::{Line, Mark, Sentence};

/// Invites somebody with an organization role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InviteOrganizationUser {
    /// Who.
    pub email: Email,
    /// Role.
    pub role: OrganizationRole,
}

impl InviteOrganizationUser {
    pub(super) fn read(fields: Fields) -> Result<Self, &'static str> {
        Ok(Self { email: fields.email()?, role: fields.after.organization_role()? })
    }
}

impl Properties for InviteOrganizationUser {
    fn facts(&self) -> Vec<Fact> {
        vec![Fact::InOrganization { email: self.email.clone(), role: self.role }]
    }

    fn effect(&self) -> Effect {
        Effect::Grant
    }

    fn reversible(&self) -> Reversible {
        Reversible::No
    }

    fn rank(&self) -> u8 {
        3
    }

    fn email(&self) -> Option<&Email> {
        Some(&self.email)
    }

    fn invites(&self) -> Vec<&Email> {
        vec![&self.email]
    }

    fn values(&self) -> Values {
        Values {
            user: Some((&self.email).into()),
            role: Some(Role::Organization(self.role)),
            ..Values::default()
        }
    }

    fn fields(&self) -> Fields {
        Fields { after: Side::role(&self.role), ..Fields::default() }
    }

    fn lines(&self) -> Vec<Line> {
        let words = Sentence::new().email(&self.email).say(" is invited to the organization as ");
        let words = words.say(self.role.word()).say(" (invitation e-mail)");
        vec![Line::about(&self.email, Mark::Add, words)]
    }
}
