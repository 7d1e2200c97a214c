use super::fields::Side;
use super::{Effect, Fields, Properties, Reversible, Words, WorkspaceFields};
use crate::model::{Values, WorkspaceField, WorkspaceName, WorkspaceRef};
use crate::plan::attention::{Notice, ReviewContext, lookalike};
use crate::plan::sentence::{GroupWords, GroupedChange, Impact, Mark, Sentence, StepSentence, change};
use crate::plan::{Fact, Shown};

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
}

impl Properties for UpdateWorkspace {
    fn facts(&self) -> Vec<Fact> {
        vec![Fact::Workspace { workspace: self.workspace.clone(), fields: self.after.clone() }]
    }

    fn instead(&self) -> Shown {
        match self.workspace.id {
            Some(_) => Shown::Workspace(self.before.clone()),
            None => Shown::NoWorkspace,
        }
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
        let live = self.before.name.as_ref().unwrap_or(&self.workspace.name).clone();
        let workspace = WorkspaceRef { name: live, id: self.workspace.id };
        Values { workspace: Some(workspace), fields: self.after.clone(), ..Values::default() }
    }

    fn fields(&self) -> Fields {
        Fields::changes(Side::workspace_fields(&self.before), Side::workspace_fields(&self.after))
    }
}

/// One field that changes.
enum FieldChange {
    Name { before: WorkspaceName, after: WorkspaceName },
    Other { field: &'static str, before: Sentence, after: Sentence },
}

impl UpdateWorkspace {
    /// A sentence for each field that changes.
    fn sentences(&self, words: impl Fn(FieldChange) -> Sentence) -> Vec<StepSentence> {
        self.changes().map(|field| StepSentence::new(Mark::Change, words(field))).collect()
    }

    /// Each field with what it was.
    fn changes(&self) -> impl Iterator<Item = FieldChange> {
        self.after.iter().map(|after| match after {
            WorkspaceField::Name(after) => {
                let before = self.before.name.as_ref().unwrap_or(&self.workspace.name).clone();
                FieldChange::Name { before, after }
            }
            after => {
                let before = self.before.get(after.field());
                let words = |it: &WorkspaceField| Sentence::new().field_value(it.value());
                let unknown = || Sentence::of("not known");
                FieldChange::Other {
                    field: after.field().label(),
                    before: before.as_ref().map_or_else(unknown, words),
                    after: words(&after),
                }
            }
        })
    }

    /// A sentence for each field, to be told of many organizations: about another name, and about any other field with
    /// the value that it has in all of them.
    fn grouped_fields(
        &self,
        renamed: &'static str,
        verb: &'static str,
    ) -> Vec<GroupedChange<'_>> {
        let one = |field| {
            let words = move |group: &GroupWords<'_>| match &field {
                FieldChange::Name { .. } => group.place().say(renamed),
                FieldChange::Other { field, before: _, after } => {
                    group.place().say(": ").say(field).say(verb).then(after.clone())
                }
            };
            GroupedChange::new(Impact::Other, Mark::Change, words).at(&self.workspace.name)
        };
        self.changes().map(one).collect()
    }

    /// `Support: contact limit `.
    fn field(&self, field: &'static str) -> Sentence {
        Sentence::new().workspace(&self.workspace.name).say(": ").say(field).say(" ")
    }
}

impl Words for UpdateWorkspace {
    fn planned(&self) -> Vec<StepSentence> {
        self.sentences(|change_of| match change_of {
            FieldChange::Name { before, after } => {
                let words = Sentence::of("workspace ");
                change(words, before.as_str(), " is renamed to ", after.as_str())
            }
            FieldChange::Other { field, before, after } => {
                self.field(field).then(before).say(" → ").then(after)
            }
        })
    }

    fn drifted(&self) -> Vec<StepSentence> {
        self.sentences(|change_of| match change_of {
            FieldChange::Name { before, after } => {
                let words = Sentence::of("workspace ").workspace(&before);
                words.say("; the manifest calls it ").workspace(&after)
            }
            FieldChange::Other { field, before, after } => {
                self.field(field).then(before).say("; the manifest says ").then(after)
            }
        })
    }

    fn grouped(&self) -> Vec<GroupedChange<'_>> {
        self.grouped_fields(": another name", " becomes ")
    }

    fn grouped_drift(&self) -> Vec<GroupedChange<'_>> {
        self.grouped_fields(
            ": another name than the manifest says",
            " is another one; the manifest says ",
        )
    }

    fn notices_planned(&self, context: &ReviewContext<'_>) -> Vec<Notice> {
        let Self { workspace, before: _, after } = self;
        let WorkspaceFields { name, contact_limit, .. } = after;
        let name = name.as_ref().and_then(|name| Some(lookalike(name.as_str())?.at(name)));
        let limit = contact_limit.and_then(|limit| context.small_limit(workspace, limit));
        [name, limit].into_iter().flatten().collect()
    }

    fn notices_drifted(&self, context: &ReviewContext<'_>) -> Vec<Notice> {
        let Self { workspace, before, after: _ } = self;
        let limit = before.contact_limit.and_then(|limit| context.small_limit(workspace, limit));
        limit.into_iter().collect()
    }
}
