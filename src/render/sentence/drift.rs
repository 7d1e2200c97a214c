use super::{Line, Mark, Sentence};
use crate::model::{Email, OrganizationRole, Restrictions, Seen, WorkspaceRole};
use crate::plan::{Access, Action, NewAccess, Step, WorkspaceFields};
use jiff::tz::Offset;

/// What is different on the platform, told as what happened there: the other side of the step that would set it right.
pub(crate) fn drifted(step: &Step) -> Vec<Line> {
    let Step { id: _, wave: _, action, execution: _, depends_on: _, source: _ } = step;
    match action {
        Action::UpdateOrganization { before, after } => {
            let words = Sentence::of("somebody renamed the organization: ").name(after);
            vec![line(Mark::Change, None, words.say(" → ").name(before))]
        }
        Action::CreateWorkspace { name, timezone: _ } => {
            let words = Sentence::of("workspace ").workspace(name);
            vec![line(Mark::Remove, None, words.say(" is not on the platform"))]
        }
        Action::UpdateWorkspace { workspace, before, after } => {
            let words = fields(workspace.name.as_str(), before, after);
            words.into_iter().map(|words| line(Mark::Change, None, words)).collect()
        }
        Action::DeleteWorkspace { workspace, contacts: _ } => {
            let words = Sentence::of("workspace ").workspace(&workspace.name);
            vec![line(Mark::Add, None, words.say(" is still there, and the manifest retires it"))]
        }
        Action::AddWorkspaceUsers { workspace, users } => {
            users.iter().map(|user| missing(user, workspace.name.as_str())).collect()
        }
        Action::ChangeWorkspaceAccess { workspace, email, before, after } => {
            let words = access(email, workspace.name.as_str(), before, after);
            vec![line(Mark::Change, Some(email), words)]
        }
        Action::RevokeWorkspaceAccess { workspace, email, before, reassign_to: _ } => {
            let words = Sentence::new().email(email).say(" was added to ");
            let words = words.workspace(&workspace.name).say(" as ").role(&before.role);
            vec![line(Mark::Add, Some(email), words)]
        }
        Action::InviteOrganizationUser { email, role } => {
            let words = Sentence::new().email(email).say(" is not in the organization; ");
            vec![line(Mark::Remove, Some(email), says(words, role.word()))]
        }
        Action::ChangeOrganizationRole { email, before, after } => {
            let words = Sentence::of("somebody made ").email(email).say(" ");
            let words = organization_role(words, before).say(" of the organization; ");
            vec![line(Mark::Change, Some(email), says(words, after.word()))]
        }
        Action::RemoveOrganizationUser { email, before, pending } => {
            let words = match pending {
                true => Sentence::of("somebody invited ").email(email).say(" to the organization"),
                false => Sentence::new().email(email).say(" was added to the organization"),
            };
            vec![line(Mark::Add, Some(email), words.say(" as ").role(before))]
        }
        Action::ResendInvitation { email, invited_at } => {
            let day = Offset::UTC.to_datetime(*invited_at).date();
            let words = Sentence::of("the invitation of ").email(email);
            let words = words.say(" is stale: not accepted since ").date(day);
            vec![line(Mark::Notify, Some(email), words)]
        }
    }
}

fn line(mark: Mark, person: Option<&Email>, words: Sentence) -> Line {
    Line { mark, person: person.cloned(), words }
}

/// `the manifest says agent`.
fn says(words: Sentence, role: &'static str) -> Sentence {
    words.say("the manifest says ").say(role)
}

fn missing(user: &NewAccess, workspace: &str) -> Line {
    let NewAccess { email, role, restrictions: _, invites: _ } = user;
    let words = Sentence::new().email(email).say(" is not in ").name(workspace).say("; ");
    line(Mark::Remove, Some(email), says(words, role.word()))
}

fn fields(workspace: &str, before: &WorkspaceFields, after: &WorkspaceFields) -> Vec<Sentence> {
    let WorkspaceFields { name, timezone, contact_limit } = after;
    let mut all = Vec::new();
    if let Some(name) = name {
        let words = Sentence::of("somebody renamed workspace ").workspace(name).say(" to ");
        all.push(words.name(before.name.as_ref().map_or(workspace, |name| name.as_str())));
    }
    if let Some(timezone) = timezone {
        let words = Sentence::of("somebody changed the time zone of ").name(workspace).say(": ");
        let words = words.name(timezone).say(" → ");
        all.push(match &before.timezone {
            Some(live) => words.name(live),
            None => words.say("not known"),
        });
    }
    if let Some(limit) = contact_limit {
        let words = Sentence::of("somebody changed the contact limit of ").name(workspace);
        let words = words.say(": ").limit(*limit).say(" → ");
        all.push(match &before.contact_limit {
            Some(live) => words.limit(*live),
            None => words.say("not known"),
        });
    }
    all
}

/// `somebody made dana an owner of Sales; the manifest says manager`.
fn access(email: &Email, workspace: &str, live: &Access, wanted: &Access) -> Sentence {
    let mut all = Vec::new();
    if live.role != wanted.role {
        let words = Sentence::of("somebody made ").email(email).say(" ");
        let words = workspace_role(words, &live.role).say(" of ").name(workspace);
        all.push(words.say("; the manifest says ").role(&wanted.role));
    }
    let gained: Restrictions = &live.restrictions - &wanted.restrictions;
    if !gained.is_empty() {
        let words = Sentence::of("somebody gave ").email(email).say(" ").restrictions(&gained);
        all.push(words.say(" in ").name(workspace));
    }
    let lost: Restrictions = &wanted.restrictions - &live.restrictions;
    if !lost.is_empty() {
        let words = Sentence::of("somebody took ").restrictions(&lost).say(" from ").email(email);
        all.push(words.say(" in ").name(workspace));
    }
    Sentence::new().joined("; ", all)
}

fn workspace_role(words: Sentence, role: &Seen<WorkspaceRole>) -> Sentence {
    match role {
        Seen::Known(WorkspaceRole::Manager) => words.say("a manager"),
        Seen::Known(WorkspaceRole::Owner | WorkspaceRole::Agent) => words.say("an ").role(role),
        Seen::Unknown(_) => words.role(role),
    }
}

fn organization_role(words: Sentence, role: &Seen<OrganizationRole>) -> Sentence {
    match role {
        Seen::Known(OrganizationRole::Admin) => words.say("an admin"),
        Seen::Known(_) => words.say("a ").role(role),
        Seen::Unknown(_) => words.role(role),
    }
}
