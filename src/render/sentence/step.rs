use super::change::change;
use super::{Mark, Sentence};
use crate::model::{Email, Restrictions};
use crate::plan::{Access, Action, NewAccess, Step, StepId, WorkspaceFields};
use jiff::tz::Offset;

/// One sentence of a step: one person, or one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    /// What it is about.
    pub(crate) mark: Mark,
    /// Whom it is about.
    pub(crate) person: Option<Email>,
    /// The words.
    pub(crate) words: Sentence,
}

/// The number of a step in its organization; 0 where its id is none that we wrote.
pub(crate) fn number(id: &StepId) -> u64 {
    let id = id.to_string();
    id.rsplit_once('/').and_then(|(_, number)| number.parse().ok()).unwrap_or(0)
}

/// What a step does, a line for each person or field. Never empty for a step that the planner makes.
pub(crate) fn lines(step: &Step) -> Vec<Line> {
    let Step { id: _, wave: _, action, execution: _, depends_on: _, source: _ } = step;
    match action {
        Action::UpdateOrganization { before, after } => {
            let words = Sentence::of("the organization is renamed: ");
            vec![about_nobody(Mark::Change, change(words, before, " → ", after))]
        }
        Action::CreateWorkspace { name, timezone } => {
            let words = Sentence::of("workspace ").workspace(name).say(" is created (time zone ");
            vec![about_nobody(Mark::Add, words.name(timezone).say(")"))]
        }
        Action::UpdateWorkspace { workspace, before, after } => {
            let words = fields(workspace.name.as_str(), before, after);
            words.into_iter().map(|words| about_nobody(Mark::Change, words)).collect()
        }
        Action::DeleteWorkspace { workspace, contacts } => {
            let words = Sentence::of("workspace ").workspace(&workspace.name).say(" is deleted");
            let words = match contacts {
                Some(number) => words
                    .say(" with its ")
                    .count(*number, "contact", "contacts")
                    .say(" and all its data"),
                None => words.say(" with all its data"),
            };
            vec![about_nobody(Mark::Remove, words.say("; this can't be undone"))]
        }
        Action::AddWorkspaceUsers { workspace, users } => {
            users.iter().map(|user| joins(user, workspace.name.as_str())).collect()
        }
        Action::ChangeWorkspaceAccess { workspace, email, before, after } => {
            let words = Sentence::new().email(email).say(": ");
            let words = access(words, before, after, Sentence::new().workspace(&workspace.name));
            vec![about(Mark::Change, email, words)]
        }
        Action::RevokeWorkspaceAccess { workspace, email, before: _, reassign_to } => {
            let words = Sentence::new().email(email).say(" loses ").workspace(&workspace.name);
            let words = match reassign_to {
                Some(receiver) => words.say("; their contacts there go to ").email(receiver),
                None => words.say("; their contacts there become unassigned"),
            };
            vec![about(Mark::Remove, email, words)]
        }
        Action::InviteOrganizationUser { email, role } => {
            let words = Sentence::new().email(email).say(" is invited to the organization as ");
            let words = words.say(role.word()).say(" (invitation e-mail)");
            vec![about(Mark::Add, email, words)]
        }
        Action::ChangeOrganizationRole { email, before, after } => {
            let words = Sentence::new().email(email).say(": ").role(before).say(" → ");
            vec![about(Mark::Change, email, words.say(after.word()).say(" in the organization"))]
        }
        Action::RemoveOrganizationUser { email, before: _, pending: true } => {
            let words = Sentence::of("the invitation of ").email(email).say(" is revoked");
            vec![about(Mark::Remove, email, words)]
        }
        Action::RemoveOrganizationUser { email, before: _, pending: false } => {
            let words = Sentence::new().email(email).say(" is removed from the organization");
            vec![about(Mark::Remove, email, words)]
        }
        Action::ResendInvitation { email, invited_at } => {
            let day = Offset::UTC.to_datetime(*invited_at).date();
            let words = Sentence::new().email(email).say(" is sent the invitation of ").date(day);
            vec![about(Mark::Notify, email, words.say(" again"))]
        }
    }
}

fn about_nobody(mark: Mark, words: Sentence) -> Line {
    Line { mark, person: None, words }
}

fn about(mark: Mark, person: &Email, words: Sentence) -> Line {
    Line { mark, person: Some(person.clone()), words }
}

fn joins(user: &NewAccess, workspace: &str) -> Line {
    let NewAccess { email, role, restrictions, invites } = user;
    let words = Sentence::new().email(email).say(" joins ").name(workspace).say(" as ");
    let mut words = words.say(role.word());
    if !restrictions.is_empty() {
        words = words.say(" with ").restrictions(restrictions);
    }
    if *invites {
        words = words.say(" (invitation e-mail)");
    }
    about(Mark::Add, email, words)
}

fn fields(workspace: &str, before: &WorkspaceFields, after: &WorkspaceFields) -> Vec<Sentence> {
    let WorkspaceFields { name, timezone, contact_limit } = after;
    let mut all = Vec::new();
    if let Some(name) = name {
        let old = before.name.as_ref().map_or(workspace, |old| old.as_str());
        all.push(change(Sentence::of("workspace "), old, " is renamed to ", name.as_str()));
    }
    if let Some(timezone) = timezone {
        let words = Sentence::new().name(workspace).say(": time zone ");
        let words = match &before.timezone {
            Some(old) => words.name(old),
            None => words.say("not known"),
        };
        all.push(words.say(" → ").name(timezone));
    }
    if let Some(limit) = contact_limit {
        let words = Sentence::new().name(workspace).say(": contact limit ");
        let words = match &before.contact_limit {
            Some(old) => words.limit(*old),
            None => words.say("not known"),
        };
        all.push(words.say(" → ").limit(*limit));
    }
    all
}

/// `manager → agent in Support; gains restrict_data_export`.
pub(super) fn access(
    words: Sentence,
    before: &Access,
    after: &Access,
    place: Sentence,
) -> Sentence {
    let same_role = before.role == after.role;
    let words = words.role(&before.role);
    let words = if same_role { words } else { words.say(" → ").role(&after.role) };
    let words = words.say(" in ").then(place);
    let new: Restrictions = &after.restrictions - &before.restrictions;
    let gone: Restrictions = &before.restrictions - &after.restrictions;
    let words = restricted(words, "; gains ", &new);
    restricted(words, "; loses ", &gone)
}

fn restricted(words: Sentence, verb: &'static str, which: &Restrictions) -> Sentence {
    if which.is_empty() { words } else { words.say(verb).restrictions(which) }
}
