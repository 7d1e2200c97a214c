//! What a person clicks in place of a call: the profile's words with this step's values.

use super::{Action, WorkspaceFields};
use crate::model::{Capabilities, Email, Restrictions};
use std::collections::BTreeMap;

type Values = BTreeMap<&'static str, String>;

/// The clicks for a step, in order. A line whose placeholder has no value in this step is left out.
pub(super) fn instructions(capabilities: &Capabilities, action: &Action) -> Vec<String> {
    let clicks = capabilities.operations.get(&action.operation()).map_or(&[][..], |it| &it.clicks);
    let lines = values(action)
        .into_iter()
        .flat_map(|values| clicks.iter().filter_map(move |click| fill(click, &values)));
    let mut lines: Vec<String> = lines.collect();
    lines.dedup();
    if lines.is_empty() {
        lines.push("make this change in the platform's own console".to_owned());
    }
    lines
}

fn fill(click: &str, values: &Values) -> Option<String> {
    let mut text = String::new();
    let mut rest = click;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}')?;
        text.push_str(before);
        text.push_str(values.get(name)?);
        rest = after;
    }
    text.push_str(rest);
    Some(text)
}

/// The placeholders of a step; one set for each person of a batch.
fn values(action: &Action) -> Vec<Values> {
    let mut values = Values::new();
    if let Some(workspace) = action.workspace() {
        values.insert("workspace", workspace.name.to_string());
    }
    if let Some(email) = action.email() {
        values.insert("email", email.to_string());
    }
    match action {
        Action::UpdateOrganization { before: _, after } => {
            values.insert("name", after.clone());
        }
        Action::CreateWorkspace { name, timezone } => {
            values.insert("name", name.to_string());
            values.insert("timezone", timezone.clone());
        }
        Action::UpdateWorkspace { workspace: _, before, after } => {
            let WorkspaceFields { name, timezone, contact_limit } = after;
            if let Some(name) = name {
                values.insert("name", name.to_string());
            }
            if let Some(old) = &before.name {
                values.insert("workspace", old.to_string());
            }
            if let Some(timezone) = timezone {
                values.insert("timezone", timezone.clone());
            }
            if let Some(limit) = contact_limit {
                values.insert("contactLimit", limit.to_string());
            }
        }
        Action::AddWorkspaceUsers { workspace: _, users } => {
            return users
                .iter()
                .map(|user| {
                    let mut values = values.clone();
                    values.insert("email", user.email.to_string());
                    values.insert("role", user.role.to_string());
                    restrict(&mut values, &user.restrictions);
                    values
                })
                .collect();
        }
        Action::ChangeWorkspaceAccess { workspace: _, email: _, before: _, after } => {
            values.insert("role", after.role.to_string());
            restrict(&mut values, &after.restrictions);
        }
        Action::RevokeWorkspaceAccess { reassign_to: Some(receiver), .. } => {
            values.insert("reassignTo", Email::to_string(receiver));
        }
        Action::InviteOrganizationUser { email: _, role }
        | Action::ChangeOrganizationRole { email: _, before: _, after: role } => {
            values.insert("role", role.to_string());
        }
        Action::DeleteWorkspace { .. }
        | Action::RevokeWorkspaceAccess { .. }
        | Action::RemoveOrganizationUser { .. }
        | Action::ResendInvitation { .. } => {}
    }
    vec![values]
}

fn restrict(values: &mut Values, restrictions: &Restrictions) {
    if !restrictions.is_empty() {
        let words: Vec<&str> = restrictions.iter().map(|it| it.word()).collect();
        values.insert("restrictions", words.join(", "));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Capability, Evidence, Operation, Seen, WorkspaceName, WorkspaceRole};
    use crate::plan::{Access, NewAccess, WorkspaceRef};

    fn capabilities(operation: Operation, clicks: &[&str]) -> Capabilities {
        let clicks = clicks.iter().map(|it| (*it).to_owned()).collect();
        let capability =
            Capability { evidence: Evidence::Unsupported, knows_already_so: false, clicks };
        Capabilities {
            profile: "test".to_owned(),
            operations: [(operation, capability)].into(),
            requests_per_second: 5.0,
        }
    }

    fn support() -> WorkspaceRef {
        WorkspaceRef { name: WorkspaceName::new("Support"), id: None }
    }

    #[test]
    fn a_batch_has_clicks_for_each_person() {
        let clicks = ["Open {workspace}", "Add {email} as {role}", "Tick {restrictions}"];
        let user = |name: &str, restrictions| NewAccess {
            email: Email::seen(name),
            role: WorkspaceRole::Agent,
            restrictions,
            invites: false,
        };
        let restricted = [crate::model::Restriction::ShowOnlyMine].into();
        let users =
            vec![user("ana@a.example", Restrictions::new()), user("bo@a.example", restricted)];
        let action = Action::AddWorkspaceUsers { workspace: support(), users };
        let lines = instructions(&capabilities(Operation::AddWorkspaceUsers, &clicks), &action);
        assert_eq!(
            lines,
            [
                "Open Support",
                "Add ana@a.example as agent",
                "Open Support",
                "Add bo@a.example as agent",
                "Tick show_only_mine",
            ]
        );
    }

    #[test]
    fn a_line_without_its_value_is_left_out() {
        let action = Action::RevokeWorkspaceAccess {
            workspace: support(),
            email: Email::seen("ana@a.example"),
            before: Access {
                role: Seen::Known(WorkspaceRole::Agent),
                restrictions: Restrictions::new(),
            },
            reassign_to: None,
        };
        let clicks = ["Remove {email}", "Hand over to {reassignTo}", "Odd {nothing", "Done"];
        let lines = instructions(&capabilities(Operation::RevokeWorkspaceAccess, &clicks), &action);
        assert_eq!(lines, ["Remove ana@a.example", "Done"]);
        let none = instructions(&capabilities(Operation::AddWorkspaceUsers, &[]), &action);
        assert_eq!(none, ["make this change in the platform's own console"]);
    }
}
