//! What of a snapshot a manifest says, and what it can't say.

use super::people::{Person, Row, rows};
use super::{Groups, Request};
use crate::manifest::write::scalar;
use crate::model::{
    Collection, Completeness, Email, FieldValue, OrganizationRole, OrganizationUser, Restrictions,
    Seen, Snapshot, Workspace, WorkspaceField, WorkspaceId, WorkspaceRole, WorkspaceUser,
};
use jiff::tz::TimeZone;
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

/// Ids from 1 to 2^53 travel as JSON numbers without loss; manifests take no others.
const LARGEST_ID: u64 = 1 << 53;

/// What the manifest will say.
pub(super) struct Draft {
    pub(super) id: crate::model::OrganizationId,
    pub(super) name: Option<String>,
    pub(super) users: Listed<OrganizationRole>,
    pub(super) workspaces: Vec<DraftWorkspace>,
    /// By address: who is left alone, and why.
    pub(super) ignored: BTreeMap<Email, String>,
    /// The floor of admins, where the Project's can't be met: it asks for so many, and there are so many.
    pub(super) admins: Option<(u32, u32)>,
    /// Sentences for the head of the file.
    pub(super) notes: Vec<String>,
}

pub(super) struct DraftWorkspace {
    /// Its fields but `users`, with their values as they are written.
    pub(super) fields: Vec<(&'static str, String)>,
    pub(super) users: Listed<Access>,
    /// Sentences that stand above it.
    pub(super) notes: Vec<String>,
}

/// Role and restrictions, in the order of lines.
pub(super) type Access = (WorkspaceRole, Restrictions);

/// A list of people, or why there is none.
pub(super) enum Listed<A> {
    Rows(Vec<Row<A>>),
    LeftOut(String),
}

pub(super) fn draft(snapshot: &Snapshot, request: &Request<'_>) -> Draft {
    let mut notes = Vec::new();
    let name = snapshot.organization.as_ref().and_then(|it| it.name.clone());
    let name = name.filter(|name| {
        let fits = (1..=255).contains(&name.trim().chars().count());
        let fits = fits && !name.chars().any(char::is_control);
        if !fits {
            notes.push(format!("Its name is left out, since no manifest can say it: {name}"));
        }
        fits
    });
    let mut ignored = BTreeMap::new();
    for user in &snapshot.users.items {
        strange_user(user, &mut ignored);
    }
    let mut listed = BTreeSet::new();
    let found = distinct(&snapshot.workspaces.items, &mut notes).into_iter();
    let workspaces: Vec<_> =
        found.map(|it| workspace(it, &mut listed, &mut ignored, request)).collect();
    match &snapshot.workspaces.completeness {
        Completeness::Complete => {}
        Completeness::Partial { why } => {
            notes
                .push(format!("There may be more workspaces: they were not read in full ({why})."));
        }
        Completeness::OutOfSight | Completeness::NotRead => {
            notes.push("The platform's API does not tell which workspaces there are.".to_owned());
        }
    }
    let (users, admins) = users(&snapshot.users, &listed, request);
    Draft { id: snapshot.id, name, users, workspaces, ignored, admins, notes }
}

/// Workspaces that a manifest can name, by name. Of two with one id the last counts, as in planning.
fn distinct<'s>(items: &'s [Workspace], notes: &mut Vec<String>) -> Vec<&'s Workspace> {
    let by_id: BTreeMap<WorkspaceId, &Workspace> = items.iter().map(|it| (it.id, it)).collect();
    let mut by_name: BTreeMap<String, &Workspace> = BTreeMap::new();
    for it in by_id.into_values() {
        let (key, id, name) = (it.name.key(), it.id, &it.name);
        if key.is_empty() || !nameable(id) {
            notes
                .push(format!("Workspace {id} is left out, since no manifest can name it: {name}"));
            continue;
        }
        match by_name.entry(key) {
            Entry::Vacant(free) => drop(free.insert(it)),
            Entry::Occupied(_) => notes
                .push(format!("Workspace {id} is left out, since another is called so: {name}")),
        }
    }
    by_name.into_values().collect()
}

/// Whether a manifest can have this id: a text, or a number that JSON has exactly.
fn nameable(id: WorkspaceId) -> bool {
    id.json().as_u64().is_none_or(|number| (1..=LARGEST_ID).contains(&number))
}

fn workspace(
    it: &Workspace,
    listed: &mut BTreeSet<Email>,
    ignored: &mut BTreeMap<Email, String>,
    request: &Request<'_>,
) -> DraftWorkspace {
    let mut notes = Vec::new();
    let created_with = request.project.created_with();
    let mut fields = Vec::new();
    for field in it.fields().iter() {
        let goes_without_saying = created_with.get(field.field()).as_ref() == Some(&field);
        match &field {
            WorkspaceField::Timezone(zone) if !is_iana(zone) => {
                notes.push(format!("Its time zone is left out, since it is no IANA name: {zone}"))
            }
            _ if goes_without_saying => {}
            _ => fields.push((field.field().word(), written(field.value()))),
        }
    }
    fields.insert(1, ("id", it.id.json().to_string()));
    let users = match left_out(&it.users) {
        Some(why) => Listed::LeftOut(why),
        None => {
            if !it.users.shows_pending {
                notes.push(
                    "Who has not accepted the invitation yet is not in this list.".to_owned(),
                );
            }
            Listed::Rows(access(it, listed, ignored, request.groups))
        }
    };
    DraftWorkspace { fields, users, notes }
}

