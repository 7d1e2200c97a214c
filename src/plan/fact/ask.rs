use super::answer::{Answer, CannotTell, Note, Shown};
use super::{CollectionName, Fact};
use crate::model::{
    Account, Collection, Completeness, Email, Field, OrganizationUser, Restrictions, Seen,
    Snapshot, UserId, Workspace, WorkspaceField, WorkspaceRole, WorkspaceUser,
};
use crate::plan::{WorkspaceFields, WorkspaceRef};
use std::collections::BTreeSet;

impl Fact {
    /// What a snapshot says of it. Only what the fact rests on has to have been read: [`Fact::rests_on`].
    ///
    /// Presence in any list is proof. Absence is proof where the list is whole and would show them.
    pub fn ask(&self, snapshot: &Snapshot) -> Answer {
        let answer = match self {
            Self::OrganizationNamed(name) => organization_named(snapshot, name),
            Self::InOrganization { email, role } => {
                find_user(snapshot, email).map(|user| match user {
                    Some(user) if user.role.is(*role) => Answer::SHOWS,
                    Some(user) => Answer::Otherwise(in_organization(user)),
                    None => Answer::Otherwise(Shown::NotInOrganization),
                })
            }
            Self::NotInOrganization(email) => was_there(find_user(snapshot, email)).map(|user| {
                user.map_or(Answer::SHOWS, |user| Answer::Otherwise(in_organization(user)))
            }),
            Self::InvitedAfter { email, time } => find_user(snapshot, email).and_then(|user| {
                let Some(user) = user else {
                    return Ok(Answer::Otherwise(Shown::NotInOrganization));
                };
                match user.invited_at {
                    Some(latest) if latest > *time => Ok(Answer::SHOWS),
                    _ if user.is_active() => Ok(Answer::Otherwise(in_organization(user))),
                    Some(latest) => Ok(Answer::Otherwise(Shown::InvitedAt(latest))),
                    None => Err(missing(CollectionName::Users, Field::InvitedAt)),
                }
            }),
            Self::Workspace { workspace, fields } => {
                find_workspace(snapshot, workspace).and_then(|live| match live {
                    Some(live) => has_fields(live, fields),
                    None => Ok(Answer::Otherwise(Shown::NoWorkspace)),
                })
            }
            Self::NoWorkspace(workspace) => find_workspace(snapshot, workspace).map(|live| {
                let named = |live: &Workspace| WorkspaceFields {
                    name: Some(live.name.clone()),
                    ..WorkspaceFields::default()
                };
                live.map_or(Answer::SHOWS, |live| Answer::Otherwise(Shown::Workspace(named(live))))
            }),
            Self::Access { workspace, email, role, restrictions } => {
                match find_access(snapshot, workspace, email) {
                    Ok(Some(user)) => has_access(workspace, user, role, restrictions.as_ref()),
                    Ok(None) => Ok(Answer::Otherwise(Shown::NoAccess)),
                    Err(why) => is_invited(snapshot, email, why),
                }
            }
            Self::NoAccess { workspace, email } => {
                let found = match find_access(snapshot, workspace, email) {
                    Err(why @ CannotTell::OutOfSight { pending_people: true, .. }) => {
                        not_pending(snapshot, email, why)
                    }
                    found => found,
                };
                found.map(|user| user.map_or(Answer::SHOWS, |user| Answer::Otherwise(access(user))))
            }
        };
        answer.unwrap_or_else(Answer::CannotTell)
    }
}

type Asked = Result<Answer, CannotTell>;
type Found<'a, T> = Result<Option<&'a T>, CannotTell>;

fn organization_named(snapshot: &Snapshot, name: &str) -> Asked {
    let collection = CollectionName::Organization;
    let Some(organization) = &snapshot.organization else {
        return Err(CannotTell::OutOfSight { collection, pending_people: false });
    };
    match &organization.name {
        Some(live) if live == name => Ok(Answer::SHOWS),
        Some(live) => Ok(Answer::Otherwise(Shown::OrganizationNamed(live.clone()))),
        None => Err(missing(collection, Field::Name)),
    }
}

fn has_fields(live: &Workspace, wanted: &WorkspaceFields) -> Asked {
    let shown = wanted.of(live);
    let there = |it: &WorkspaceField| shown.get(it.field());
    if wanted.iter().any(|it| there(&it).is_some_and(|there| !it.is(&there))) {
        return Ok(Answer::Otherwise(Shown::Workspace(shown)));
    }
    match wanted.iter().find(|it| there(it).is_none()) {
        Some(it) => Err(missing(CollectionName::Workspaces, it.field())),
        None => Ok(Answer::SHOWS),
    }
}

fn has_access(
    workspace: &WorkspaceRef,
    user: &WorkspaceUser,
    role: &Seen<WorkspaceRole>,
    restrictions: Option<&Restrictions>,
) -> Asked {
    let same_restrictions = match (restrictions, &user.restrictions) {
        (None, _) => Some(true),
        (Some(_), None) => None,
        (Some(wanted), Some(live)) => Some(wanted == live),
    };
    match same_restrictions {
        _ if user.role != *role => Ok(Answer::Otherwise(access(user))),
        Some(true) => Ok(Answer::SHOWS),
        Some(false) => Ok(Answer::Otherwise(access(user))),
        None => {
            Err(missing(CollectionName::WorkspaceUsers(workspace.clone()), Field::Restrictions))
        }
    }
}

