use super::fields::Side;
use super::{Effect, Fields, Properties, Reversible, Words, WorkspaceFields};
use crate::model::{Values, WorkspaceName, WorkspaceRef};
use crate::plan::Fact;
use crate::plan::attention::{Notice, ReviewContext, lookalike};
use crate::plan::sentence::{GroupWords, GroupedChange, Impact, Mark, Sentence, StepSentence};

/// Creates a workspace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreateWorkspace {
    /// Its name.
    pub name: WorkspaceName,
    /// IANA zone; `None` leaves it to the platform.
    pub timezone: Option<String>,
}

impl CreateWorkspace {
    pub(super) fn read(fields: Fields) -> Result<Self, &'static str> {
        Ok(Self {
            timezone: fields.after.timezone.clone(),
            name: fields.workspace()?.name,
        })
    }
}

impl Properties for CreateWorkspace {
    fn facts(&self) -> Vec<Fact> {
        let fields = WorkspaceFields {
            name: Some(self.name.clone()),
            timezone: self.timezone.clone(),
            ..WorkspaceFields::default()
        };
        let workspace = WorkspaceRef { name: self.name.clone(), id: None };
        vec![Fact::Workspace { workspace, fields }]
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
        Values {
            name: Some(self.name.to_string()),
            timezone: self.timezone.clone(),
            ..Values::default()
        }
    }

    fn fields(&self) -> Fields {
        let after = Side { timezone: self.timezone.clone(), ..Side::default() };
        Fields { after, ..Fields::default() }
    }
}

impl Words for CreateWorkspace {
    fn planned(&self) -> Vec<StepSentence> {
        let Self { name, timezone } = self;
        let words = Sentence::of("workspace ").workspace(name).say(" is created");
        let words = match timezone {
            Some(timezone) => words.say(" (time zone ").name(timezone).say(")"),
            None => words,
        };
        vec![StepSentence::new(Mark::Add, words)]
    }

    fn drifted(&self) -> Vec<StepSentence> {
        let Self { name, timezone: _ } = self;
        let words = Sentence::of("workspace ").workspace(name).say(" is not on the platform");
        vec![StepSentence::new(Mark::Remove, words)]
    }

    fn grouped(&self) -> Vec<GroupedChange<'_>> {
        let Self { name, timezone } = self;
        let words = move |group: &GroupWords<'_>| match timezone {
            Some(timezone) => group.place().say(": created with time zone ").name(timezone),
            None => group.place().say(": created"),
        };
        vec![GroupedChange::new(Impact::Other, Mark::Add, words).at(name)]
    }

    fn grouped_drift(&self) -> Vec<GroupedChange<'_>> {
        let Self { name, timezone: _ } = self;
        let words = |group: &GroupWords<'_>| group.place().say(": not on the platform");
        vec![GroupedChange::new(Impact::Loses, Mark::Remove, words).at(name)]
    }

    fn notices_planned(&self, _: &ReviewContext<'_>) -> Vec<Notice> {
        let Self { name, timezone: _ } = self;
        lookalike(name.as_str()).map(|notice| notice.at(name)).into_iter().collect()
    }

    fn notices_drifted(&self, _: &ReviewContext<'_>) -> Vec<Notice> {
        let Self { name: _, timezone: _ } = self;
        Vec::new()
    }
}
