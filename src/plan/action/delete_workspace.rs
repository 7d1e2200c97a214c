use super::fields::Side;
use super::{Effect, Fields, Properties, Reversible};
use crate::model::{Values, WorkspaceRef};
use crate::plan::Fact;
use crate::plan::sentence::{Line, Mark, Sentence};

/// Deletes a workspace and all its data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeleteWorkspace {
    /// Which. The id is always known.
    pub workspace: WorkspaceRef,
    /// How many contacts go with it, where the platform says.
    pub contacts: Option<u64>,
}

impl DeleteWorkspace {
    pub(super) fn read(fields: Fields) -> Result<Self, &'static str> {
        Ok(Self { contacts: fields.before.contacts, workspace: fields.workspace()? })
    }
}

impl Properties for DeleteWorkspace {
    fn facts(&self) -> Vec<Fact> {
        vec![Fact::NoWorkspace(self.workspace.clone())]
    }

    fn effect(&self) -> Effect {
        Effect::Destroy
    }

    fn reversible(&self) -> Reversible {
        Reversible::No
    }

    fn rank(&self) -> u8 {
        12
    }

    fn workspace(&self) -> Option<WorkspaceRef> {
        Some(self.workspace.clone())
    }

    fn values(&self) -> Values {
        Values { workspace: self.workspace(), ..Values::default() }
    }

    fn fields(&self) -> Fields {
        let before = Side { contacts: self.contacts, ..Side::default() };
        Fields { before, ..Fields::default() }
    }

    fn lines(&self) -> Vec<Line> {
        let words = Sentence::of("workspace ").workspace(&self.workspace.name).say(" is deleted");
        let words = match self.contacts {
            Some(number) => {
                let words = words.say(" with its ").count(number, "contact", "contacts");
                words.say(" and all its data")
            }
            None => words.say(" with all its data"),
        };
        vec![Line::new(Mark::Remove, words.say("; this can't be undone"))]
    }
}