/// The weaker fact for somebody who is added to a workspace whose list doesn't show pending people.
fn is_invited(snapshot: &Snapshot, email: &Email, why: CannotTell) -> Asked {
    let CannotTell::OutOfSight { pending_people, .. } = why else { return Err(why) };
    match find_user(snapshot, email) {
        Ok(Some(user)) if user.is_pending() => Ok(Answer::Shows { note: Some(Note::RoleUnseen) }),
        Ok(Some(_)) if pending_people => Ok(Answer::Otherwise(Shown::NoAccess)),
        Ok(None) => Ok(Answer::Otherwise(Shown::NotInOrganization)),
        Ok(Some(_)) | Err(CannotTell::OutOfSight { .. }) => Err(why),
        Err(other) => Err(other),
    }
}

/// That somebody is not in a list that hides who has not accepted, by the organization's list: whoever was invited anew
/// may be in it unseen.
fn not_pending<T>(snapshot: &Snapshot, email: &Email, why: CannotTell) -> Found<'static, T> {
    match find_user(snapshot, email) {
        Ok(Some(user)) if user.is_pending() => Err(why),
        // Somebody who was in the workspace's list once has accepted.
        Ok(_) | Err(CannotTell::OutOfSight { .. }) => Ok(None),
        Err(why) => Err(why),
    }
}

/// Somebody who was in a list once has accepted, so a list without pending people would still show them.
fn was_there<T>(found: Found<'_, T>) -> Found<'_, T> {
    match found {
        Err(CannotTell::OutOfSight { pending_people: true, .. }) => Ok(None),
        found => found,
    }
}

fn find_user<'a>(snapshot: &'a Snapshot, email: &Email) -> Found<'a, OrganizationUser> {
    find_person(&snapshot.users, email, || CollectionName::Users)
}

fn find_access<'a>(
    snapshot: &'a Snapshot,
    workspace: &WorkspaceRef,
    email: &Email,
) -> Found<'a, WorkspaceUser> {
    if let Err(two @ CannotTell::TwoAccounts { .. }) = find_user(snapshot, email) {
        return Err(two);
    }
    match find_workspace(snapshot, workspace)? {
        None => Ok(None),
        Some(live) => {
            find_person(&live.users, email, || CollectionName::WorkspaceUsers(workspace.clone()))
        }
    }
}

fn find_workspace<'a>(snapshot: &'a Snapshot, workspace: &WorkspaceRef) -> Found<'a, Workspace> {
    let list = &snapshot.workspaces;
    let key = workspace.name.key();
    let is_it = |live: &&Workspace| match workspace.id {
        Some(id) => live.id == id,
        None => live.name.key() == key,
    };
    match list.items.iter().find(is_it) {
        Some(live) => Ok(Some(live)),
        None => is_whole(list, || CollectionName::Workspaces).map(|()| None),
    }
}

/// Somebody in a list; `Ok(None)` where it shows that they are not in it.
fn find_person<'a, T: Account>(
    list: &'a Collection<T>,
    email: &Email,
    collection: impl Fn() -> CollectionName,
) -> Found<'a, T> {
    let mut accounts = list.items.iter().filter(|account| account.email() == email);
    let Some(account) = accounts.next() else {
        is_whole(list, &collection)?;
        return if list.shows_pending {
            Ok(None)
        } else {
            Err(CannotTell::OutOfSight { collection: collection(), pending_people: true })
        };
    };
    let ids: BTreeSet<UserId> = accounts.map(Account::id).chain([account.id()]).collect();
    if ids.len() > 1 {
        let ids = ids.into_iter().collect();
        return Err(CannotTell::TwoAccounts { email: email.clone(), ids });
    }
    Ok(Some(account))
}

/// Whether absence from a list proves anything about people who have accepted.
fn is_whole<T>(
    list: &Collection<T>,
    collection: impl Fn() -> CollectionName,
) -> Result<(), CannotTell> {
    match &list.completeness {
        Completeness::Complete => Ok(()),
        Completeness::Partial { why } => {
            Err(CannotTell::ReadInPart { collection: collection(), why: why.clone() })
        }
        Completeness::OutOfSight => {
            Err(CannotTell::OutOfSight { collection: collection(), pending_people: false })
        }
        Completeness::NotRead => Err(CannotTell::NotRead { collection: collection() }),
    }
}

const fn missing(collection: CollectionName, field: Field) -> CannotTell {
    CannotTell::FieldMissing { collection, field }
}

fn in_organization(user: &OrganizationUser) -> Shown {
    Shown::InOrganization { role: user.role.clone(), pending: user.is_pending() }
}

fn access(user: &WorkspaceUser) -> Shown {
    Shown::Access { role: user.role.clone(), restrictions: user.restrictions.clone() }
}
