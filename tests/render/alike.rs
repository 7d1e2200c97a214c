//! Many organizations with the same changes are told as one, whoever they are about.

use crate::plans::{self, Builder};
use crate::reports;
use rolecall::apply::{Status, Verification};
use rolecall::model::{Restriction, WorkspaceRole};
use rolecall::plan::{
    Action, AddWorkspaceUsers, ChangeWorkspaceAccess, DeleteWorkspace, Hold, Plan,
};
use rolecall::render::{Style, html, markdown, plan, report, text};

fn unshortened(builder: &mut Builder, workspace: &str, person: &str) {
    builder.automatic(
        1,
        Action::ChangeWorkspaceAccess(ChangeWorkspaceAccess {
            workspace: plans::workspace(workspace),
            email: plans::email(person),
            before: plans::access(WorkspaceRole::Agent, &[Restriction::RestrictShortcuts]),
            after: plans::access(WorkspaceRole::Agent, &[]),
        }),
    );
}

/// One template edit over so many clients, with three exceptions: one more step, a refusal, a deletion.
fn fleet(clients: usize) -> Plan {
    let mut all: Vec<_> = (0..clients)
        .map(|at| {
            let mut client = Builder::new(&format!("client-{at:04}"));
            for person in 0..=at % 3 {
                unshortened(&mut client, "Support", &format!("agent{person}@client{at}.example"));
            }
            client.build()
        })
        .collect();
    let mut more = Builder::new("more");
    unshortened(&mut more, "Support", "ann@more.example");
    let until = jiff::civil::date(2026, 12, 1);
    let users = vec![plans::joins("bea@more.example", WorkspaceRole::Agent, true)];
    let joins = Action::AddWorkspaceUsers(AddWorkspaceUsers {
        workspace: plans::workspace("Support"),
        users,
    });
    more.held(joins, Hold::Embargo { until });
    let mut refused = Builder::new("refused");
    unshortened(&mut refused, "Support", "cal@refused.example");
    refused.refused(9, 3);
    let mut deleted = Builder::new("deleted");
    unshortened(&mut deleted, "Support", "dee@deleted.example");
    let pilot = plans::workspace("Pilot");
    deleted.automatic(
        2,
        Action::DeleteWorkspace(DeleteWorkspace { workspace: pilot, contacts: None }),
    );
    all.extend([more.build(), refused.build(), deleted.build()]);
    plans::plan(all)
}

fn show(plan_: &Plan) -> String {
    text(&plan(plan_, Some("rolecall apply")), Style { width: 80, color: false, cuts: true })
}

/// All words, wherever lines break.
fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn one_screen_for_a_fleet_with_the_exceptions_in_full() {
    let shown = show(&fleet(300));
    insta::assert_snapshot!("alike_300", shown);
    let title = "300 organizations, in each: 1 to 3 agents (600 in all) lose the restriction restrict_shortcuts in Support";
    assert!(words(&shown).contains(title), "{shown}");
}

#[test]
fn a_thousand_alike_take_less_than_a_hundred_lines() {
    assert!(show(&fleet(1_000)).lines().count() < 100);
}

#[test]
fn markdown_has_the_group_and_html_also_each_member() {
    let all = fleet(300);
    let document = plan(&all, Some("rolecall apply"));
    insta::assert_snapshot!("alike_300_markdown", markdown(&document, Some("plan.html")));
    let page = html(&document);
    for organization in &all.organizations {
        for step in &organization.steps {
            let id = &step.id;
            assert!(page.contains(&format!("id=\"{id}\"")), "{id}");
        }
    }
}

/// Of a run only those are told as one that came out as planned; who failed is told alone, and a page has everybody.
#[test]
fn a_run_over_a_fleet_is_told_as_its_plan_was() {
    let planned = fleet(300);
    let mut ran = reports::verified(&planned);
    ran.organizations[7].verified = false;
    ran.organizations[7].verification = Verification::None;
    ran.organizations[7].steps[0].status = Status::Failed;
    let document = report(&ran);
    let shown = text(&document, Style { width: 80, color: false, cuts: true });
    insta::assert_snapshot!("alike_300_report", shown);
    let title = "299 organizations, in each: 1 to 3 agents (598 in all) lose the restriction restrict_shortcuts in Support verified: 598 done";
    assert!(words(&shown).contains(title), "{shown}");
    for alone in ["client-0007", "more", "deleted"] {
        assert!(shown.contains(&format!("\n{alone}\n")), "{alone}");
    }
    let page = html(&document);
    for step in ran.organizations.iter().flat_map(|one| &one.steps) {
        assert_eq!(page.matches(&format!(" id=\"{}\"", step.id)).count(), 1, "{}", step.id);
    }
}

#[test]
fn workspaces_with_other_names_are_alike_too() {
    let client = |at: usize| {
        let mut client = Builder::new(&format!("client-{at}"));
        unshortened(&mut client, &format!("Branch {at}"), "ann@client.example");
        client.build()
    };
    let shown = show(&plans::plan((0..6).map(client).collect()));
    let title = "6 organizations, in each: ann@client.example: agent in a workspace";
    assert!(shown.contains(title), "{shown}");
}

#[test]
fn a_few_organizations_are_told_one_by_one() {
    let shown = show(&fleet(4));
    assert!(shown.contains("client-0003 · id 239021"));
    assert!(!shown.contains("In each of them"));
}

#[test]
fn every_action_can_be_told_of_many() {
    let client = |at: usize| {
        let (name, person) = ("Desk", format!("p{at}@client.example"));
        let mut client = Builder::new(&format!("client-{at}"));
        for (number, action) in plans::every_action(name, &person).into_iter().enumerate() {
            match (&action, number % 2) {
                (Action::DeleteWorkspace(_), _) => client.held(action, Hold::DeletionNotAllowed),
                (_, 0) => client.automatic(1, action),
                _ => client.manual(1, action, &["Save"]),
            };
        }
        client.warning(Some("RC104"), &format!("one admin only at {name}")).unmanaged(&[name], &[]);
        client.build()
    };
    insta::assert_snapshot!("alike_everything", show(&plans::plan((0..25).map(client).collect())));
}
