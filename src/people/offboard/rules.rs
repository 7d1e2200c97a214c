use super::Request;
use super::find::Place;
use crate::manifest::{Code, Diagnostic};
use crate::model::{
    Desired, DesiredWorkspace, Email, OrganizationRole, Slug, Source, WorkspaceRole,
};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

/// What must not be changed, and who could take over so that it may.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Refusal {
    /// Which rule would break.
    pub rule: Rule,
    /// The line that stays.
    pub place: Place,
    /// The organization; `None` where it is about a template's.
    pub organization: Option<Slug>,
    /// The workspace.
    pub workspace: Option<String>,
    /// Whose contacts or access would be handed to who leaves.
    pub of: Option<Email>,
    /// Who could take over, who is nearest to it first.
    pub could_take_over: Vec<Email>,
}

/// A rule that would break.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// Too few admins would be listed.
    LastAdmin,
    /// A workspace would have no listed owner.
    LastOwner,
    /// Somebody hands over to who leaves.
    HandOver,
}

/// A rule that breaks, and the lines that keep it.
pub(super) struct Broken {
    pub(super) rule: Rule,
    pub(super) organization: Slug,
    pub(super) workspace: Option<String>,
    pub(super) kept_by: Vec<(Email, Source)>,
    pub(super) could_take_over: Vec<Email>,
}

/// Organizations whose admins would be too few, by what the manifests would be then.
pub(super) fn admins(errors: &[&Diagnostic], request: &Request<'_>) -> Vec<Broken> {
    let is_about = |it: &Diagnostic, desired: &Desired| {
        let places = std::iter::once(&it.location).chain(&it.related);
        let mut files = places.map(|it| it.file.as_str());
        it.code == Code::NobodyLeft && files.any(|file| file == *desired.source.file)
    };
    let broken = request.organizations.iter().filter_map(|desired| {
        let users = desired.users.as_ref()?;
        let leaving = users.iter().filter(|(email, _)| request.people.contains(*email));
        let kept_by: Vec<_> =
            leaving.map(|(email, it)| (email.clone(), it.role, it.source.clone())).collect();
        let has_admin = kept_by.iter().any(|(_, role, _)| *role == OrganizationRole::Admin);
        if kept_by.is_empty() || !errors.iter().any(|it| is_about(it, desired)) {
            return None;
        }
        let kept_by = kept_by.into_iter();
        let kept_by = kept_by.filter(|(_, role, _)| !has_admin || *role == OrganizationRole::Admin);
        Some(Broken {
            rule: Rule::LastAdmin,
            organization: desired.name.clone(),
            workspace: None,
            kept_by: kept_by.map(|(email, _, source)| (email, source)).collect(),
            could_take_over: for_admin(desired, request),
        })
    });
    broken.collect()
}

/// Workspaces that would have no listed owner any more.
pub(super) fn owners(after: &[Desired], request: &Request<'_>) -> Vec<Broken> {
    let after: BTreeMap<&Slug, &Desired> = after.iter().map(|it| (&it.name, it)).collect();
    let mut broken = Vec::new();
    for before in request.organizations {
        let after = after.get(&before.name);
        for workspace in &before.workspaces {
            let owners = owners_of(workspace);
            let now =
                after.and_then(|it| it.workspaces.iter().find(|it| it.name == workspace.name));
            let Some(now) = now.filter(|now| !owners.is_empty() && owners_of(now).is_empty())
            else {
                continue;
            };
            broken.push(Broken {
                rule: Rule::LastOwner,
                organization: before.name.clone(),
                workspace: Some(now.name.as_str().to_owned()),
                kept_by: owners,
                could_take_over: for_owner(before, workspace, request),
            });
        }
    }
    broken
}

fn owners_of(workspace: &DesiredWorkspace) -> Vec<(Email, Source)> {
    let users = workspace.users.iter().flatten();
    let owners = users.filter(|(_, it)| it.role == WorkspaceRole::Owner);
    owners.map(|(email, it)| (email.clone(), it.source.clone())).collect()
}

/// Users of the organization, the most powerful first; then who is in its workspaces.
fn for_admin(desired: &Desired, request: &Request<'_>) -> Vec<Email> {
    let mut people = Vec::new();
    for wanted in
        [OrganizationRole::UserAdmin, OrganizationRole::BillingAdmin, OrganizationRole::Member]
    {
        let users = desired.users.iter().flatten();
        people.extend(users.filter(|(_, it)| it.role == wanted).map(|(email, _)| email));
    }
    for workspace in &desired.workspaces {
        people.extend(workspace.users.iter().flatten().map(|(email, _)| email));
    }
    staying(people, request)
}

/// Who is in the workspace, managers first; then the organization's admins.
fn for_owner(desired: &Desired, workspace: &DesiredWorkspace, request: &Request<'_>) -> Vec<Email> {
    let mut people = Vec::new();
    for wanted in [WorkspaceRole::Manager, WorkspaceRole::Agent] {
        let users = workspace.users.iter().flatten();
        people.extend(users.filter(|(_, it)| it.role == wanted).map(|(email, _)| email));
    }
    let admins = desired.users.iter().flatten();
    people.extend(
        admins.filter(|(_, it)| it.role == OrganizationRole::Admin).map(|(email, _)| email),
    );
    staying(people, request)
}

fn staying(people: Vec<&Email>, request: &Request<'_>) -> Vec<Email> {
    let mut kept: Vec<Email> = Vec::new();
    for person in people {
        if !request.people.contains(person) && !kept.contains(person) {
            kept.push(person.clone());
        }
    }
    kept
}
