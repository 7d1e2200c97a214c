use crate::plans::{self, Builder};
use rolecall::model::WorkspaceRole;
use rolecall::plan::{Action, AddWorkspaceUsers, Plan};
use rolecall::render::{html, plan};
use std::collections::BTreeSet;

const COMMAND: &str = "rolecall apply --plan plan.json";

fn show(shown: &Plan) -> String {
    html(&plan(shown, Some(COMMAND)))
}

/// Values of an attribute, in their order.
fn values<'a>(page: &'a str, attribute: &str) -> Vec<&'a str> {
    let open = format!(" {attribute}=\"");
    page.split(&open).skip(1).map(|rest| rest.split('"').next().unwrap()).collect()
}

/// The page has no blanks between rows; for a reader of the snapshot each stands on a line.
#[test]
fn a_page() {
    let page = show(&plans::ordinary());
    insta::assert_snapshot!("html_ordinary", page.replace("<tr", "\n<tr").replace("<li", "\n<li"));
}

#[test]
fn what_to_look_at_first_comes_first() {
    let page = show(&fleet(60, 3));
    let at = |words: &str| page.find(words).unwrap_or_else(|| panic!("{words}"));
    assert!(at("Look at first") < at("and 52 more"));
    assert!(at("and 52 more") < at("aria-label=\"organizations\""));
    let page = show(&plans::ordinary());
    assert!(page.find("Look at first") < page.find("aria-label=\"organizations\""));
}

/// Each step says once where it comes from; no sign needs a font that a bare machine lacks; paper has a margin.
#[test]
fn sources_signs_and_paper() {
    let all = plans::everything("Front Desk", "cy@acme.example");
    let page = show(&all);
    for step in all.organizations.iter().flat_map(|one| &one.steps) {
        let row = page.split_once(&format!(" id=\"{}\"", step.id)).unwrap().1;
        let row = row.split("</tr>").next().unwrap();
        assert!(row.contains(&format!("<small>{}</small>", step.source)), "{row}");
    }
    let steps: usize = all.organizations.iter().map(|one| one.steps.len()).sum();
    assert_eq!(page.matches("<small>").count(), steps);
    assert!(!page.contains('✋'));
    assert!(page.contains("@page{margin:"));
}

#[test]
fn each_step_has_an_id_each_id_is_there_once_and_each_link_leads_somewhere() {
    let all = plans::everything("Front Desk", "cy@acme.example");
    let page = show(&all);
    let ids = values(&page, "id");
    let set: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(ids.len(), set.len());
    for organization in &all.organizations {
        for step in &organization.steps {
            assert!(set.contains(&*step.id.to_string()), "{}", step.id);
        }
    }
    for link in values(&page, "href").iter().filter(|link| **link != "data:,") {
        assert!(set.contains(link.strip_prefix('#').unwrap()), "{link}");
    }
}

#[test]
fn the_policy_allows_the_one_style_sheet_and_nothing_else() {
    use base64::Engine as _;
    use sha2::Digest as _;
    let page = show(&plans::ordinary());
    let style = page.split_once("<style>").unwrap().1.split_once("</style>").unwrap().0;
    let digest = base64::engine::general_purpose::STANDARD.encode(sha2::Sha256::digest(style));
    let policy = format!("default-src 'none'; style-src 'sha256-{digest}'; img-src data:;");
    assert!(page.contains(&policy));
    for forbidden in ["<script", " style=", "http://", "url(", "@import", " onload"] {
        assert!(!page.contains(forbidden), "{forbidden}");
    }
}

/// So many organizations, each with its own steps.
pub(crate) fn fleet(organizations: usize, steps: usize) -> Plan {
    let build = |number: usize| {
        let mut builder = Builder::new(&format!("client-{number:04}"));
        for at in 0..steps {
            let users =
                vec![plans::joins(&format!("p{at}@client.example"), WorkspaceRole::Agent, true)];
            let name = format!("Branch {}", (at + number) % 7);
            let action = Action::AddWorkspaceUsers(AddWorkspaceUsers {
                workspace: plans::workspace(&name),
                users,
            });
            builder.automatic(1 + (at / 10) as u32, action);
        }
        builder.refused(number as u64 + 4, 3).build()
    };
    plans::plan((0..organizations).map(build).collect())
}

#[test]
fn a_large_plan_is_folded() {
    let page = show(&fleet(60, 30));
    assert_eq!(page.matches("<details class=\"section\"").count(), 60);
    assert!(!page.contains("\" open>"));
    assert_eq!(show(&fleet(3, 3)).matches("\" open>").count(), 3);
}

/// Writes pages to look at: `ROLECALL_PAGES=/tmp/pages cargo test --test render -- --ignored pages`.
#[test]
#[ignore = "writes files for a person, or a browser in CI, to look at"]
fn pages() {
    let folder =
        std::env::var("ROLECALL_PAGES").unwrap_or_else(|_| "/tmp/rolecall-pages".to_owned());
    std::fs::create_dir_all(&folder).unwrap();
    let write = |name: &str, page: String| {
        std::fs::write(format!("{folder}/{name}.html"), page).unwrap();
    };
    write("ordinary", show(&plans::ordinary()));
    write("everything", show(&plans::everything("Front Desk", "cy@acme.example")));
    write("sixty", show(&fleet(60, 30)));
    write("large", show(&fleet(100, 85)));
}
