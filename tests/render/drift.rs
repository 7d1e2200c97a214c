use crate::plans;
use rolecall::model::{OrganizationRole, Seen, Slug, WorkspaceRole};
use rolecall::plan::{Action, Hold, RemoveOrganizationUser, RevokeWorkspaceAccess};
use rolecall::render::{Style, drift, html, markdown, text};

fn show(plan: &rolecall::plan::Plan) -> String {
    let forgotten = [Slug::parse("old-client").unwrap()];
    text(&drift(plan, &forgotten), Style { width: 80, color: false })
}

#[test]
fn every_action_from_the_other_side() {
    let all = plans::as_drift(plans::everything("Support", "cy@acme.example"));
    insta::assert_snapshot!("drift_everything", show(&all));
    insta::assert_snapshot!("drift_markdown", markdown(&drift(&plans::ordinary(), &[]), None));
}

#[test]
fn no_drift() {
    let plan = plans::plan(vec![plans::Builder::new("acme-dental").build()]);
    insta::assert_snapshot!("drift_none", show(&plan));
}

#[test]
fn the_page_tells_drift_in_the_same_words() {
    let page = html(&drift(&plans::ordinary(), &[]));
    assert!(page.contains("<h1>Drift</h1>"));
    assert!(page.contains("the manifest doesn&#39;t list them there"));
}

/// What sets right that somebody was made an admin outside the manifests.
fn removed(who: &str) -> Action {
    Action::RemoveOrganizationUser(RemoveOrganizationUser {
        email: plans::email(who),
        before: Seen::Known(OrganizationRole::Admin),
        pending: false,
    })
}

#[test]
fn power_that_nobody_gave_comes_first_in_every_format() {
    let client = |at: usize| {
        let mut client = plans::Builder::new(&format!("client-{at:02}"));
        for person in 0..30 {
            let member = Seen::Known(OrganizationRole::Member);
            let email = plans::email(&format!("p{person}@client{at}.example"));
            let action = Action::RemoveOrganizationUser(RemoveOrganizationUser {
                email,
                before: member,
                pending: false,
            });
            client.automatic(1, action);
        }
        client.warning(None, "one admin only");
        if at >= 3 {
            client.automatic(1, removed(&format!("mallory{at}@evil.example")));
        }
        if at == 5 {
            client.held(removed("held@evil.example"), Hold::OwnAccess);
            client.automatic(
                1,
                Action::RevokeWorkspaceAccess(RevokeWorkspaceAccess {
                    workspace: plans::workspace("Sales"),
                    email: plans::email("owner@evil.example"),
                    before: plans::access(WorkspaceRole::Owner, &[]),
                    reassign_to: None,
                }),
            );
        }
        client.build()
    };
    let all = plans::as_drift(plans::plan((0..40).map(client).collect()));
    let document = drift(&all, &[]);
    let text = text(&document, Style { width: 80, color: false });
    let (markdown, page) = (markdown(&document, None), html(&document));
    let above = [
        text.split_once("\nclient-00 ·").unwrap().0,
        markdown.split_once("<details").unwrap().0,
        page.split_once("<main>").unwrap().0,
    ];
    for above in above {
        for at in 3..40 {
            let who = format!("mallory{at}@evil.example");
            assert!(above.contains(&who), "{who}: {above}");
        }
        assert!(above.contains("held@evil.example") && above.contains("owner@evil.example"));
        assert!(!above.contains("p0@client0.example"), "{above}");
    }
}
