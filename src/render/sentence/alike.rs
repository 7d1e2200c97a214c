use super::{Mark, Sentence};
use crate::model::{OrganizationRole, Restrictions, Seen, WorkspaceName, WorkspaceRole};
use crate::plan::{Access, AccessNote, Action, NewAccess, Step, WorkspaceFields};

/// What a step does, without whom it is about: what the plans of many organizations have in common. With `named`
/// the workspace is part of it.
pub(crate) fn alike(step: &Step, named: bool) -> Vec<(Mark, Sentence)> {
    let Step { id: _, wave: _, action, execution: _, depends_on: _, source: _ } = step;
    let at = |words: Sentence, name: &WorkspaceName| place(words, name, named);
    let (mark, words) = match action {
        Action::UpdateOrganization { before: _, after: _ } => {
            (Mark::Change, Sentence::of("the organization is renamed"))
        }
        Action::CreateWorkspace { name, timezone } => {
            let words = at(Sentence::new(), name).say(" is created (time zone ");
            (Mark::Add, words.name(timezone).say(")"))
        }
        Action::UpdateWorkspace { workspace, before: _, after } => {
            let all = fields(after).into_iter();
            let of = |words| at(Sentence::new(), &workspace.name).say(": ").then(words);
            return all.map(|words| (Mark::Change, of(words))).collect();
        }
        Action::DeleteWorkspace { workspace, contacts: _ } => {
            let words = at(Sentence::new(), &workspace.name);
            (Mark::Remove, words.say(" is deleted with all its data"))
        }
        Action::AddWorkspaceUsers { workspace, users } => {
            let join = |user| (Mark::Add, joins(user, at(Sentence::new(), &workspace.name)));
            return users.iter().map(join).collect();
        }
        Action::ChangeWorkspaceAccess { workspace, email: _, before, after } => {
            (Mark::Change, at(access(before, after).say(" in "), &workspace.name))
        }
        Action::RevokeWorkspaceAccess { workspace, email: _, before, reassign_to } => {
            let words = at(workspace_roles(Sentence::new(), before).say(" lose "), &workspace.name);
            let contacts = match reassign_to {
                Some(_) => "; their contacts there are handed over",
                None => "; their contacts there become unassigned",
            };
            (Mark::Remove, words.say(contacts))
        }
        Action::InviteOrganizationUser { email: _, role } => {
            let words = organization_roles(Sentence::new(), &Seen::Known(*role));
            (Mark::Add, words.say(" are invited to the organization (invitation e-mails)"))
        }
        Action::ChangeOrganizationRole { email: _, before, after } => {
            let words = organization_roles(Sentence::new(), before).say(" become ");
            let words = organization_roles(words, &Seen::Known(*after));
            (Mark::Change, words.say(" of the organization"))
        }
        Action::RemoveOrganizationUser { email: _, before: _, pending: true } => {
            (Mark::Remove, Sentence::of("invitations are revoked"))
        }
        Action::RemoveOrganizationUser { email: _, before, pending: false } => {
            let words = organization_roles(Sentence::new(), before);
            (Mark::Remove, words.say(" are removed from the organization"))
        }
        Action::ResendInvitation { email: _, invited_at: _ } => {
            (Mark::Notify, Sentence::of("pending invitations are sent again"))
        }
    };
    vec![(mark, words)]
}

/// What a reviewer should not miss, without whom it is about.
pub(crate) fn alike_note(note: &AccessNote, named: bool) -> Sentence {
    match note {
        AccessNote::LosesEverything => Sentence::of("somebody loses access to everything"),
        AccessNote::ReachesEverything => {
            Sentence::of("somebody becomes an admin and reaches every workspace")
        }
        AccessNote::NoLongerReachesEverything => {
            Sentence::of("somebody is no longer an admin and reaches only what is granted")
        }
        AccessNote::BecomesOnlyOwner { workspace } => {
            place(Sentence::of("somebody becomes the only owner of "), workspace, named)
        }
        AccessNote::BecomesOnlyAdmin => Sentence::of("somebody becomes the only admin"),
    }
}

fn place(words: Sentence, name: &WorkspaceName, named: bool) -> Sentence {
    if named { words.workspace(name) } else { words.say("a workspace") }
}

fn joins(user: &NewAccess, workspace: Sentence) -> Sentence {
    let NewAccess { email: _, role, restrictions, invites } = user;
    let words = Sentence::of("people join ").then(workspace).say(" as ").say(role.word()).say("s");
    let words = match restrictions.is_empty() {
        true => words,
        false => words.say(" with ").restrictions(restrictions),
    };
    if *invites { words.say(" (invitation e-mails)") } else { words }
}

fn fields(after: &WorkspaceFields) -> Vec<Sentence> {
    let WorkspaceFields { name, timezone, contact_limit } = after;
    let name = name.as_ref().map(|_| Sentence::of("another name"));
    let zone = timezone.as_ref().map(|zone| Sentence::of("time zone becomes ").name(zone));
    let limit = contact_limit.map(|limit| Sentence::of("contact limit becomes ").limit(limit));
    [name, zone, limit].into_iter().flatten().collect()
}

/// `agents lose restrict_shortcuts`, `managers become agents`.
fn access(before: &Access, after: &Access) -> Sentence {
    let mut all = Vec::new();
    if before.role != after.role {
        let words = Sentence::of("become ");
        all.push(workspace_roles(words, after));
    }
    let gained: Restrictions = &after.restrictions - &before.restrictions;
    if !gained.is_empty() {
        all.push(Sentence::of("gain ").restrictions(&gained));
    }
    let lost: Restrictions = &before.restrictions - &after.restrictions;
    if !lost.is_empty() {
        all.push(Sentence::of("lose ").restrictions(&lost));
    }
    workspace_roles(Sentence::new(), before).say(" ").joined(", ", all)
}

fn workspace_roles(words: Sentence, access: &Access) -> Sentence {
    match &access.role {
        Seen::Known(WorkspaceRole::Owner) => words.say("owners"),
        Seen::Known(WorkspaceRole::Manager) => words.say("managers"),
        Seen::Known(WorkspaceRole::Agent) => words.say("agents"),
        Seen::Unknown(_) => words.say("people as ").role(&access.role),
    }
}

fn organization_roles(words: Sentence, role: &Seen<OrganizationRole>) -> Sentence {
    match role {
        Seen::Known(_) => words.role(role).say("s"),
        Seen::Unknown(_) => words.say("people as ").role(role),
    }
}
