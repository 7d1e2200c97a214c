use super::fields::Side;
use super::{Effect, Fields, Properties, Reversible, WorkspaceFields};
use crate::model::{Values, WorkspaceName, WorkspaceRef};
use crate::plan::Fact;
use crate::plan::sentence::{Line, Mark, Sentence};

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

    fn lines(&self) -> Vec<Line> {
        let words = Sentence::of("workspace ").workspace(&self.name).say(" is created");
        let words = match &self.timezone {
            Some(timezone) => words.say(" (time zone ").name(timezone).say(")"),
            None => words,
        };
        vec![Line::new(Mark::Add, words)]
    }
}
