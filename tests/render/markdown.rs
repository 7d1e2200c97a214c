use crate::plans;
use rolecall::model::Email;
use rolecall::plan::{Action, DeleteWorkspace, Plan, RevokeWorkspaceAccess};
use rolecall::render::{markdown, mermaid, plan};

const COMMAND: &str = "rolecall apply --plan plan.json";

fn show(shown: &Plan) -> String {
    markdown(&plan(shown, Some(COMMAND)), Some("rolecall-plan.html"))
}

#[test]
fn an_ordinary_plan() {
    insta::assert_snapshot!("markdown_ordinary", show(&plans::ordinary()));
}

#[test]
fn every_action_and_every_hold() {
    let all = plans::everything("Front Desk", "cy@acme.example");
    insta::assert_snapshot!("markdown_everything", show(&all));
}

#[test]
fn waves_as_a_chart() {
    let ordinary = plans::ordinary();
    let document = plan(&ordinary, Some(COMMAND));
    insta::assert_snapshot!("mermaid_ordinary", mermaid(&document));
}

/// Organizations with many steps each, with names that take more bytes than characters.
fn large(organizations: usize, steps: usize) -> Plan {
    let build = |number: usize| {
        let mut builder = plans::Builder::new(&format!("client-{number:04}"));
        for at in 0..steps {
            builder.automatic(
                1,
                Action::RevokeWorkspaceAccess(RevokeWorkspaceAccess {
                    workspace: plans::workspace("客服中心"),
                    email: Email::seen(&format!("p{at}@客户.example")),
                    before: plans::access(rolecall::model::WorkspaceRole::Agent, &[]),
                    reassign_to: None,
                }),
            );
        }
        // What deletes data is never told together with others.
        let pilot = plans::workspace("Pilot");
        builder.automatic(
            2,
            Action::DeleteWorkspace(DeleteWorkspace { workspace: pilot, contacts: None }),
        );
        builder.warning(Some("RC104"), "one admin only").build()
    };
    plans::plan((0..organizations).map(build).collect())
}

#[test]
fn a_comment_is_never_too_long_and_says_what_is_left_out() {
    for (organizations, steps) in [(3, 2), (60, 20), (1_500, 1), (1, 3_000), (2, 700)] {
        let text = show(&large(organizations, steps));
        assert!(text.len() < 65_536, "{organizations} × {steps}: {} bytes", text.len());
        assert!(text.chars().count() < 65_536);
        assert_eq!(text.matches("<details").count(), text.matches("</details>").count());
        assert!(text.contains(COMMAND), "{organizations} × {steps}");
        let all_there = text.matches("<details").count() == organizations;
        let complete = all_there && !text.contains("lines more");
        assert_eq!(text.contains("`rolecall-plan.html`"), !complete, "{organizations} × {steps}");
    }
}

/// What is worst comes first, whatever else there is to say of the organizations before it.
#[test]
fn many_notices_hide_no_other_kind() {
    let client = |at: usize| {
        let mut client = plans::Builder::new(&format!("client-{at:02}"));
        let lost = Action::RevokeWorkspaceAccess(RevokeWorkspaceAccess {
            workspace: plans::workspace("Support"),
            email: plans::email(&format!("p{at}@client.example")),
            before: plans::access(rolecall::model::WorkspaceRole::Agent, &[]),
            reassign_to: None,
        });
        client.automatic(1, lost).warning(None, &format!("warning number {at} of all"));
        if at == 29 {
            let pilot = plans::workspace("Pilot");
            client.automatic(
                2,
                Action::DeleteWorkspace(DeleteWorkspace { workspace: pilot, contacts: Some(3) }),
            );
        }
        client.build()
    };
    let text = show(&plans::plan((0..30).map(client).collect()));
    let (above, _) = text.split_once("<details").unwrap();
    let at = |words: &str| above.find(words).unwrap_or_else(|| panic!("{words}: {above}"));
    assert!(
        at("Deleted with all its data: Pilot of `client-29`")
            < at("Contacts that nobody takes over")
    );
    assert!(above.contains("and 22 more"));
}

#[test]
fn a_chart_is_never_too_long() {
    let text = mermaid(&plan(&large(1_500, 3), None));
    assert!(text.len() < 50_000);
    assert!(text.contains("organizations more"));
}

/// Whoever reviews one huge change sees what it does, for how many, and where the rest is.
#[test]
fn a_huge_organization_is_cut_inside_and_leaves_room_for_others() {
    let mut all = large(1, 3_000);
    all.organizations.extend(large(3, 2).organizations.into_iter().skip(1));
    let all = plans::plan(all.organizations);
    let text = show(&all);
    assert!(text.len() < 65_536);
    assert_eq!(text.matches("<details").count(), 3);
    assert!(text.matches("客服中心").count() > 100);
    assert!(text.contains("lines more\n"), "{text}");
    assert!(text.contains("not shown here: 2,") && text.contains("`rolecall-plan.html`"));
    let chart = mermaid(&plan(&all, None));
    assert!(chart.contains("subgraph o0") && chart.contains("steps more"), "{chart}");
}
