use super::fields::Side;
use super::{Access, Effect, Fields, Properties, Reversible, Words};
use crate::model::{Email, Values, WorkspaceRef, WorkspaceRole};
use crate::plan::attention::{AttentionKind, Notice, ReviewContext};
use crate::plan::sentence::{GroupWords, GroupedChange, Impact, Mark, Sentence, StepSentence};
use crate::plan::{Fact, Shown};

/// Takes somebody's access to a workspace away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RevokeWorkspaceAccess {
    /// Which.
    pub workspace: WorkspaceRef,
    /// Who.
    pub email: Email,
    /// As it is.
    pub before: Access,
    /// Who gets their contacts there; `None`: they become unassigned.
    pub reassign_to: Option<Email>,
}

impl RevokeWorkspaceAccess {
    pub(super) fn read(fields: Fields) -> Result<Self, &'static str> {
        Ok(Self {
            workspace: fields.workspace()?,
            email: fields.email()?,
            before: fields.before.into_access()?,
            reassign_to: fields.reassign_to,
        })
    }
}

impl Properties for RevokeWorkspaceAccess {
    /// To whom contacts went no list shows, so that is no fact.
    fn facts(&self) -> Vec<Fact> {
        vec![Fact::NoAccess { workspace: self.workspace.clone(), email: self.email.clone() }]
    }

    fn instead(&self) -> Shown {
        self.before.clone().into()
    }

    fn effect(&self) -> Effect {
        Effect::Revoke
    }

    fn reversible(&self) -> Reversible {
        Reversible::LosesData
    }

    fn rank(&self) -> u8 {
        9
    }

    fn workspace(&self) -> Option<WorkspaceRef> {
        Some(self.workspace.clone())
    }

    fn email(&self) -> Option<&Email> {
        Some(&self.email)
    }

    fn values(&self) -> Values {
        Values {
            workspace: self.workspace(),
            user: Some((&self.email).into()),
            reassign_to: self.reassign_to.as_ref().map(Into::into),
            ..Values::default()
        }
    }

    fn fields(&self) -> Fields {
        Fields {
            before: Side::access(&self.before),
            reassign_to: self.reassign_to.clone(),
            ..Fields::default()
        }
    }
}

impl Words for RevokeWorkspaceAccess {
    fn planned(&self) -> Vec<StepSentence> {
        let Self { workspace, email, before: _, reassign_to } = self;
        let words = Sentence::new().email(email).say(" loses ").workspace(&workspace.name);
        let words = match reassign_to {
            Some(receiver) => words.say("; their contacts there go to ").email(receiver),
            None => words.say("; their contacts there become unassigned"),
        };
        vec![StepSentence::about(email, Mark::Remove, words)]
    }

    fn grouped(&self) -> Vec<GroupedChange<'_>> {
        let Self { workspace, email, before, reassign_to } = self;
        let words = move |group: &GroupWords<'_>| {
            let words = group.in_role(&before.role).say(group.verb(" loses ", " lose "));
            let words = words.then(group.place());
            match (reassign_to, group.receiver) {
                (None, _) => words.say("; their contacts there become unassigned"),
                (_, Some(one)) => words.say("; their contacts there go to ").email(one),
                _ => words.say("; their contacts there are handed over"),
            }
        };
        let change = GroupedChange::new(Impact::Loses, Mark::Remove, words);
        vec![change.about(email).at(&workspace.name).handed_to(reassign_to.as_ref())]
    }

    fn grouped_drift(&self) -> Vec<GroupedChange<'_>> {
        let Self { workspace, email, before, reassign_to: _ } = self;
        let words = move |group: &GroupWords<'_>| {
            let words = group.people().say(group.verb(" is in ", " are in "));
            let words = group.seen_role(words.then(group.place()).say(" as "), &before.role);
            words.say("; the manifest doesn't list them there")
        };
        let is_owner = before.role.known().is_none_or(|role| *role == WorkspaceRole::Owner);
        let impact = if is_owner { Impact::GainsPower } else { Impact::Joins };
        vec![GroupedChange::new(impact, Mark::Add, words).about(email).at(&workspace.name)]
    }

    fn notices_planned(&self, context: &ReviewContext<'_>) -> Vec<Notice> {
        let Self { workspace, email, before, reassign_to } = self;
        let owner = before.is_owner().then(|| context.no_longer_owner(workspace, email));
        let nothing_to_lose = context.contacts(workspace) == Some(0);
        let unassigned =
            reassign_to.is_none() && !nothing_to_lose && context.has_accepted(email);
        let unassigned = unassigned.then(|| {
            let what = "Contacts that nobody takes over";
            let notice = context.about(AttentionKind::ContactsUnassigned, what, email);
            notice.at(&workspace.name)
        });
        [owner, unassigned].into_iter().flatten().collect()
    }

    fn notices_drifted(&self, context: &ReviewContext<'_>) -> Vec<Notice> {
        let Self { workspace, email, before, reassign_to: _ } = self;
        let owner = before.role.known().is_none_or(|role| *role == WorkspaceRole::Owner);
        let notice = owner.then(|| context.unlisted_owner(&workspace.name, email));
        notice.into_iter().collect()
    }
}
