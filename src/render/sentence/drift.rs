use super::{Line, Mark, Sentence};
use crate::model::Email;
use crate::plan::{
    Access, Action, AddWorkspaceUsers, ChangeOrganizationRole, ChangeWorkspaceAccess,
    CreateWorkspace, DeleteWorkspace, InviteOrganizationUser, NewAccess, RemoveOrganizationUser,
    ResendInvitation, RevokeWorkspaceAccess, Step, UpdateOrganization, UpdateWorkspace,
    WorkspaceFields,
};
use jiff::tz::Offset;

/// What is different on the platform, told as it is, whoever changed what: the other side of the step that would set it right.
pub(crate) fn drifted(step: &Step) -> Vec<Line> {
    let Step { id: _, wave: _, action, execution: _, depends_on: _, source: _ } = step;
    match action {
        Action::UpdateOrganization(UpdateOrganization { before, after }) => {
            let words = Sentence::of("the organization is called ").name(before);
            vec![line(Mark::Change, None, words.say("; the manifest says ").name(after))]
        }
        Action::CreateWorkspace(CreateWorkspace { name, timezone: _ }) => {
            let words = Sentence::of("workspace ").workspace(name);
            vec![line(Mark::Remove, None, words.say(" is not on the platform"))]
        }
        Action::UpdateWorkspace(UpdateWorkspace { workspace, before, after }) => {
            let words = fields(workspace.name.as_str(), before, after);
            words.into_iter().map(|words| line(Mark::Change, None, words)).collect()
        }
        Action::DeleteWorkspace(DeleteWorkspace { workspace, contacts: _ }) => {
            let words = Sentence::of("workspace ").workspace(&workspace.name);
            vec![line(Mark::Add, None, words.say(" is still there, and the manifest retires it"))]
        }
        Action::AddWorkspaceUsers(AddWorkspaceUsers { workspace, users }) => {
            users.iter().map(|user| missing(user, workspace.name.as_str())).collect()
        }
        Action::ChangeWorkspaceAccess(ChangeWorkspaceAccess {
            workspace,
            email,
            before,
            after,
        }) => {
            let words = access(email, workspace.name.as_str(), before, after);
            vec![line(Mark::Change, Some(email), words)]
        }
        Action::RevokeWorkspaceAccess(RevokeWorkspaceAccess {
            workspace,
            email,
            before,
            reassign_to: _,
        }) => {
            let words = Sentence::new().email(email).say(" is ").role(&before.role).say(" of ");
            let words = words.workspace(&workspace.name);
            vec![line(Mark::Add, Some(email), words.say("; the manifest doesn't list them there"))]
        }
        Action::InviteOrganizationUser(InviteOrganizationUser { email, role }) => {
            let words = Sentence::new().email(email).say(" is not in the organization; ");
            vec![line(Mark::Remove, Some(email), says(words, role.word()))]
        }
        Action::ChangeOrganizationRole(ChangeOrganizationRole { email, before, after }) => {
            let words =
                Sentence::new().email(email).say(" is ").role(before).say(" of the organization; ");
            vec![line(Mark::Change, Some(email), says(words, after.word()))]
        }
        Action::RemoveOrganizationUser(RemoveOrganizationUser { email, before, pending }) => {
            let words = match pending {
                true => Sentence::new().email(email).say(" is invited to the organization as "),
                false => Sentence::new().email(email).say(" is in the organization as "),
            };
            let words = words.role(before).say("; the manifest doesn't list them");
            vec![line(Mark::Add, Some(email), words)]
        }
        Action::ResendInvitation(ResendInvitation { email, invited_at }) => {
            let day = Offset::UTC.to_datetime(*invited_at).date();
            let words = Sentence::of("the invitation of ").email(email);
            let words = words.say(" is from ").date(day).say(" and not accepted yet");
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
        let words = Sentence::of("workspace ");
        let words = words.name(before.name.as_ref().map_or(workspace, |name| name.as_str()));
        all.push(words.say("; the manifest calls it ").name(name.as_str()));
    }
    if let Some(timezone) = timezone {
        let words = Sentence::new().name(workspace).say(": time zone ");
        let words = match &before.timezone {
            Some(live) => words.name(live),
            None => words.say("not known"),
        };
        all.push(words.say("; the manifest says ").name(timezone));
    }
    if let Some(limit) = contact_limit {
        let words = Sentence::new().name(workspace).say(": contact limit ");
        let words = match &before.contact_limit {
            Some(live) => words.limit(*live),
            None => words.say("not known"),
        };
        all.push(words.say("; the manifest says ").limit(*limit));
    }
    all
}

/// `dana is owner of Sales; the manifest says manager`.
fn access(email: &Email, workspace: &str, live: &Access, wanted: &Access) -> Sentence {
    let mut all = Vec::new();
    if live.role != wanted.role {
        let words = Sentence::new().email(email).say(" is ").role(&live.role).say(" of ");
        all.push(words.name(workspace).say("; the manifest says ").role(&wanted.role));
    }
    let more = wanted.gained(live);
    if !more.is_empty() {
        let words = Sentence::new().email(email).say(" is restricted in ").name(workspace);
        all.push(words.say(" by ").restrictions(&more).say("; the manifest says otherwise"));
    }
    let fewer = wanted.lost(live);
    if !fewer.is_empty() {
        let words = Sentence::new().email(email).say(" is not restricted in ").name(workspace);
        all.push(words.say(" by ").restrictions(&fewer).say("; the manifest says so"));
    }
    Sentence::new().joined("; ", all)
}
