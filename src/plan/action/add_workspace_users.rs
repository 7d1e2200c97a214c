use super::{Effect, Fields, Properties, Reversible, Words};
use crate::model::{Email, NewAccess, Restrictions, Seen, Values, WorkspaceName, WorkspaceRef, WorkspaceRole};
use crate::plan::attention::{Notice, ReviewContext};
use crate::plan::sentence::{GroupWords, GroupedChange, Impact, Mark, Sentence, StepSentence};
use crate::plan::{Fact, Shown};

/// Gives people access to a workspace and invites whoever is new.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddWorkspaceUsers {
    /// Which.
    pub workspace: WorkspaceRef,
    /// Sorted by e-mail, never empty.
    pub users: Vec<NewAccess>,
}

impl AddWorkspaceUsers {
    pub(super) fn read(mut fields: Fields) -> Result<Self, &'static str> {
        let users = std::mem::take(&mut fields.users);
        Ok(Self { users, workspace: fields.workspace()? })
    }
}

impl Properties for AddWorkspaceUsers {
    fn facts(&self) -> Vec<Fact> {
        let fact = |user: &NewAccess| Fact::Access {
            workspace: self.workspace.clone(),
            email: user.email.clone(),
            role: Seen::Known(user.role),
            restrictions: user.restrictions.clone(),
        };
        self.users.iter().map(fact).collect()
    }

    fn instead(&self) -> Shown {
        match self.workspace.id {
            Some(_) => Shown::NoAccess,
            None => Shown::NoWorkspace,
        }
    }

    fn effect(&self) -> Effect {
        Effect::Grant
    }

    fn reversible(&self) -> Reversible {
        if self.invites().is_empty() { Reversible::Yes } else { Reversible::No }
    }

    fn rank(&self) -> u8 {
        4
    }

    fn workspace(&self) -> Option<WorkspaceRef> {
        Some(self.workspace.clone())
    }

    fn people(&self) -> Vec<&Email> {
        self.users.iter().map(|user| &user.email).collect()
    }

    fn invites(&self) -> Vec<&Email> {
        self.users.iter().filter(|user| user.invites).map(|user| &user.email).collect()
    }

    fn values(&self) -> Values {
        Values { workspace: self.workspace(), users: self.users.clone(), ..Values::default() }
    }

    fn fields(&self) -> Fields {
        Fields { users: self.users.clone(), ..Fields::default() }
    }
}

impl Words for AddWorkspaceUsers {
    fn planned(&self) -> Vec<StepSentence> {
        let Self { workspace, users } = self;
        let joins = |user: &NewAccess| {
            let NewAccess { email, role, restrictions, invites } = user;
            let words = Sentence::new().email(email).say(" joins ").workspace(&workspace.name);
            let words = with(words.say(" as ").say(role.word()), restrictions.as_ref());
            let words = if *invites { words.say(" (invitation e-mail)") } else { words };
            StepSentence::about(email, Mark::Add, words)
        };
        users.iter().map(joins).collect()
    }

    fn grouped(&self) -> Vec<GroupedChange<'_>> {
        let Self { workspace, users } = self;
        users.iter().map(|user| joining(&workspace.name, user)).collect()
    }

    fn grouped_drift(&self) -> Vec<GroupedChange<'_>> {
        let Self { workspace, users } = self;
        users.iter().map(|user| missing(&workspace.name, user)).collect()
    }

    fn notices_planned(&self, context: &ReviewContext<'_>) -> Vec<Notice> {
        let Self { workspace, users } = self;
        let joins = |user: &NewAccess| {
            let NewAccess { email, role, restrictions: _, invites } = user;
            let is_owner = *role == WorkspaceRole::Owner;
            let owner = is_owner.then(|| context.made_owner(workspace, email)).flatten();
            let own = context.own_access(email);
            let own = own.map(|it| it.at(&workspace.name).saying(format!("as {role}")));
            let lookalike = context.lookalike_person(email).filter(|_| *invites);
            [owner, own, lookalike].into_iter().flatten()
        };
        users.iter().flat_map(joins).collect()
    }

    fn notices_drifted(&self, context: &ReviewContext<'_>) -> Vec<Notice> {
        let Self { workspace, users } = self;
        // In a workspace that is not there nobody can be an owner.
        let is_there = workspace.id.is_some();
        let owners = users.iter().filter(|it| is_there && it.role == WorkspaceRole::Owner);
        owners.map(|user| context.not_owner(workspace, &user.email)).collect()
    }
}

/// ` with the restriction restrict_data_export`.
fn with(words: Sentence, restrictions: Option<&Restrictions>) -> Sentence {
    match restrictions.filter(|all| !all.is_empty()) {
        Some(restrictions) => words.say(" with ").restrictions(restrictions),
        None => words,
    }
}

fn joining<'a>(workspace: &'a WorkspaceName, user: &'a NewAccess) -> GroupedChange<'a> {
    let NewAccess { email, role, restrictions, invites } = user;
    let words = move |group: &GroupWords<'_>| {
        let words = group.people().say(group.verb(" joins ", " join "));
        let words = group.role(words.then(group.place()).say(" as "), role.word());
        let words = with(words, restrictions.as_ref());
        if *invites { words.say(group.invitation()) } else { words }
    };
    let change = GroupedChange::new(Impact::of_joining(*role), Mark::Add, words);
    change.about(email).at(workspace)
}

fn missing<'a>(workspace: &'a WorkspaceName, user: &'a NewAccess) -> GroupedChange<'a> {
    let NewAccess { email, role, restrictions: _, invites: _ } = user;
    let words = move |group: &GroupWords<'_>| {
        let words = group.people().say(group.verb(" is not in ", " are not in "));
        group.role(words.then(group.place()).say("; the manifest says "), role.word())
    };
    let change = GroupedChange::new(Impact::Loses, Mark::Remove, words);
    change.about(email).at(workspace)
}
