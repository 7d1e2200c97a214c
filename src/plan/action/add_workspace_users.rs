use super::{Effect, Fields, Properties, Reversible};
use crate::model::{Email, NewAccess, Seen, Values, WorkspaceRef};
use crate::plan::Fact;
use crate::plan::sentence::{Line, Mark, Sentence};

/// Gives people access to a workspace and invites whoever is new.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddWorkspaceUsers {
    /// Which.
    pub workspace: WorkspaceRef,
    /// Sorted by e-mail, never empty.
    pub users: Vec<NewAccess>,
}

impl AddWorkspaceUsers {
    pub(super) fn read(mut fields: Fields) -> Result<Self, &'static str> {
        let users = std::mem::take(&mut fields.users);
        Ok(Self { users, workspace: fields.workspace()? })
    }
}

impl Properties for AddWorkspaceUsers {
    fn facts(&self) -> Vec<Fact> {
        let fact = |user: &NewAccess| Fact::Access {
            workspace: self.workspace.clone(),
            email: user.email.clone(),
            role: Seen::Known(user.role),
            restrictions: user.restrictions.clone(),
        };
        self.users.iter().map(fact).collect()
    }

    fn effect(&self) -> Effect {
        Effect::Grant
    }

    fn reversible(&self) -> Reversible {
        if self.invites().is_empty() { Reversible::Yes } else { Reversible::No }
    }

    fn rank(&self) -> u8 {
        4
    }

    fn workspace(&self) -> Option<WorkspaceRef> {
        Some(self.workspace.clone())
    }

    fn people(&self) -> Vec<&Email> {
        self.users.iter().map(|user| &user.email).collect()
    }

    fn invites(&self) -> Vec<&Email> {
        self.users.iter().filter(|user| user.invites).map(|user| &user.email).collect()
    }

    fn values(&self) -> Values {
        Values { workspace: self.workspace(), users: self.users.clone(), ..Values::default() }
    }

    fn fields(&self) -> Fields {
        Fields { users: self.users.clone(), ..Fields::default() }
    }

    fn lines(&self) -> Vec<Line> {
        let joins = |user: &NewAccess| {
            let NewAccess { email, role, restrictions, invites } = user;
            let words = Sentence::new().email(email).say(" joins ");
            let words = words.workspace(&self.workspace.name).say(" as ").say(role.word());
            let words = match restrictions.as_ref().filter(|words| !words.is_empty()) {
                Some(restrictions) => words.say(" with ").restrictions(restrictions),
                None => words,
            };
            let words = if *invites { words.say(" (invitation e-mail)") } else { words };
            Line::about(email, Mark::Add, words)
        };
        self.users.iter().map(joins).collect()
    }
}
