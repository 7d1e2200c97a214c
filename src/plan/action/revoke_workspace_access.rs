use super::fields::Side;
use super::{Access, Effect, Fields, Properties, Reversible};
use crate::model::{Email, Values, WorkspaceRef};
use crate::plan::Fact;
use crate::plan::sentence::{Line, Mark, Sentence};

/// Takes somebody's access to a workspace away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RevokeWorkspaceAccess {
    /// Which.
    pub workspace: WorkspaceRef,
    /// Who.
    pub email: Email,
    /// As it is.
    pub before: Access,
    /// Who gets their contacts there; `None`: they become unassigned.
    pub reassign_to: Option<Email>,
}

impl RevokeWorkspaceAccess {
    pub(super) fn read(fields: Fields) -> Result<Self, &'static str> {
        Ok(Self {
            workspace: fields.workspace()?,
            email: fields.email()?,
            before: fields.before.into_access()?,
            reassign_to: fields.reassign_to,
        })
    }
}

impl Properties for RevokeWorkspaceAccess {
    /// To whom contacts went no list shows, so that is no fact.
    fn facts(&self) -> Vec<Fact> {
        vec![Fact::NoAccess { workspace: self.workspace.clone(), email: self.email.clone() }]
    }

    fn effect(&self) -> Effect {
        Effect::Revoke
    }

    fn reversible(&self) -> Reversible {
        Reversible::LosesData
    }

    fn rank(&self) -> u8 {
        9
    }

    fn workspace(&self) -> Option<WorkspaceRef> {
        Some(self.workspace.clone())
    }

    fn email(&self) -> Option<&Email> {
        Some(&self.email)
    }

    fn values(&self) -> Values {
        Values {
            workspace: self.workspace(),
            user: Some((&self.email).into()),
            reassign_to: self.reassign_to.as_ref().map(Into::into),
            ..Values::default()
        }
    }

    fn fields(&self) -> Fields {
        Fields {
            before: Side::access(&self.before),
            reassign_to: self.reassign_to.clone(),
            ..Fields::default()
        }
    }

    fn lines(&self) -> Vec<Line> {
        let words = Sentence::new().email(&self.email).say(" loses ");
        let words = words.workspace(&self.workspace.name);
        let words = match &self.reassign_to {
            Some(receiver) => words.say("; their contacts there go to ").email(receiver),
            None => words.say("; their contacts there become unassigned"),
        };
        vec![Line::about(&self.email, Mark::Remove, words)]
    }
}
