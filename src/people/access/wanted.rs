use super::sums::count;
use super::{How, OrganizationAccess, OrganizationSums, Question, Row, Total};
use crate::model::{Desired, Email, OrganizationRole};
use litemap::LiteMap;
use std::collections::BTreeSet;

/// Rows of what the manifests give, each with the line that gives it.
#[must_use]
pub fn of_manifests(desired: &Desired, question: &Question) -> OrganizationAccess {
    let name = desired.name.to_string();
    let in_workspaces = desired.workspaces.iter().flat_map(|it| it.users.iter().flatten());
    let listed = desired.users.iter().flat_map(LiteMap::keys);
    let people: BTreeSet<&Email> = listed.chain(in_workspaces.map(|(email, _)| email)).collect();
    let mut rows = Vec::new();
    for email in people.into_iter().filter(|email| question.asks_for_person(email)) {
        let user = desired.users.as_ref().and_then(|users| users.get(email));
        let role = match (&desired.users, user) {
            (_, Some(user)) => Some(user.role),
            (Some(_), None) => Some(OrganizationRole::Member),
            // Who is in the organization is not managed: whoever is new is invited as a member, and others keep theirs.
            (None, None) => None,
        };
        let is_admin = role == Some(OrganizationRole::Admin);
        let plain = Row {
            person: email.clone(),
            organization: name.clone(),
            organization_id: desired.id,
            workspace: None,
            workspace_id: None,
            organization_role: role.map(|role| role.to_string()),
            workspace_role: None,
            restrictions: Vec::new(),
            how: How::Direct,
            status: None,
            pending_since: None,
            last_active: None,
            staff: question.is_staff(email),
            source: user.map(|user| user.source.to_string()).unwrap_or_default(),
        };
        let mut reached = false;
        for workspace in &desired.workspaces {
            let access = workspace.users.as_ref().and_then(|users| users.get(email));
            if !is_admin && access.is_none() {
                continue;
            }
            reached = true;
            if !question.asks_for_workspace(&workspace.name) {
                continue;
            }
            let words = access.and_then(|it| it.restrictions.as_deref()).into_iter().flatten();
            let source = match access.filter(|_| !is_admin) {
                Some(access) => access.source.to_string(),
                None => plain.source.clone(),
            };
            rows.push(Row {
                workspace: Some(workspace.name.clone()),
                workspace_id: workspace.id,
                workspace_role: access.map(|it| it.role.to_string()),
                restrictions: words.map(|one| one.word().to_owned()).collect(),
                how: if is_admin { How::Admin } else { How::Direct },
                source,
                ..plain.clone()
            });
        }
        if !reached && question.workspace.is_none() {
            rows.push(plain);
        }
    }
    Row::sort(&mut rows);
    let (people, admins) = count(&rows);
    let total = Total { people, admins, ..Total::default() };
    let sums = OrganizationSums {
        organization: name,
        organization_id: desired.id,
        total,
        incomplete: Vec::new(),
    };
    OrganizationAccess { rows, sums }
}
