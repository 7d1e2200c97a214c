//! What somebody else does to the platform while rolecall is at work.

use crate::model::{
    Email, OrganizationId, OrganizationRole, Restrictions, WorkspaceId, WorkspaceName,
    WorkspaceRole,
};
use crate::sandbox::state::{Access, Organization, State, User, Workspace};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// Something that somebody else does in the organization that a call is about. Not bound by the rules: somebody with
/// more power did it, or the platform's own staff. The state stays one that can be.
///
/// | text | |
/// |---|---|
/// | `accept EMAIL` | a pending invitation is accepted |
/// | `invite EMAIL ROLE` | somebody new, pending |
/// | `role EMAIL ROLE` | another organization role |
/// | `remove EMAIL` | out of the organization and all its workspaces |
/// | `give EMAIL ROLE WORKSPACE` | access, or another role, for somebody who is in the organization |
/// | `revoke EMAIL WORKSPACE` | access gone |
/// | `create NAME` | a new workspace |
/// | `rename ID NAME` | another name for a workspace |
/// | `delete WORKSPACE` | a workspace gone |
/// | `status STATUS` | the subscription comes into another state: `status TRIAL ENDED` |
///
/// WORKSPACE is an id or a name. What can't be done, since it is not there, is passed over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct SomebodyElse {
    event: Event,
    text: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Event {
    Accept(Email),
    Invite(Email, OrganizationRole),
    Role(Email, OrganizationRole),
    Remove(Email),
    Give(Email, WorkspaceRole, String),
    Revoke(Email, String),
    Create(String),
    Rename(String, String),
    Delete(String),
    Status(String),
}

/// A text that says nothing that somebody could do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is nothing that somebody else can do, such as `revoke ana@acme.example Support`")]
pub struct InvalidEvent(String);

impl FromStr for SomebodyElse {
    type Err = InvalidEvent;

    fn from_str(text: &str) -> Result<Self, InvalidEvent> {
        let text = text.trim();
        let event = Event::read(text).ok_or_else(|| InvalidEvent(text.to_owned()))?;
        Ok(Self { event, text: text.to_owned() })
    }
}

impl TryFrom<String> for SomebodyElse {
    type Error = InvalidEvent;
    fn try_from(text: String) -> Result<Self, InvalidEvent> {
        text.parse()
    }
}
impl From<SomebodyElse> for String {
    fn from(event: SomebodyElse) -> Self {
        event.text
    }
}
impl fmt::Display for SomebodyElse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Event {
    fn read(text: &str) -> Option<Self> {
        let (verb, rest) = text.split_once(' ')?;
        let rest = rest.trim();
        let (first, others) = rest.split_once(' ').unwrap_or((rest, ""));
        let others = others.trim();
        let email = || Email::parse(first).ok();
        let only = || others.is_empty().then(email).flatten();
        let named = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Some(match verb {
            "accept" => Self::Accept(only()?),
            "remove" => Self::Remove(only()?),
            "invite" => Self::Invite(email()?, others.parse().ok()?),
            "role" => Self::Role(email()?, others.parse().ok()?),
            "give" => {
                let (role, workspace) = others.split_once(' ')?;
                Self::Give(email()?, role.parse().ok()?, named(workspace.trim())?)
            }
            "revoke" => Self::Revoke(email()?, named(others)?),
            "create" => Self::Create(named(rest)?),
            "rename" => Self::Rename(named(first)?, named(others)?),
            "delete" => Self::Delete(named(rest)?),
            "status" => Self::Status(named(rest)?),
            _ => return None,
        })
    }
}

impl State {
    /// Somebody else does this. `None`, and nothing has changed, where what it is about is not there.
    pub(in crate::sandbox) fn happen(
        &mut self,
        id: OrganizationId,
        what: &SomebodyElse,
        now: Timestamp,
    ) -> Option<()> {
        // Ids are taken before the organization is borrowed; one that is not used is never given again.
        let (user, workspace) = match &what.event {
            Event::Invite(..) => (Some(self.next_user()), None),
            Event::Create(_) => (None, Some(self.next_workspace())),
            _ => (None, None),
        };
        if let Event::Accept(email) = &what.event {
            return self.accept(id, email, now).then_some(());
        }
        let there = self.organizations.get_mut(&id)?;
        match &what.event {
            Event::Accept(_) => {}
            Event::Invite(email, role) => {
                let is_new = there.user_by_email(email).is_none();
                let user = User::invited(user.filter(|_| is_new)?, email.clone(), *role, now);
                there.users.insert(user.id, user);
            }
            Event::Role(email, role) => {
                let user = there.user_by_email(email)?.id;
                there.users.get_mut(&user)?.role = *role;
            }
            Event::Remove(email) => {
                let user = there.user_by_email(email)?.id;
                for workspace in there.workspaces.values_mut() {
                    workspace.users.remove(&user);
                }
                there.users.remove(&user)?;
                self.last_ids.user_gone(user);
            }
            Event::Give(email, role, name) => {
                let user = there.user_by_email(email)?.id;
                let space = there.workspaces.get_mut(&find(there, name)?)?;
                let new =
                    Access { user, role: *role, restrictions: Restrictions::new(), contacts: 0 };
                let access = space.users.entry(user).or_insert(new);
                access.role = *role;
                if *role == WorkspaceRole::Owner {
                    access.restrictions.clear();
                }
            }
            Event::Revoke(email, name) => {
                let user = there.user_by_email(email)?.id;
                let space = find(there, name)?;
                there.workspaces.get_mut(&space)?.users.remove(&user)?;
            }
            Event::Create(name) => {
                let space = Workspace::created(workspace?, name.clone(), "UTC".to_owned(), now);
                find(there, name).is_none().then(|| there.workspaces.insert(space.id, space))?;
            }
            Event::Rename(which, name) => {
                let is_free = find(there, name).is_none();
                let space = find(there, which).filter(|_| is_free)?;
                name.clone_into(&mut there.workspaces.get_mut(&space)?.name);
            }
            Event::Delete(which) => {
                let space = find(there, which)?;
                there.workspaces.remove(&space)?;
                self.last_ids.workspace_gone(space);
            }
            Event::Status(status) => status.clone_into(&mut there.status),
        }
        Some(())
    }
}

/// A workspace by its id or name.
fn find(there: &Organization, which: &str) -> Option<WorkspaceId> {
    let id = which.parse().ok().map(WorkspaceId::new);
    let by_id = id.filter(|id| there.workspaces.contains_key(id));
    let key = WorkspaceName::new(which).key();
    let named = |space: &&Workspace| WorkspaceName::new(&space.name).key() == key;
    by_id.or_else(|| there.workspaces.values().find(named).map(|space| space.id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_somebody_can_do() {
        for text in [
            "accept a@x.example",
            "invite a@x.example user_admin",
            "role a@x.example member",
            "remove a@x.example",
            "give a@x.example owner Front desk",
            "revoke a@x.example 408881",
            "create Front desk",
            "rename 408881 Front desk",
            "delete Front desk",
            "status TRIAL ENDED",
        ] {
            assert_eq!(text.parse::<SomebodyElse>().unwrap().to_string(), text);
        }
        for text in [
            "",
            "accept",
            "accept ana",
            "remove a@x.example now",
            "role a@x.example king",
            "give a@x.example owner",
            "revoke a@x.example",
            "rename 7",
            "sing loud",
        ] {
            assert!(text.parse::<SomebodyElse>().is_err(), "{text}");
        }
    }
}
