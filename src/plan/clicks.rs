//! What a person clicks in place of a call: the profile's words with this step's values.

use super::Action;
use crate::model::{Capabilities, Values};

/// The clicks for a step, in order; for a batch those of each person. A line whose placeholder has no value in
/// this step is left out.
pub(super) fn instructions(capabilities: &Capabilities, action: &Action) -> Vec<String> {
    let clicks = capabilities.operations.get(&action.operation()).map_or(&[][..], |it| &it.clicks);
    let Values { users, .. } = action.values();
    let each = match users.as_slice() {
        [] => vec![action.values()],
        users => {
            let workspace = action.workspace();
            let with = |user| Values { workspace: workspace.clone(), ..Values::from(user) };
            users.iter().map(with).collect()
        }
    };
    let lines = each.iter().flat_map(|values| {
        clicks.iter().filter_map(|click| click.fill(|placeholder| values.told(placeholder)))
    });
    let mut lines: Vec<String> = lines.collect();
    lines.dedup();
    if lines.is_empty() {
        lines.push("make this change in the platform's own console".to_owned());
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{
        Capability, Email, Evidence, Operation, Restriction, Seen, Text, WorkspaceName,
        WorkspaceRole,
    };
    use crate::plan::{
        Access, AddWorkspaceUsers, ChangeWorkspaceAccess, NewAccess, RevokeWorkspaceAccess,
        WorkspaceRef,
    };

    fn capabilities(operation: Operation, clicks: &[&str]) -> Capabilities {
        let clicks = clicks.iter().map(|click| Text::parse(click).unwrap()).collect();
        let capability = Capability { clicks, ..Capability::new(Evidence::Unsupported) };
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
        let restricted = Some([crate::model::Restriction::ShowOnlyMine].into());
        let users = vec![user("ana@a.example", None), user("bo@a.example", restricted)];
        let action = Action::AddWorkspaceUsers(AddWorkspaceUsers { workspace: support(), users });
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
    fn restrictions_are_switched_off_only_where_there_are_some() {
        let access = |restrictions: &[Restriction]| Access {
            role: Seen::Known(WorkspaceRole::Agent),
            restrictions: Some(restrictions.iter().copied().collect()),
        };
        let lines = |before: &[Restriction], after: &[Restriction]| {
            let action = Action::ChangeWorkspaceAccess(ChangeWorkspaceAccess {
                workspace: support(),
                email: Email::seen("ana@a.example"),
                before: access(before),
                after: access(after),
            });
            let clicks = ["switch on: {restrictions}", "switch off: {otherRestrictions}", "Save"];
            instructions(&capabilities(Operation::ChangeWorkspaceAccess, &clicks), &action)
        };
        let [mine, export] = [Restriction::ShowOnlyMine, Restriction::RestrictDataExport];
        assert_eq!(lines(&[], &[mine]), ["switch on: show_only_mine", "Save"]);
        assert_eq!(
            lines(&[export], &[mine]),
            ["switch on: show_only_mine", "switch off: restrict_data_export", "Save"]
        );
        assert_eq!(lines(&[export], &[]), ["switch off: restrict_data_export", "Save"]);
    }

    #[test]
    fn a_line_without_its_value_is_left_out() {
        let action = Action::RevokeWorkspaceAccess(RevokeWorkspaceAccess {
            workspace: support(),
            email: Email::seen("ana@a.example"),
            before: Access { role: Seen::Known(WorkspaceRole::Agent), restrictions: None },
            reassign_to: None,
        });
        let clicks = ["Remove {email}", "Hand over to {reassignTo}", "Done"];
        let lines = instructions(&capabilities(Operation::RevokeWorkspaceAccess, &clicks), &action);
        assert_eq!(lines, ["Remove ana@a.example", "Done"]);
        let none = instructions(&capabilities(Operation::AddWorkspaceUsers, &[]), &action);
        assert_eq!(none, ["make this change in the platform's own console"]);
    }
}
