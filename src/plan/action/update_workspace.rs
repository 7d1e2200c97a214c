use super::fields::Side;
use super::{Effect, Fields, Properties, Reversible, Words, WorkspaceFields};
use crate::model::{Values, WorkspaceName, WorkspaceRef};
use crate::plan::Fact;
use crate::plan::attention::{Notice, ReviewContext, lookalike};
use crate::plan::sentence::{GroupWords, GroupedChange, Impact, Mark, Sentence, StepSentence, change};

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
}

impl UpdateWorkspace {
    /// A sentence for each field that changes.
    fn sentences(&self, words: impl Fn(FieldChange<'_>) -> Sentence) -> Vec<StepSentence> {
        let Self { workspace, before, after } = self;
        let WorkspaceFields { name, timezone, contact_limit } = after;
        let unknown = || Sentence::of("not known");
        let name = name.as_ref().map(|after| {
            let before = before.name.as_ref().unwrap_or(&workspace.name);
            FieldChange::Name { before, after }
        });
        let zone = timezone.as_ref().map(|after| FieldChange::Other {
            field: "time zone",
            before: before.timezone.as_ref().map_or_else(unknown, |it| Sentence::new().name(it)),
            after: Sentence::new().name(after),
        });
        let limit = contact_limit.map(|after| FieldChange::Other {
            field: "contact limit",
            before: before.contact_limit.map_or_else(unknown, |it| Sentence::new().limit(it)),
            after: Sentence::new().limit(after),
        });
        let all = [name, zone, limit].into_iter().flatten();
        all.map(|field| StepSentence::new(Mark::Change, words(field))).collect()
    }

    /// `Support: contact limit `.
    fn field(&self, field: &'static str) -> Sentence {
        Sentence::new().workspace(&self.workspace.name).say(": ").say(field).say(" ")
    }
}

/// One field that changes.
enum FieldChange<'a> {
    Name { before: &'a WorkspaceName, after: &'a WorkspaceName },
    Other { field: &'static str, before: Sentence, after: Sentence },
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
                let words = Sentence::of("workspace ").workspace(before);
                words.say("; the manifest calls it ").workspace(after)
            }
            FieldChange::Other { field, before, after } => {
                self.field(field).then(before).say("; the manifest says ").then(after)
            }
        })
    }

    fn grouped(&self) -> Vec<GroupedChange<'_>> {
        type Words<'a> = Box<dyn Fn(&GroupWords<'_>) -> Sentence + 'a>;
        let Self { workspace, before: _, after } = self;
        let WorkspaceFields { name, timezone, contact_limit } = after;
        let name = name.as_ref().map(|_| {
            Box::new(|group: &GroupWords<'_>| group.place().say(": another name")) as Words<'_>
        });
        let zone = timezone.as_ref().map(|zone| {
            let becomes = ": time zone becomes ";
            Box::new(move |group: &GroupWords<'_>| group.place().say(becomes).name(zone)) as Words<'_>
        });
        let limit = contact_limit.map(|limit| {
            let becomes = ": contact limit becomes ";
            Box::new(move |group: &GroupWords<'_>| group.place().say(becomes).limit(limit)) as Words<'_>
        });
        let one = |words| {
            GroupedChange::new(Impact::Other, Mark::Change, words).at(&workspace.name)
        };
        [name, zone, limit].into_iter().flatten().map(one).collect()
    }

    fn notices_planned(&self, context: &ReviewContext<'_>) -> Vec<Notice> {
        let Self { workspace, before: _, after } = self;
        let WorkspaceFields { name, timezone: _, contact_limit } = after;
        let name = name.as_ref().and_then(|name| Some(lookalike(name.as_str())?.at(name)));
        let limit = contact_limit.and_then(|limit| context.small_limit(workspace, limit));
        [name, limit].into_iter().flatten().collect()
    }

    fn notices_drifted(&self, context: &ReviewContext<'_>) -> Vec<Notice> {
        let Self { workspace, before, after: _ } = self;
        let WorkspaceFields { name: _, timezone: _, contact_limit } = before;
        let limit = contact_limit.and_then(|limit| context.small_limit(workspace, limit));
        limit.into_iter().collect()
    }
}
