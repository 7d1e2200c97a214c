use crate::support::{Folder, Sandbox};
use std::collections::BTreeMap;

/// How often each operation was asked for since the last time.
fn counts(sandbox: &Sandbox) -> BTreeMap<String, u64> {
    let counts = sandbox.server.counts();
    sandbox.server.forget_requests();
    counts.into_iter().map(|(endpoint, count)| (endpoint.to_string(), count)).collect()
}

fn expected(counts: &[(&str, u64)]) -> BTreeMap<String, u64> {
    counts.iter().map(|(name, count)| ((*name).to_owned(), *count)).collect()
}

/// One request a list, none a person: 3 organizations with 1, 3 and 3 workspaces, all lists of one page.
const READS: [(&str, u64); 5] = [
    ("login", 1),
    ("getOrganization", 3),
    ("listOrganizationUsers", 3),
    ("listWorkspaces", 3),
    ("listWorkspaceUsers", 7),
];

#[test]
fn a_plan_reads_every_list_once() {
    let (folder, sandbox) = (Folder::agency(), Sandbox::start());
    sandbox.run(&folder, &["plan"]).ended(0);
    assert_eq!(counts(&sandbox), expected(&READS));
}

#[test]
fn an_apply_makes_one_call_a_step_and_reads_once_more() {
    let (folder, sandbox) = (Folder::agency(), Sandbox::start());
    sandbox.run(&folder, &["apply", "--yes", "--allow-assumed"]).ended(0);
    let counted = counts(&sandbox);
    let writes = [
        ("updateOrganization", 1),
        ("createWorkspace", 1),
        ("updateWorkspace", 2),
        ("inviteOrganizationUser", 1),
        ("changeOrganizationRole", 2),
        ("resendInvitation", 1),
        // New members of one workspace in one call; lee and mo in Reception one wave after their invitation.
        ("addWorkspaceUsers", 4),
        ("changeWorkspaceAccess", 3),
        ("revokeWorkspaceAccess", 2),
        ("removeOrganizationUser", 2),
    ];
    for (operation, count) in writes {
        assert_eq!(counted.get(operation), Some(&count), "{operation}: {counted:?}");
    }
    let reads =
        READS.into_iter().filter(|(name, _)| *name != "login" && *name != "listWorkspaceUsers");
    // Where nothing is held or by hand, the second look is at nothing but what was done. A workspace's users come
    // all at once, and only the count in the list of workspaces proves them whole: read by themselves they take both.
    for (operation, count) in reads {
        let times = counted[operation];
        let most = if operation == "listWorkspaces" { 3 * count } else { 2 * count };
        assert!(times > count && times <= most, "{operation}: {counted:?}");
    }
    // The second look sees one workspace more, and one is looked at before somebody loses what rests on it.
    assert!(counted["listWorkspaceUsers"] <= 16, "{counted:?}");
    assert_eq!(counted.get("login"), Some(&1));

    sandbox.run(&folder, &["apply", "--yes", "--allow-assumed"]).ended(0);
    let idle = counts(&sandbox);
    assert_eq!(idle.get("listWorkspaceUsers"), Some(&8), "nothing to do is read once: {idle:?}");
    assert!(idle.keys().all(|it| it == "login" || it.starts_with("get") || it.starts_with("list")));
}

#[test]
fn without_evidence_a_person_is_told_what_to_click() {
    let (folder, sandbox) = (Folder::agency(), Sandbox::start());
    let said = sandbox.run(&folder, &["plan", "--exit-code"]).ended(2);
    assert!(said.out.contains("by hand"), "{}", said.out);
    let said = sandbox.run(&folder, &["apply", "--yes"]);
    assert!(said.code == 0, "{}{}", said.out, said.err);
    assert!(!counts(&sandbox).contains_key("updateOrganization"));
}
