use super::find::{head, lists};
use super::{Contacts, Request};
use crate::manifest::edit::{Edit, Path, Step, written};
use crate::manifest::write::Tree;
use crate::manifest::{Kind, Node};
use crate::model::{Desired, DesiredWorkspace, Email, OrganizationRole};

/// A departure to be written, by the numbers of its file and document.
pub(super) struct Departure {
    pub(super) file: usize,
    pub(super) document: usize,
    pub(super) edit: Edit,
}

/// What becomes of the contacts of somebody who is in this organization; `None` where that is said already, by a
/// departure or by who has taken over from the address.
pub(super) fn of(person: &Email, before: &Desired, request: &Request<'_>) -> Option<Contacts> {
    let has_some = lists(before, person);
    let is_said = before.departures.contains_key(person) || before.hand_overs.contains_key(person);
    let receiver = request.contacts_to.filter(|_| has_some && !is_said)?;
    let admin = before.users.as_ref().and_then(|it| it.get(receiver));
    let is_admin = admin.is_some_and(|it| it.role == OrganizationRole::Admin);
    let has = |workspace: &DesiredWorkspace, email: &Email| {
        workspace.users.as_ref().is_some_and(|users| users.contains_key(email))
    };
    let theirs = before.workspaces.iter().filter(|it| has(it, person));
    let (shared, without): (Vec<_>, Vec<_>) = theirs.partition(|it| is_admin || has(it, receiver));
    let reaches = !shared.is_empty() || (without.is_empty() && lists(before, receiver));
    let without = without.iter().filter(|_| reaches);
    Some(Contacts {
        person: person.clone(),
        organization: before.name.clone(),
        to: reaches.then(|| receiver.clone()),
        unassigned: without.map(|it| it.name.as_str().to_owned()).collect(),
    })
}

/// The change that writes `departures` of an organization: in its own manifest, or in the overlay of its client.
pub(super) fn departure(
    person: &Email,
    to: &Email,
    organization: &Desired,
    request: &Request<'_>,
) -> Option<Departure> {
    let file = request.files.iter().position(|it| *it.path == *organization.source.file)?;
    let written = written(&request.files[file].text)?;
    let is_it = |root: &Node| match head(root) {
        Some((Kind::Organization | Kind::Client, name)) => name == organization.name.as_str(),
        _ => false,
    };
    let document = written.documents.iter().position(is_it)?;
    let root = &written.documents[document];
    let spec = Path::default().key("spec");
    let entry = entry(person, to);
    let edit = match head(root)?.0 {
        Kind::Client if root.get("spec")?.get("overlay").is_none() => {
            Edit::Set(spec.key("overlay"), Tree::fields([("departures", Tree::list([entry]))]))
        }
        Kind::Client => Edit::Push(spec.key("overlay").key("departures"), entry),
        _ => Edit::Push(spec.key("departures"), entry),
    };
    Some(Departure { file, document, edit })
}

fn entry(of: &Email, receiver: &Email) -> Tree {
    let fields = [("email", of), ("reassignContactsTo", receiver)];
    Tree::fields(fields.map(|(key, email)| (key, Tree::text(email.as_str()))))
}

/// The changes by which somebody else takes over.
pub(super) fn handed_over(to: &Path, of: &Email, by_address: bool, receiver: &Email) -> Vec<Edit> {
    if !by_address {
        return vec![Edit::Set(to.clone(), Tree::text(receiver.as_str()))];
    }
    let spec = Path::default().key("spec");
    let parent = match to.steps().get(1) {
        Some(Step::Key(key)) if key == "overlay" || key == "organization" => spec.key(key),
        _ => spec,
    };
    vec![Edit::Remove(to.clone()), Edit::Push(parent.key("departures"), entry(of, receiver))]
}

/// What is to be done where that can't be written.
pub(super) fn by_hand(to: &Email) -> String {
    format!("write `departures` with `reassignContactsTo: {}`", to.as_str())
}
