use crate::plans;
use rolecall::model::{OrganizationRole, Restriction, Seen, Slug, WorkspaceRole};
use rolecall::plan::{
    Action, ChangeWorkspaceAccess, Hold, RemoveOrganizationUser, RevokeWorkspaceAccess,
};
use rolecall::render::{Style, drift, html, markdown, text};

fn show(plan: &rolecall::plan::Plan) -> String {
    let forgotten = [Slug::parse("old-client").unwrap()];
    text(&drift(plan, &forgotten), Style { width: 80, color: false, cuts: true })
}

fn ordinary() -> rolecall::plan::Plan {
    plans::as_drift(plans::ordinary())
}

#[test]
fn every_action_from_the_other_side() {
    let all = plans::as_drift(plans::everything("Support", "cy@acme.example"));
    insta::assert_snapshot!("drift_everything", show(&all));
    insta::assert_snapshot!("drift_markdown", markdown(&drift(&ordinary(), &[]), None));
}

#[test]
fn no_drift() {
    let plan = plans::plan(vec![plans::Builder::new("acme-dental").build()]);
    insta::assert_snapshot!("drift_none", show(&plan));
}

#[test]
fn the_page_tells_drift_in_the_same_words() {
    let page = html(&drift(&ordinary(), &[]));
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
    let text = text(&document, Style { width: 80, color: false, cuts: true });
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

/// Clients of one template whose agents lost a restriction on the platform, and three that differ otherwise.
fn unrestricted(clients: usize) -> rolecall::plan::Plan {
    let client = |at: usize| {
        let mut client = plans::Builder::new(&format!("client-{at:03}"));
        for person in 0..=at % 2 {
            let restrictions = [Restriction::ShowOnlyMine];
            client.automatic(
                1,
                Action::ChangeWorkspaceAccess(ChangeWorkspaceAccess {
                    workspace: plans::workspace("Support"),
                    email: plans::email(&format!("p{person}@client{at}.example")),
                    before: plans::access(WorkspaceRole::Agent, &[]),
                    after: plans::access(WorkspaceRole::Agent, &restrictions),
                }),
            );
        }
        if at < 3 {
            client.automatic(1, removed(&format!("mallory{at}@evil.example")));
        }
        client.warning(Some("RC104"), "this is the organization's only admin").build()
    };
    plans::as_drift(plans::plan((0..clients).map(client).collect()))
}

#[test]
fn organizations_that_differ_alike_are_told_as_one() {
    let differing = unrestricted(203);
    let document = drift(&differing, &[]);
    let shown = text(&document, Style { width: 100_000, color: false, cuts: true });
    let title = "\n200 organizations, in each: 1 to 2 people (300 in all) don't have the restriction \
                 show_only_mine in Support, which the manifest lists\n  300 differences\n";
    assert!(shown.contains(title), "{shown}");
    assert!(shown.starts_with("Drift: 307 differences in 203 organizations\n"), "{shown}");
    assert!(shown.lines().count() < 80, "{shown}");
    for at in 0..3 {
        assert!(shown.contains(&format!("\nclient-{at:03} · id")), "{shown}");
        let line = format!("mallory{at}@evil.example is in the organization as admin");
        assert!(shown.contains(&line), "{shown}");
    }
    let markdown = markdown(&document, Some("rolecall-drift"));
    assert!(markdown.contains("| 200 organizations alike | | 300 |"), "{markdown}");
    // The page has each of them as well.
    let page = html(&document);
    assert!(page.contains("id=\"client-200/1\"") && page.contains("id=\"client-002/1\""));
}

/// Every difference can be told of many, and what no manifest gives is told of each alone.
#[test]
fn every_difference_can_be_told_of_many() {
    let client = |at: usize| {
        let mut client = plans::Builder::new(&format!("client-{at}"));
        let actions = plans::every_action("Desk", &format!("p{at}@client.example"));
        for (number, action) in actions.into_iter().enumerate() {
            match number % 3 {
                0 => client.automatic(1, action),
                1 => client.manual(1, action, &["Save"]),
                _ => client.held(action, Hold::OwnAccess),
            };
        }
        client.unmanaged(&["Sandbox"], &["gina@respond.io"]).build()
    };
    let all = plans::as_drift(plans::plan((0..25).map(client).collect()));
    insta::assert_snapshot!("drift_alike", show(&all));
}

#[test]
fn what_of_drift_does_not_fit_into_an_issue_is_where_it_says() {
    let client = |at: usize| {
        let mut client = plans::Builder::new(&format!("client-{at:02}"));
        for person in 0..=20 * at {
            client.automatic(1, removed(&format!("p{person}@client{at}.example")));
        }
        client.build()
    };
    let differing = plans::as_drift(plans::plan((0..30).map(client).collect()));
    let document = drift(&differing, &[]);
    for (artifact, place) in [
        (Some("rolecall-drift"), "All of it is in the artifact `rolecall-drift`"),
        (None, "All of it is in the drift file, which `--out FILE` saves"),
    ] {
        let comment = markdown(&document, artifact);
        assert!(comment.chars().count() < 65_536 && comment.len() < 65_536, "{}", comment.len());
        let not_shown = comment.lines().find(|line| line.contains("not shown here")).unwrap();
        assert!(not_shown.ends_with(place), "{not_shown}");
    }
}
