use super::fields::Side;
use super::{Effect, Fields, Properties, Reversible, Words, WorkspaceFields};
use crate::model::{Values, WorkspaceField, WorkspaceName, WorkspaceRef};
use crate::plan::attention::{Notice, ReviewContext, lookalike};
use crate::plan::sentence::{GroupWords, GroupedChange, Impact, Mark, Sentence, StepSentence};
use crate::plan::{Fact, Shown};

/// Creates a workspace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreateWorkspace {
    /// Its name.
    pub name: WorkspaceName,
    /// What else it is created with; the rest is left to the platform.
    pub fields: WorkspaceFields,
}

impl CreateWorkspace {
    pub(super) fn read(fields: Fields) -> Result<Self, &'static str> {
        let name = fields.workspace()?.name;
        let with = fields.after.into_workspace_fields();
        Ok(Self { name, fields: WorkspaceFields { name: None, ..with } })
    }

    /// All that it has once it is there.
    fn all(&self) -> WorkspaceFields {
        WorkspaceFields { name: Some(self.name.clone()), ..self.fields.clone() }
    }

    /// "time zone UTC"; `None` where all is left to the platform.
    fn with(&self) -> Option<Sentence> {
        let one = |it: WorkspaceField| {
            Sentence::of(it.field().label()).say(" ").field_value(it.value())
        };
        let words = Sentence::new().joined(", ", self.fields.iter().map(one));
        (!words.is_empty()).then_some(words)
    }
}

impl Properties for CreateWorkspace {
    fn facts(&self) -> Vec<Fact> {
        let workspace = WorkspaceRef { name: self.name.clone(), id: None };
        vec![Fact::Workspace { workspace, fields: self.all() }]
    }

    fn instead(&self) -> Shown {
        Shown::NoWorkspace
    }

    fn effect(&self) -> Effect {
        Effect::Create
    }

    fn reversible(&self) -> Reversible {
        Reversible::Yes
    }

    fn rank(&self) -> u8 {
        1
    }

    fn workspace(&self) -> Option<WorkspaceRef> {
        Some(WorkspaceRef { name: self.name.clone(), id: None })
    }

    fn values(&self) -> Values {
        Values { fields: self.all(), ..Values::default() }
    }

    fn fields(&self) -> Fields {
        Fields { after: Side::workspace_fields(&self.fields), ..Fields::default() }
    }
}

impl Words for CreateWorkspace {
    fn planned(&self) -> Vec<StepSentence> {
        let words = Sentence::of("workspace ").workspace(&self.name).say(" is created");
        let words = match self.with() {
            Some(with) => words.say(" (").then(with).say(")"),
            None => words,
        };
        vec![StepSentence::new(Mark::Add, words)]
    }

    fn drifted(&self) -> Vec<StepSentence> {
        let words = Sentence::of("workspace ").workspace(&self.name).say(" is not on the platform");
        vec![StepSentence::new(Mark::Remove, words)]
    }

    fn grouped(&self) -> Vec<GroupedChange<'_>> {
        let with = self.with();
        let words = move |group: &GroupWords<'_>| match &with {
            Some(with) => group.place().say(": created with ").then(with.clone()),
            None => group.place().say(": created"),
        };
        vec![GroupedChange::new(Impact::Other, Mark::Add, words).at(&self.name)]
    }

    fn grouped_drift(&self) -> Vec<GroupedChange<'_>> {
        let words = |group: &GroupWords<'_>| group.place().say(": not on the platform");
        vec![GroupedChange::new(Impact::Loses, Mark::Remove, words).at(&self.name)]
    }

    fn notices_planned(&self, _: &ReviewContext<'_>) -> Vec<Notice> {
        lookalike(self.name.as_str()).map(|it| it.at(&self.name)).into_iter().collect()
    }

    fn notices_drifted(&self, _: &ReviewContext<'_>) -> Vec<Notice> {
        Vec::new()
    }
}
