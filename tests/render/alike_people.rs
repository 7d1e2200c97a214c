//! Told together, organizations still say who gains power, who loses what, and how many.

use crate::plans::{self, Builder};
use crate::reports;
use rolecall::model::{OrganizationRole, Seen, WorkspaceRole};
use rolecall::plan::{
    AccessNote, Action, ChangeWorkspaceAccess, InviteOrganizationUser, OrganizationPlan, Plan,
    RemoveOrganizationUser,
};
use rolecall::render::{Document, Style, html, markdown, mermaid, plan, report, text};

fn show(plan_: &Plan) -> String {
    wide(&plan(plan_, None))
}

fn wide(document: &Document<'_>) -> String {
    text(document, Style { width: 100_000, color: false, cuts: true })
}

/// A client that invites its admin, as a template with a parameter for it says.
fn invites_admin(name: &str, who: &str) -> OrganizationPlan {
    let mut client = Builder::new(name);
    let (none, after) =
        (plans::reaches(None, false, &[]), plans::reaches(Some("admin"), true, &[]));
    client
        .automatic(
            1,
            Action::InviteOrganizationUser(InviteOrganizationUser {
                email: plans::email(who),
                role: OrganizationRole::Admin,
            }),
        )
        .person(who, none, after, vec![AccessNote::ReachesEverything])
        .build()
}

/// 300 clients of one template; two of them have set another boss.
fn bosses() -> Plan {
    let client = |at: usize| {
        let boss = match at {
            42 => "eve@evil.example",
            43 => "mallory@evil.example",
            _ => "boss@agency.example",
        };
        invites_admin(&format!("c{at:03}"), boss)
    };
    plans::plan((0..300).map(client).collect())
}

#[test]
fn another_admin_is_an_exception_and_the_usual_one_is_named() {
    let all = bosses();
    let shown = show(&all);
    assert!(shown.contains(
        "298 organizations, in each: boss@agency.example is invited to the organization as admin"
    ));
    assert!(
        shown.contains("in each: boss@agency.example becomes an admin and reaches every workspace")
    );
    for (client, who) in [("c042", "eve@evil.example"), ("c043", "mallory@evil.example")] {
        assert!(shown.contains(&format!("\n{client} · id")), "{client}");
        assert!(shown.contains(&format!("{who} becomes an admin and reaches every workspace")));
    }
    let narrow = text(&plan(&all, None), Style { width: 80, color: false, cuts: true });
    assert!(narrow.lines().count() < 100, "{narrow}");
    let document = plan(&all, None);
    for (shown, first) in [
        (markdown(&document, None), "<details"),
        (html(&document), "Each of the organizations told together above"),
    ] {
        let (above, _) = shown.split_once(first).unwrap();
        for who in ["boss@agency.example", "eve@evil.example", "mallory@evil.example"] {
            assert!(above.contains(who), "{who}: {above}");
        }
    }
}

#[test]
fn a_run_says_who_became_an_admin() {
    let all = bosses();
    let shown = wide(&report(&reports::verified(&all)));
    assert!(shown.contains("298 organizations, in each: boss@agency.example is invited"));
    assert!(shown.contains("\nc042\n") && shown.contains("eve@evil.example is invited"));
}

/// Each client's own manager becomes an owner, and the same person of the agency in all of them.
fn owners(clients: usize) -> Plan {
    let client = |at: usize| {
        let mut client = Builder::new(&format!("c{at:03}"));
        for who in [format!("own@client{at}.example"), "kim@agency.example".to_owned()] {
            client.automatic(
                1,
                Action::ChangeWorkspaceAccess(ChangeWorkspaceAccess {
                    workspace: plans::workspace("Support"),
                    email: plans::email(&who),
                    before: plans::access(WorkspaceRole::Manager, &[]),
                    after: plans::access(WorkspaceRole::Owner, &[]),
                }),
            );
        }
        client.build()
    };
    plans::plan((0..clients).map(client).collect())
}

#[test]
fn everybody_who_becomes_an_owner_is_named() {
    let shown = show(&owners(300));
    assert!(shown.contains("300 organizations, in each: kim@agency.example: manager → owner in Support; 1 manager becomes owner in Support"));
    for at in 0..300 {
        assert!(shown.contains(&format!("c{at:03}: own@client{at}.example")), "{at}");
    }
    let markdown = markdown(&plan(&owners(300), None), None);
    assert!(markdown.contains("own@client299.example"), "{markdown}");
}

/// Eight clients lose one member who is on no list; one of them three.
fn members(removed: impl Fn(usize) -> Vec<String>, clients: usize) -> Plan {
    let client = |at: usize| {
        let mut client = Builder::new(&format!("c{at:03}"));
        for who in removed(at) {
            client.automatic(
                1,
                Action::RemoveOrganizationUser(RemoveOrganizationUser {
                    email: plans::email(&who),
                    before: Seen::Known(OrganizationRole::Member),
                    pending: false,
                }),
            );
        }
        client.build()
    };
    plans::plan((0..clients).map(client).collect())
}

#[test]
fn another_number_of_removals_is_an_exception() {
    let removed = |at: usize| {
        let many = if at == 5 { 3 } else { 1 };
        (0..many).map(|person| format!("p{person}@client{at}.example")).collect()
    };
    let shown = show(&members(removed, 8));
    assert!(
        shown.contains("7 organizations, in each: 1 member is removed from the organization\n")
    );
    assert!(shown.contains("\nc005 · id"), "{shown}");
    assert!(shown.contains("c000: p0@client0.example, c001: p0@client1.example"), "{shown}");
    let two = |at: usize| (0..2).map(|it| format!("p{it}@client{at}.example")).collect();
    let shown = show(&members(two, 300));
    assert!(
        shown.contains("300 organizations, in each: 2 members are removed from the organization\n")
    );
    assert!(shown.contains("p1@client39.example and 520 people more"), "{shown}");
}

#[test]
fn who_is_removed_everywhere_is_named_and_somebody_else_is_an_exception() {
    let gone = |at: usize| match at {
        7 => vec!["other@agency.example".to_owned()],
        _ => vec!["ex@agency.example".to_owned()],
    };
    let shown = show(&members(gone, 30));
    assert!(
        shown.contains(
            "29 organizations, in each: ex@agency.example is removed from the organization"
        )
    );
    assert!(shown.contains("\nc007 · id") && shown.contains("other@agency.example is removed"));
}

#[test]
fn a_fleet_is_drawn_once() {
    let chart = mermaid(&plan(&bosses(), None));
    assert!(chart.lines().count() < 40, "{chart}");
    assert!(chart.contains("298 organizations") && chart.contains("eve"), "{chart}");
}
