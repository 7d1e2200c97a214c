use super::fields::Side;
use super::{Effect, Fields, Properties, Reversible, Words};
use crate::model::text::thousands;
use crate::model::{Values, WorkspaceField, WorkspaceRef};
use crate::plan::attention::{AttentionKind, Notice, ReviewContext};
use crate::plan::sentence::{GroupWords, GroupedChange, Impact, Mark, Sentence, StepSentence};
use crate::plan::{Fact, Shown};

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

    fn instead(&self) -> Shown {
        Shown::Workspace(WorkspaceField::Name(self.workspace.name.clone()).into())
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
}

impl Words for DeleteWorkspace {
    fn planned(&self) -> Vec<StepSentence> {
        let Self { workspace, contacts } = self;
        let words = Sentence::of("workspace ").workspace(&workspace.name).say(" is deleted");
        let words = match contacts {
            Some(number) => {
                let words = words.say(" with its ").count(*number, "contact", "contacts");
                words.say(" and all its data")
            }
            None => words.say(" with all its data"),
        };
        vec![StepSentence::new(Mark::Remove, words.say("; this can't be undone"))]
    }

    fn drifted(&self) -> Vec<StepSentence> {
        let Self { workspace, contacts: _ } = self;
        let words = Sentence::of("workspace ").workspace(&workspace.name);
        let words = words.say(" is still there, and the manifest retires it");
        vec![StepSentence::new(Mark::Add, words)]
    }

    fn grouped(&self) -> Vec<GroupedChange<'_>> {
        let Self { workspace, contacts: _ } = self;
        let words = |group: &GroupWords<'_>| group.place().say(": deleted with all data");
        vec![GroupedChange::new(Impact::Loses, Mark::Remove, words).at(&workspace.name)]
    }

    fn grouped_drift(&self) -> Vec<GroupedChange<'_>> {
        let Self { workspace, contacts: _ } = self;
        let words = |group: &GroupWords<'_>| {
            group.place().say(": still there, though the manifest retires it")
        };
        vec![GroupedChange::new(Impact::Joins, Mark::Add, words).at(&workspace.name)]
    }

    fn notices_planned(&self, _: &ReviewContext<'_>) -> Vec<Notice> {
        let Self { workspace, contacts } = self;
        let notice = Notice::new(AttentionKind::WorkspaceDeleted, "Deleted with all its data");
        vec![with_contacts(notice.at(&workspace.name), *contacts)]
    }

    fn notices_drifted(&self, _: &ReviewContext<'_>) -> Vec<Notice> {
        let Self { workspace, contacts } = self;
        let what = "Still there, though the manifest retires it";
        let notice = Notice::new(AttentionKind::WorkspaceDeleted, what);
        vec![with_contacts(notice.at(&workspace.name), *contacts)]
    }
}

fn with_contacts(notice: Notice, contacts: Option<u64>) -> Notice {
    match contacts {
        Some(1) => notice.saying("with 1 contact"),
        Some(number) => notice.saying(format!("with {} contacts", thousands(number))),
        None => notice,
    }
}
