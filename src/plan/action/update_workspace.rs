use super::fields::Side;
use super::{Effect, Fields, Properties, Reversible, WorkspaceFields};
use crate::model::{Values, WorkspaceRef};
use crate::plan::Fact;
use crate::plan::sentence::{Line, Mark, Sentence, change};

/// Changes a workspace's fields; `before` and `after` have the same ones.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UpdateWorkspace {
    /// Which.
    pub workspace: WorkspaceRef,
    /// As it is; a field that the platform didn't tell is `None`.
    pub before: WorkspaceFields,
    /// As it gets.
    pub after: WorkspaceFields,
}

impl UpdateWorkspace {
    pub(super) fn read(fields: Fields) -> Result<Self, &'static str> {
        Ok(Self {
            workspace: fields.workspace()?,
            before: fields.before.into_workspace_fields(),
            after: fields.after.into_workspace_fields(),
        })
    }

    /// One sentence for each field that changes.
    fn each(&self, mut words: impl FnMut(Changed<'_>) -> Sentence) -> Vec<Line> {
        let WorkspaceFields { name, timezone, contact_limit } = &self.after;
        let name = name.as_ref().map(|name| {
            let before = self.before.name.as_ref().unwrap_or(&self.workspace.name);
            words(Changed::Name { before: before.as_str(), after: name.as_str() })
        });
        let zone = timezone.as_ref().map(|zone| {
            let before = match &self.before.timezone {
                Some(before) => Sentence::new().name(before),
                None => Sentence::of("not known"),
            };
            words(Changed::Field { word: "time zone", before, after: Sentence::new().name(zone) })
        });
        let limit = contact_limit.map(|limit| {
            let before = match self.before.contact_limit {
                Some(before) => Sentence::new().limit(before),
                None => Sentence::of("not known"),
            };
            let after = Sentence::new().limit(limit);
            words(Changed::Field { word: "contact limit", before, after })
        });
        let all = [name, zone, limit].into_iter().flatten();
        all.map(|words| Line::new(Mark::Change, words)).collect()
    }
}

/// One field that changes.
enum Changed<'a> {
    Name { before: &'a str, after: &'a str },
    Field { word: &'static str, before: Sentence, after: Sentence },
}

impl Properties for UpdateWorkspace {
    fn facts(&self) -> Vec<Fact> {
        vec![Fact::Workspace { workspace: self.workspace.clone(), fields: self.after.clone() }]
    }

    fn effect(&self) -> Effect {
        Effect::Change
    }

    fn reversible(&self) -> Reversible {
        Reversible::Yes
    }

    fn rank(&self) -> u8 {
        2
    }

    fn workspace(&self) -> Option<WorkspaceRef> {
        Some(self.workspace.clone())
    }

    fn values(&self) -> Values {
        let WorkspaceFields { name, timezone, contact_limit } = &self.after;
        let live = self.before.name.as_ref().unwrap_or(&self.workspace.name).clone();
        Values {
            workspace: Some(WorkspaceRef { name: live, id: self.workspace.id }),
            name: name.as_ref().map(ToString::to_string),
            timezone: timezone.clone(),
            contact_limit: *contact_limit,
            ..Values::default()
        }
    }

    fn fields(&self) -> Fields {
        Fields::changes(Side::workspace_fields(&self.before), Side::workspace_fields(&self.after))
    }

    fn lines(&self) -> Vec<Line> {
        self.each(|field| match field {
            Changed::Name { before, after } => {
                change(Sentence::of("workspace "), before, " is renamed to ", after)
            }
            Changed::Field { word, before, after } => {
                let words = Sentence::new().workspace(&self.workspace.name).say(": ");
                words.say(word).say(" ").then(before).say(" → ").then(after)
            }
        })
    }
}
