use super::fields::Side;
use super::{Access, Effect, Fields, Properties, Reversible};
use crate::model::{Argument, Email, Restrictions, Role, Values, WorkspaceRef};
use crate::plan::Fact;
use crate::plan::sentence::{Line, Mark, Sentence};

/// Changes somebody's role or restrictions in a workspace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangeWorkspaceAccess {
    /// Which.
    pub workspace: WorkspaceRef,
    /// Who.
    pub email: Email,
    /// As it is.
    pub before: Access,
    /// As it gets.
    pub after: Access,
}

impl ChangeWorkspaceAccess {
    pub(super) fn read(fields: Fields) -> Result<Self, &'static str> {
        Ok(Self {
            workspace: fields.workspace()?,
            email: fields.email()?,
            before: fields.before.into_access()?,
            after: fields.after.into_access()?,
        })
    }
}

impl Properties for ChangeWorkspaceAccess {
    fn facts(&self) -> Vec<Fact> {
        vec![Fact::Access {
            workspace: self.workspace.clone(),
            email: self.email.clone(),
            role: self.after.role.clone(),
            restrictions: self.after.restrictions.clone(),
        }]
    }

    fn effect(&self) -> Effect {
        Effect::Change
    }

    fn reversible(&self) -> Reversible {
        Reversible::Yes
    }

    fn rank(&self) -> u8 {
        if self.takes_away() { 8 } else { 6 }
    }

    fn workspace(&self) -> Option<WorkspaceRef> {
        Some(self.workspace.clone())
    }

    fn email(&self) -> Option<&Email> {
        Some(&self.email)
    }

    fn takes_away(&self) -> bool {
        self.before.narrows_to(&self.after)
    }

    fn counts_as_removal(&self) -> bool {
        self.before.is_demotion_to(&self.after)
    }

    fn values(&self) -> Values {
        let Access { role, restrictions } = &self.after;
        let same = [
            (Argument::Role, *role == self.before.role),
            (Argument::Restrictions, *restrictions == self.before.restrictions),
        ];
        let unchanged = same.into_iter().filter(|(_, same)| *same);
        Values {
            workspace: self.workspace(),
            user: Some((&self.email).into()),
            role: role.known().copied().map(Role::Workspace),
            restrictions: restrictions.clone(),
            unchanged: unchanged.map(|(argument, _)| argument).collect(),
            ..Values::default()
        }
    }

    fn fields(&self) -> Fields {
        Fields::changes(Side::access(&self.before), Side::access(&self.after))
    }

    fn lines(&self) -> Vec<Line> {
        let Self { workspace, email, before, after } = self;
        let words = Sentence::new().email(email).say(": ");
        let place = Sentence::new().workspace(&workspace.name);
        vec![Line::about(email, Mark::Change, before.change(words, after, place))]
    }
}

impl Access {
    /// `manager → agent in Support; gains restrict_data_export`.
    pub(crate) fn change(&self, words: Sentence, after: &Self, place: Sentence) -> Sentence {
        let words = words.role(&self.role);
        let same_role = self.role == after.role;
        let words = if same_role { words } else { words.say(" → ").role(&after.role) };
        let words = words.say(" in ").then(place);
        let words = restricted(words, "; gains ", &self.gained(after));
        restricted(words, "; loses ", &self.lost(after))
    }
}

fn restricted(words: Sentence, verb: &'static str, which: &Restrictions) -> Sentence {
    if which.is_empty() { words } else { words.say(verb).restrictions(which) }
}
