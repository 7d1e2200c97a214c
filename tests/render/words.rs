//! Phrases that once said something else than what is so.

use crate::plans;
use rolecall::apply::{OrganizationReport, Report, Standing};
use rolecall::model::{Restriction, WorkspaceRole};
use rolecall::plan::{
    Action, AddWorkspaceUsers, ChangeWorkspaceAccess, DeleteWorkspace, NewAccess,
};
use rolecall::render::{Document, Style, html, markdown, plan, text};

/// In a line that is as long as it is.
fn long(document: &Document<'_>) -> String {
    text(document, Style { width: 100_000, color: false, cuts: true })
}

#[test]
fn names_with_a_comma_or_a_space_are_quoted_in_a_list() {
    let mut acme = plans::Builder::new("acme-dental");
    let names = ["Fish, Chips", "Front Desk", "Sales"];
    let shown = plans::plan(vec![acme.unmanaged(&names, &[]).build()]);
    let document = plan(&shown, None);
    let list = "3 workspaces are in no manifest and are left alone: ";
    let expected = format!("{list}\"Fish, Chips\", \"Front Desk\" and Sales\n");
    assert!(long(&document).contains(&expected), "{}", long(&document));
    let markdown = markdown(&document, None);
    let expected = format!("{list}`Fish, Chips`, `Front Desk` and `Sales`\n");
    assert!(markdown.contains(&expected), "{markdown}");
    // On the page a name is bold, its comma too.
    let page = html(&document);
    let [fish, desk, sales] = names.map(|name| format!("<bdi>{name}</bdi>"));
    assert!(page.contains(&format!("{list}{fish}, {desk} and {sales}<")), "{page}");
}

/// One person's access changes, told alone and of many organizations.
fn changed(before: &[Restriction], after: &[Restriction]) -> [String; 2] {
    let change = |at: usize| {
        Action::ChangeWorkspaceAccess(ChangeWorkspaceAccess {
            workspace: plans::workspace("Support"),
            email: plans::email(&format!("p{at}@client.example")),
            before: plans::access(WorkspaceRole::Agent, before),
            after: plans::access(WorkspaceRole::Agent, after),
        })
    };
    let client =
        |at: usize| plans::Builder::new(&format!("client-{at}")).automatic(1, change(at)).build();
    [1, 9].map(|count| long(&plan(&plans::plan((0..count).map(client).collect()), None)))
}

#[test]
fn a_restriction_is_called_one() {
    let (export, mine) = (Restriction::RestrictDataExport, Restriction::ShowOnlyMine);
    let [alone, many] = changed(&[], &[export]);
    let gains = "p0@client.example: agent in Support; gains the restriction restrict_data_export";
    assert!(alone.contains(gains), "{alone}");
    assert!(
        many.contains("1 agent gains the restriction restrict_data_export in Support"),
        "{many}"
    );
    let [alone, many] = changed(&[export, mine], &[]);
    let both = "the restrictions restrict_data_export and show_only_mine";
    assert!(alone.contains(&format!("agent in Support; loses {both}")), "{alone}");
    assert!(many.contains(&format!("1 agent loses {both} in Support")), "{many}");
    let joins = NewAccess {
        restrictions: Some([mine].into()),
        ..plans::joins("cy@acme.example", WorkspaceRole::Agent, false)
    };
    let joins = AddWorkspaceUsers { workspace: plans::workspace("Support"), users: vec![joins] };
    let mut acme = plans::Builder::new("acme-dental");
    let shown = long(&plan(&plans::plan(vec![acme.automatic(1, joins.into()).build()]), None));
    let words = "cy@acme.example joins Support as agent with the restriction show_only_mine";
    assert!(shown.contains(words), "{shown}");
}

#[test]
fn what_a_person_may_never_do_is_apart_from_what_is_done() {
    let joins = |who: &str| {
        let users = vec![plans::joins(who, WorkspaceRole::Agent, true)];
        Action::from(AddWorkspaceUsers { workspace: plans::workspace("Support"), users })
    };
    let client = |at: usize| {
        let mut client = plans::Builder::new(&format!("client-{at}"));
        let (one, other) = (format!("p{at}@client.example"), format!("q{at}@client.example"));
        client.automatic(1, joins(&one)).manual(1, joins(&other), &["Save"]);
        let member = plans::reaches(Some("member"), true, &[("Support", "agent")]);
        client.person(&one, plans::reaches(None, false, &[]), member, Vec::new()).build()
    };
    let shown = |count| long(&plan(&plans::plan((0..count).map(client).collect()), None));
    let (alone, many) = (shown(1), shown(9));
    for line in [
        "  1 e-mail goes out, which can't be unsent: p0@client.example",
        "  1 seat is taken",
        "  by hand: 1 e-mail goes out, which can't be unsent: q0@client.example",
        "  by hand: 1 seat is taken",
        "  Access once the automatic steps are done",
    ] {
        assert!(alone.contains(&format!("{line}\n")), "{line}: {alone}");
    }
    for line in ["  9 seats are taken", "  by hand: 9 seats are taken"] {
        assert!(many.contains(&format!("{line}\n")), "{line}: {many}");
    }
}

#[test]
fn a_workspace_is_not_called_gone_before_it_is() {
    let deletion = DeleteWorkspace { workspace: plans::workspace("Sales"), contacts: Some(114) };
    let mut acme = plans::Builder::new("acme-dental");
    acme.automatic(1, deletion.clone().into()).manual(1, deletion.into(), &["press Delete"]);
    let shown = plans::plan(vec![acme.build()]);
    let drifted = plans::as_drift(shown.clone());
    let all = [long(&plan(&shown, None)), long(&rolecall::render::drift(&drifted, &[]))];
    assert!(all[0].contains("workspace Sales is deleted with its 114 contacts"), "{}", all[0]);
    assert!(all[1].contains("workspace Sales is still there"), "{}", all[1]);
    for shown in all {
        assert!(!shown.contains("gone") && !shown.contains("no longer exists"), "{shown}");
    }
}

#[test]
fn where_nothing_can_run_only_why_is_said() {
    let client = |at: usize| plans::Builder::new(&format!("client-{at}")).refused(4, 3).build();
    let refused = long(&plan(&plans::plan((0..2).map(client).collect()), Some("rolecall apply")));
    let (lead, rest) = refused.split_once('\n').unwrap();
    assert!(lead.ends_with(": 2 organizations refused"), "{lead}");
    assert!(!rest.contains("rolecall apply") && !rest.contains("Cost"), "{rest}");
    let shown = plans::plan(vec![client(0)]);
    let not_run = OrganizationReport::not_run(&shown.organizations[0], Standing::Refused, "");
    let ran = Report::new(shown.id, "1".to_owned(), vec![not_run], false, false);
    let lead = long(&rolecall::render::report(&ran));
    assert!(lead.starts_with("Run 1: not complete: 1 organization refused\n"), "{lead}");
    let drifted = plans::unread();
    let lead = long(&rolecall::render::drift(&drifted, &[]));
    assert!(lead.starts_with("Drift: 1 organization could not be read\n"), "{lead}");
}