fn is_iana(zone: &str) -> bool {
    TimeZone::get(zone).is_ok_and(|it| it.iana_name() == Some(zone))
}

fn written(value: FieldValue<'_>) -> String {
    match value {
        FieldValue::Text(text) => scalar(text).into_owned(),
        FieldValue::Limit(limit) => limit.to_string(),
    }
}

/// Why a list can't be written down. One that is not whole would have the others removed once it is read in full.
fn left_out<T: HasEmail>(list: &Collection<T>) -> Option<String> {
    match &list.completeness {
        Completeness::Partial { why } => Some(format!("they were not read in full ({why})")),
        Completeness::OutOfSight | Completeness::NotRead => {
            Some("the platform's API does not tell them".to_owned())
        }
        Completeness::Complete => {
            let blank = list.items.iter().any(|it| it.email().as_str().is_empty());
            blank.then(|| "somebody among them has no address".to_owned())
        }
    }
}

fn access(
    workspace: &Workspace,
    listed: &mut BTreeSet<Email>,
    ignored: &mut BTreeMap<Email, String>,
    groups: &Groups,
) -> Vec<Row<Access>> {
    let mut people = BTreeMap::new();
    for user in &workspace.users.items {
        let WorkspaceUser { email, role, restrictions, unknown_restrictions, .. } = user;
        people.remove(email);
        let strange = match role {
            _ if ignored.contains_key(email) => continue,
            Seen::Unknown(role) => Some(format!("is `{role}`")),
            Seen::Known(WorkspaceRole::Owner)
                if restrictions.as_ref().is_some_and(|it| !it.is_empty()) =>
            {
                Some("is an owner with restrictions".to_owned())
            }
            Seen::Known(_) => unlistable(email),
        };
        match (strange, role) {
            (None, Seen::Known(role)) => {
                let note = (!unknown_restrictions.is_empty()).then(|| {
                    let words = unknown_restrictions.join(", ");
                    format!("Left alone: also has restrictions that are not known: {words}")
                });
                let access = (*role, restrictions.clone().unwrap_or_default());
                people.insert(email.clone(), Person { email: email.clone(), access, note });
            }
            (strange, _) => {
                let what = strange.unwrap_or_default();
                ignored.insert(email.clone(), format!("{what} in workspace {}", workspace.name));
            }
        }
    }
    listed.extend(people.keys().cloned());
    rows(people, groups)
}

/// Lists who isn't a member through a workspace, where that makes a manifest that can be.
fn users(
    list: &Collection<OrganizationUser>,
    listed: &BTreeSet<Email>,
    request: &Request<'_>,
) -> (Listed<OrganizationRole>, Option<(u32, u32)>) {
    if let Some(why) = left_out(list) {
        return (Listed::LeftOut(why), None);
    }
    let mut people = BTreeMap::new();
    for OrganizationUser { email, role, status, .. } in &list.items {
        people.remove(email);
        let (Seen::Known(role), None | Some(Seen::Known(_)), None) =
            (role, status, unlistable(email))
        else {
            continue;
        };
        if *role != OrganizationRole::Member || !listed.contains(email) {
            let person = Person { email: email.clone(), access: *role, note: None };
            people.insert(email.clone(), person);
        }
    }
    let admins = people.values().filter(|it| it.access == OrganizationRole::Admin).count();
    let admins = u32::try_from(admins).unwrap_or(u32::MAX);
    if admins == 0 {
        let why = "nobody among them is an admin who can be listed".to_owned();
        return (Listed::LeftOut(why), None);
    }
    let floor = request.project.safety.min_admins;
    let too_few = (admins < floor).then_some((floor, admins));
    (Listed::Rows(rows(people, request.groups)), too_few)
}

/// Who has a role or state in the organization that isn't known is left alone.
fn strange_user(user: &OrganizationUser, ignored: &mut BTreeMap<Email, String>) {
    let OrganizationUser { email, role, status, .. } = user;
    let why = match (role, status) {
        (Seen::Unknown(role), _) => Some(format!("is `{role}` in the organization")),
        (_, Some(Seen::Unknown(status))) => Some(format!("is `{status}` in the organization")),
        (Seen::Known(_), None | Some(Seen::Known(_))) => unlistable(email),
    };
    ignored.remove(email);
    ignored.extend(why.map(|why| (email.clone(), why)));
}

fn unlistable(email: &Email) -> Option<String> {
    let wrong = Email::parse(email.as_str()).err()?;
    Some(format!("has an address that can't be listed ({wrong})"))
}

trait HasEmail {
    fn email(&self) -> &Email;
}
impl HasEmail for OrganizationUser {
    fn email(&self) -> &Email {
        &self.email
    }
}
impl HasEmail for WorkspaceUser {
    fn email(&self) -> &Email {
        &self.email
    }
}
