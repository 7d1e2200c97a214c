use crate::learn::script::{Script, Step, StepValues};
use crate::model::{Email, Field, FieldValue, Operation, OrganizationRole, Role};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// Who or what a step is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Subject {
    /// The organization itself.
    Organization,
    /// Somebody in the organization, by address in canonical form.
    User(String),
    /// A workspace, by its number in the script.
    Space(usize),
    /// Somebody's access to a workspace.
    Access(usize, String),
}

/// A state of a subject; `None` while it isn't there. `invitedAt` is the id of the step that invited last.
pub(super) type State = Option<BTreeMap<Field, Value>>;

/// Which states a subject goes through, each with the step that brings it about.
pub(super) type History = Vec<(usize, State)>;

/// No step: how something was before the script.
const BEFORE: usize = usize::MAX;

/// Everybody and everything in a script, and what becomes of them.
#[derive(Clone, Debug, Default)]
pub(super) struct Cast {
    /// Addresses in canonical form.
    pub(super) people: BTreeSet<String>,
    /// Every name that each workspace has at some time.
    pub(super) spaces: Vec<BTreeSet<String>>,
    pub(super) histories: BTreeMap<Subject, History>,
}

impl Cast {
    pub(super) fn of(script: &Script) -> Self {
        let people = script.people().into_iter().map(canonical).collect();
        let mut cast = Self { people, ..Self::default() };
        if let Some(name) = script.organization_name() {
            let state = Some(BTreeMap::from([(Field::Name, json!(name))]));
            cast.histories.insert(Subject::Organization, vec![(BEFORE, state)]);
        }
        for (number, step) in script.steps.iter().enumerate() {
            if step.see.is_none() && !step.refused {
                cast.happens(number, step);
            }
        }
        cast
    }

    fn happens(&mut self, number: usize, step: &Step) {
        let values = &step.values;
        match step.operation {
            Operation::CreateWorkspace => {
                self.spaces.push(values.name.iter().cloned().collect());
            }
            Operation::UpdateWorkspace => {
                if let (Some(space), Some(name)) = (self.space(values), &values.name) {
                    self.spaces[space].insert(name.clone());
                }
            }
            _ => {}
        }
        for subject in self.subjects(step) {
            let before = self.state(&subject);
            let after = after(step, &subject, before);
            self.histories.entry(subject).or_default().push((number, after));
        }
        let invites = values.users.iter().map(|user| canonical(&user.email));
        for email in invites.collect::<Vec<_>>() {
            let subject = Subject::User(email);
            if self.state(&subject).is_none() {
                let member = json!(OrganizationRole::Member.word());
                let state = [(Field::Role, member), (Field::InvitedAt, json!(number))];
                let state = Some(state.into_iter().collect());
                self.histories.entry(subject).or_default().push((number, state));
            }
        }
        if let (Operation::DeleteWorkspace, Some(space)) = (step.operation, self.space(values)) {
            for (subject, history) in &mut self.histories {
                let there = history.last().is_some_and(|(_, state)| state.is_some());
                if matches!(subject, Subject::Access(of, _) if *of == space) && there {
                    history.push((number, None));
                }
            }
        }
    }

    fn state(&self, subject: &Subject) -> State {
        self.histories.get(subject).and_then(|history| history.last()?.1.clone())
    }

    /// The workspace that a step names.
    pub(super) fn space(&self, values: &StepValues) -> Option<usize> {
        self.space_called(values.workspace.as_deref()?)
    }

    /// The workspace that has this name at some time.
    pub(super) fn space_called(&self, name: &str) -> Option<usize> {
        self.spaces.iter().position(|names| names.contains(name))
    }

    /// Whom or what a step changes: of a batch, everybody.
    pub(super) fn subjects(&self, step: &Step) -> Vec<Subject> {
        let values = &step.values;
        let user = values.user.as_ref().or(values.email.as_ref()).map(canonical);
        let space = self.space(values);
        match step.operation {
            Operation::UpdateOrganization => vec![Subject::Organization],
            Operation::InviteOrganizationUser
            | Operation::ChangeOrganizationRole
            | Operation::RemoveOrganizationUser
            | Operation::ResendInvitation => user.map(Subject::User).into_iter().collect(),
            Operation::CreateWorkspace => {
                let space = values.name.as_deref().and_then(|name| self.space_called(name));
                space.map(Subject::Space).into_iter().collect()
            }
            Operation::UpdateWorkspace | Operation::DeleteWorkspace => {
                space.map(Subject::Space).into_iter().collect()
            }
            Operation::AddWorkspaceUsers => {
                let people = values.users.iter().map(|user| canonical(&user.email));
                let access = |email| Some(Subject::Access(space?, email));
                people.filter_map(access).collect()
            }
            Operation::ChangeWorkspaceAccess | Operation::RevokeWorkspaceAccess => space
                .zip(user)
                .map(|(space, user)| Subject::Access(space, user))
                .into_iter()
                .collect(),
            Operation::ListOrganizations
            | Operation::GetOrganization
            | Operation::ListOrganizationUsers
            | Operation::ListWorkspaces
            | Operation::ListWorkspaceUsers => Vec::new(),
        }
    }

    /// What a step changes of its subject; empty where it makes it or takes it away.
    pub(super) fn changes(&self, number: usize, subject: &Subject) -> Vec<Field> {
        let Some(history) = self.histories.get(subject) else { return Vec::new() };
        let Some(at) = history.iter().position(|(step, _)| *step == number) else {
            return Vec::new();
        };
        let before = at.checked_sub(1).and_then(|before| history[before].1.as_ref());
        let (Some(before), Some(after)) = (before, &history[at].1) else { return Vec::new() };
        let changed = after.iter().filter(|(fact, value)| before.get(fact) != Some(value));
        changed.map(|(fact, _)| *fact).collect()
    }
}

/// An address in the form in which it is compared.
pub(super) fn canonical(email: &Email) -> String {
    email.canonical().to_owned()
}

fn after(step: &Step, subject: &Subject, before: State) -> State {
    let StepValues { role, restrictions, users, .. } = &step.values;
    let mut state = before.unwrap_or_default();
    match step.operation {
        Operation::RemoveOrganizationUser
        | Operation::RevokeWorkspaceAccess
        | Operation::DeleteWorkspace => return None,
        Operation::AddWorkspaceUsers => {
            let Subject::Access(_, email) = subject else { return None };
            let person = users.iter().find(|user| canonical(&user.email) == *email)?;
            state.insert(Field::Role, json!(person.role.word()));
            state.insert(Field::Restrictions, json!(person.restrictions));
        }
        Operation::InviteOrganizationUser | Operation::ResendInvitation => {
            state.insert(Field::InvitedAt, json!(step.id));
        }
        _ => {}
    }
    state.extend(role.map(|role: Role| (Field::Role, json!(role.to_string()))));
    state.extend(restrictions.as_ref().map(|set| (Field::Restrictions, json!(set))));
    state.extend(step.values.fields().iter().map(|it| {
        let value = match it.value() {
            FieldValue::Text(text) => json!(text),
            FieldValue::Limit(limit) => json!(limit.number()),
        };
        (it.field(), value)
    }));
    Some(state)
}
