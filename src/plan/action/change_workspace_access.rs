use super::fields::Side;
use super::{Access, Effect, Fields, Properties, Reversible, Words};
use crate::model::{Argument, Email, Restrictions, Role, Seen, Values, WorkspaceRef};
use crate::plan::attention::{Notice, ReviewContext};
use crate::plan::sentence::{GroupWords, GroupedChange, Impact, Mark, Sentence, StepSentence};
use crate::plan::{Fact, Shown};

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

impl ChangeWorkspaceAccess {
    /// Restrictions that there are and that are not to be, where the platform says which there are.
    fn other_restrictions(&self) -> Option<Restrictions> {
        self.before.restrictions.as_ref().map(|_| self.before.lost(&self.after))
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

    fn instead(&self) -> Shown {
        self.before.clone().into()
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
            other_restrictions: self.other_restrictions(),
            unchanged: unchanged.map(|(argument, _)| argument).collect(),
            ..Values::default()
        }
    }

    fn fields(&self) -> Fields {
        Fields::changes(Side::access(&self.before), Side::access(&self.after))
    }
}

impl Words for ChangeWorkspaceAccess {
    fn planned(&self) -> Vec<StepSentence> {
        let Self { workspace, email, before, after } = self;
        let words = Sentence::new().email(email).say(": ");
        let place = Sentence::new().workspace(&workspace.name);
        vec![StepSentence::about(email, Mark::Change, change(words, before, after, place))]
    }

    fn grouped(&self) -> Vec<GroupedChange<'_>> {
        let Self { workspace, email, before, after } = self;
        let words = move |group: &GroupWords<'_>| match group.who.is_named() {
            true => change(group.people().say(": "), before, after, group.place()),
            false => {
                let words = group.in_role(&before.role).say(" ");
                words.then(changes(group, before, after)).say(" in ").then(group.place())
            }
        };
        let impact = Impact::of_workspace_role(&before.role, &after.role);
        let change = GroupedChange::new(impact, Mark::Change, words);
        vec![change.about(email).at(&workspace.name)]
    }

    fn grouped_drift(&self) -> Vec<GroupedChange<'_>> {
        let Self { workspace, email, before: live, after: wanted } = self;
        let impact = Impact::of_workspace_role(&wanted.role, &live.role);
        let words = move |group: &GroupWords<'_>| differences(group, live, wanted);
        let change = GroupedChange::new(impact, Mark::Change, words);
        vec![change.about(email).at(&workspace.name)]
    }

    fn notices_planned(&self, context: &ReviewContext<'_>) -> Vec<Notice> {
        let Self { workspace, email, before, after } = self;
        match (before.is_owner(), after.is_owner()) {
            (false, true) => context.made_owner(workspace, email).into_iter().collect(),
            (true, false) => vec![context.no_longer_owner(workspace, email)],
            _ => {
                let lifted = before.lost(after);
                let freed = lifted.iter().map(|one| context.freed_of(*one, email));
                freed.map(|notice| notice.at(&workspace.name)).collect()
            }
        }
    }

    fn notices_drifted(&self, context: &ReviewContext<'_>) -> Vec<Notice> {
        let Self { workspace, email, before: live, after: wanted } = self;
        match (live.is_owner(), wanted.is_owner()) {
            (true, false) => vec![context.unlisted_owner(&workspace.name, email)],
            (false, true) => vec![context.not_owner(workspace, email)],
            _ => {
                let missing = wanted.lost(live);
                let without = missing.iter().map(|one| context.without(*one, email));
                without.map(|notice| notice.at(&workspace.name)).collect()
            }
        }
    }
}

/// `manager → agent in Support; gains the restriction restrict_data_export`.
fn change(words: Sentence, before: &Access, after: &Access, place: Sentence) -> Sentence {
    let words = words.role(&before.role);
    let same_role = before.role == after.role;
    let words = if same_role { words } else { words.say(" → ").role(&after.role) };
    let words = words.say(" in ").then(place);
    let restricted = |words: Sentence, verb, which: &Restrictions| match which.is_empty() {
        true => words,
        false => words.say(verb).restrictions(which),
    };
    let words = restricted(words, "; gains ", &before.gained(after));
    restricted(words, "; loses ", &before.lost(after))
}

/// `lose the restriction restrict_shortcuts`, `becomes owner`.
fn changes(group: &GroupWords<'_>, before: &Access, after: &Access) -> Sentence {
    let mut all = Vec::new();
    if before.role != after.role {
        let words = Sentence::of(group.verb("becomes ", "become "));
        all.push(match &after.role {
            Seen::Known(role) => group.role(words, role.word()),
            Seen::Unknown(_) => words.role(&after.role),
        });
    }
    let gained = before.gained(after);
    if !gained.is_empty() {
        all.push(Sentence::of(group.verb("gains ", "gain ")).restrictions(&gained));
    }
    let lost = before.lost(after);
    if !lost.is_empty() {
        all.push(Sentence::of(group.verb("loses ", "lose ")).restrictions(&lost));
    }
    Sentence::new().joined(", ", all)
}

/// `dana is in Sales as owner; the manifest says manager`.
fn differences(group: &GroupWords<'_>, live: &Access, wanted: &Access) -> Sentence {
    let mut all = Vec::new();
    if live.role != wanted.role {
        let words = group.people().say(group.verb(" is in ", " are in "));
        let words = group.seen_role(words.then(group.place()).say(" as "), &live.role);
        all.push(group.seen_role(words.say("; the manifest says "), &wanted.role));
    }
    let restricted = |words, which: &Restrictions, manifest| {
        let words = group.people().say(words).restrictions(which).say(" in ");
        words.then(group.place()).say(manifest)
    };
    let more = wanted.gained(live);
    if !more.is_empty() {
        let words = group.verb(" has ", " have ");
        all.push(restricted(words, &more, ", which the manifest doesn't list"));
    }
    let fewer = wanted.lost(live);
    if !fewer.is_empty() {
        let words = group.verb(" doesn't have ", " don't have ");
        all.push(restricted(words, &fewer, ", which the manifest lists"));
    }
    Sentence::new().joined("; ", all)
}
