use super::Client;
use super::ask::Ask;
use super::decode::whole;
use super::exchange::Exchange;
use super::trouble;
use crate::model::{
    ContactLimit, Operation, OrganizationRole, Restrictions, UserId, WorkspaceId, WorkspaceRole,
};
use crate::plan::{NewAccess, WorkspaceFields};
use crate::platform::http::{Body, Reply};
use crate::platform::profile::{Field, Placeholder, Values, Words};
use crate::platform::{Answer, Attempt, Call, Execute, PlatformError, Refused, Target};
use serde_json::{Value, json};

impl Execute for Client {
    async fn execute(&self, target: &Target, call: &Call) -> Attempt {
        let operation = call.operation();
        let Some(wire) = self.wire(operation) else {
            return unsupported(operation, &self.capabilities.profile);
        };
        let values = values(call, &wire.service.words);
        let Some(ask) = self.ask(target, operation, values) else {
            return unsupported(operation, &self.capabilities.profile);
        };
        match self.exchange(&ask).await {
            Exchange::Answered(reply) => outcome(&ask, &reply),
            Exchange::NotSent(PlatformError { what, help: None }) => Attempt::NotSent { why: what },
            Exchange::NotSent(PlatformError { what, help: Some(help) }) => {
                Attempt::NotSent { why: format!("{what} ({help})") }
            }
            Exchange::Lost(why) => Attempt::Unknown { why },
        }
    }
}

fn unsupported(operation: Operation, profile: &str) -> Attempt {
    Attempt::NotSent { why: format!("`{profile}` can't do {operation}") }
}

/// What an answer to a write means. Only what the contract says counts as done or refused: anything else, a
/// proxy's page or a server's trouble, may come after the write took effect.
fn outcome(ask: &Ask<'_>, reply: &Reply) -> Attempt {
    let service = ask.service();
    if trouble::says_success(service, reply) {
        return Attempt::Done(told(ask, &reply.body));
    }
    let described = || trouble::describe(service, reply);
    match (reply.status, trouble::message(service, reply)) {
        (429 | 449, _) => Attempt::NotSent { why: described().what },
        (408, _) => Attempt::Unknown { why: described().what },
        (status @ 400..=499, Some(message)) => {
            if ask.wire.already_so.iter().any(|pattern| pattern.matches(status, &message)) {
                return Attempt::AlreadySo;
            }
            Attempt::Refused(Refused { status, message, help: described().help })
        }
        _ => Attempt::Unknown { why: described().what },
    }
}

/// The ids that an answer tells.
fn told(ask: &Ask<'_>, body: &Body) -> Answer {
    let find = |field| {
        let pointer = ask.request.answer.get(&field)?;
        whole(pointer.of(body.json()?)?)
    };
    Answer {
        workspace: find(Field::Workspace).map(WorkspaceId::new),
        user: find(Field::User).map(UserId::new),
    }
}

/// What a call puts into its request.
fn values(call: &Call, words: &Words) -> Values {
    use Placeholder as P;
    let values = Values::default();
    match call {
        Call::UpdateOrganization { name } => values.with(P::Name, name.as_str()),
        Call::CreateWorkspace { name, timezone } => {
            values.with(P::Name, name.as_str()).with(P::Timezone, timezone.as_str())
        }
        Call::UpdateWorkspace { workspace, fields } => {
            fields_of(values.with(P::Workspace, workspace.get()), fields)
        }
        Call::DeleteWorkspace { workspace } => values.with(P::Workspace, workspace.get()),
        Call::AddWorkspaceUsers { workspace, users } => {
            let mut values = values.with(P::Workspace, workspace.get());
            values.items = users.iter().map(|user| new_access(user, words)).collect();
            values
        }
        Call::ChangeWorkspaceAccess { workspace, user, role, restrictions } => values
            .with(P::Workspace, workspace.get())
            .with(P::User, user.get())
            .maybe(P::Role, role.map(|role| workspace_role(role, words)))
            .maybe(P::Restrictions, restrictions.as_ref().map(|it| list(it, words))),
        Call::RevokeWorkspaceAccess { workspace, user, reassign_to } => values
            .with(P::Workspace, workspace.get())
            .with(P::User, user.get())
            .maybe(P::ReassignTo, reassign_to.map(UserId::get)),
        Call::InviteOrganizationUser { email, role } => {
            values.with(P::Email, email.as_str()).with(P::Role, organization_role(*role, words))
        }
        Call::ChangeOrganizationRole { user, role } => {
            values.with(P::User, user.get()).with(P::Role, organization_role(*role, words))
        }
        Call::RemoveOrganizationUser { user } | Call::ResendInvitation { user } => {
            values.with(P::User, user.get())
        }
    }
}

fn fields_of(values: Values, fields: &WorkspaceFields) -> Values {
    use Placeholder as P;
    let WorkspaceFields { name, timezone, contact_limit } = fields;
    let number = |limit: ContactLimit| limit.number().map_or(Value::Null, |number| json!(number));
    values
        .maybe(P::Name, name.as_ref().map(|name| name.as_str()))
        .maybe(P::Timezone, timezone.as_deref())
        .maybe(P::ContactLimit, contact_limit.map(number))
        .maybe(P::ContactLimitEnabled, contact_limit.map(|limit| limit.number().is_some()))
}

/// One of a batch. No restrictions are sent where there are none.
fn new_access(user: &NewAccess, words: &Words) -> Values {
    use Placeholder as P;
    let NewAccess { email, role, restrictions, invites: _ } = user;
    let some = (!restrictions.is_empty()).then(|| list(restrictions, words));
    Values::default()
        .with(P::Email, email.as_str())
        .with(P::Role, workspace_role(*role, words))
        .maybe(P::Restrictions, some)
}

fn organization_role(role: OrganizationRole, words: &Words) -> String {
    words.organization_roles.write(role)
}

fn workspace_role(role: WorkspaceRole, words: &Words) -> String {
    words.workspace_roles.write(role)
}

fn list(restrictions: &Restrictions, words: &Words) -> Value {
    restrictions.iter().map(|restriction| words.restrictions.write(*restriction)).collect()
}
