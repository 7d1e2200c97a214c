//! Where a list of the platform does not add up, nothing is claimed of what may be missing from it.

use crate::support::{Folder, Sandbox};
use rolecall::sandbox::Faults;

const CLAIMS: [&str; 4] = ["nothing to do", "in sync", "In sync", "no differences"];

#[test]
fn what_was_not_read_whole_is_neither_in_sync_nor_without_differences() {
    let (folder, sandbox) = (Folder::agency(), Sandbox::start());
    let org = ["--org", "acme-dental"];
    let run = |words: &[&str]| sandbox.run(&folder, &[&org[..], words].concat());
    run(&["apply", "--yes", "--allow-assumed"]).ended(0);
    assert!(run(&["plan", "--exit-code"]).ended(0).out.contains("nothing to do"));
    assert!(run(&["drift"]).ended(0).out.contains("no differences"));

    sandbox.server.set_faults(Faults::parse("op=listOrganizationUsers,total=+1").unwrap());
    for (words, code) in [
        (&["plan"][..], 0),
        (&["plan", "--exit-code"], 5),
        (&["plan", "--exit-code", "--format", "markdown"], 5),
        (&["plan", "--exit-code", "--format", "html"], 5),
        (&["drift"], 5),
        (&["drift", "--format", "markdown"], 5),
        (&["drift", "--format", "html"], 5),
        (&["apply", "--yes"], 5),
    ] {
        let said = run(words).ended(code);
        for claim in CLAIMS {
            assert!(!said.out.contains(claim), "{words:?} says `{claim}`: {}", said.out);
        }
        let word = if words[0] == "apply" { "unverified" } else { "incomplete" };
        assert!(said.out.contains(word), "{words:?}: {}", said.out);
    }
}

/// Whom a list doesn't show may be anywhere, so nobody is removed, however much is allowed; the rest is done.
#[test]
fn a_list_that_does_not_add_up_leads_to_no_removal() {
    // A workspace's own list has no total, so that there is nothing to add up.
    for list in ["", "listOrganizationUsers", "listWorkspaces"] {
        let (folder, sandbox) = (Folder::agency(), Sandbox::start());
        let before = sandbox.server.state().unwrap().outline();
        if !list.is_empty() {
            let faults = Faults::parse(&format!("op={list},total=+1")).unwrap();
            sandbox.server.set_faults(faults);
        }
        let words = ["apply", "--yes", "--allow-assumed", "--allow-workspace-deletion"];
        let said = sandbox.run(&folder, &[&words[..], &["--max-removals", "100%"]].concat());
        assert!([0, 5].contains(&said.code), "{list}: {said:?}");
        let after = sandbox.server.state().unwrap().outline();
        assert_ne!(after, before, "{list}: nothing was done at all");
        let mut gone = Vec::new();
        for (id, before) in &before.organizations {
            let after = &after.organizations[id];
            gone.extend(before.users.keys().filter(|it| !after.users.contains_key(*it)));
        }
        match list {
            "" => assert!(gone.iter().any(|it| it.as_str() == "dan@bloom.example"), "{gone:?}"),
            _ => assert!(gone.is_empty(), "{list}: {gone:?}"),
        }
        let kept = before.organizations.iter().all(|(id, it)| {
            let after = &after.organizations[id].workspaces;
            after.len() >= it.workspaces.len()
        });
        assert!(kept || list != "listWorkspaces", "a workspace is gone");
    }
}

#[test]
fn somebody_who_is_ignored_makes_no_list_partial() {
    let (folder, sandbox) = (Folder::case("drift-held"), Sandbox::of(seed()));
    let run = |words: &[&str]| sandbox.run(&folder, words);
    // The platform's own staff, whom its total doesn't count.
    sandbox.server.set_faults(Faults::parse("op=listOrganizationUsers,total=-1").unwrap());
    assert!(run(&["plan", "--exit-code"]).ended(5).out.contains("incomplete"));
    folder.edit("acme.yaml", "  id: 1\n", "  id: 1\n  policy: {ignore: [\"*@evil.example\"]}\n");
    assert!(run(&["plan", "--exit-code"]).ended(0).out.contains("nothing to do"));
    assert!(run(&["drift"]).ended(0).out.contains("no differences"));
    // More than the ignored ones are missing.
    sandbox.server.set_faults(Faults::parse("op=listOrganizationUsers,total=-2").unwrap());
    assert!(run(&["plan", "--exit-code"]).ended(5).out.contains("incomplete"));
}

fn seed() -> camino::Utf8PathBuf {
    concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/cases/drift-held/platform.json").into()
}

/// What is wanted and an answer leaves out.
#[test]
fn what_an_answer_leaves_out_is_not_in_sync() {
    let (folder, sandbox) = (Folder::case("drift-held"), Sandbox::of(seed()));
    folder.edit("acme.yaml", "role: agent}", "role: agent, restrictions: []}");
    folder.edit("acme.yaml", "- name: Support\n", "- name: Support\n      timezone: UTC\n");
    folder.edit("acme.yaml", "  id: 1\n", "  id: 1\n  policy: {ignore: [\"*@evil.example\"]}\n");
    let run = |words: &[&str]| sandbox.run(&folder, words);
    assert!(run(&["plan", "--exit-code"]).ended(0).out.contains("nothing to do"));
    for (faults, what) in [
        ("op=S6,hide=restrictions", "what restricts pat@client.example in Support"),
        ("op=S1,hide=timezone", "the time zone of Support"),
    ] {
        sandbox.server.set_faults(Faults::parse(faults).unwrap());
        for words in [&["plan", "--exit-code"][..], &["drift"], &["apply", "--yes"], &["adopt"]] {
            let said = run(words).ended(5);
            assert!(said.out.contains(what), "{words:?}: {}", said.out);
            for claim in CLAIMS {
                assert!(!said.out.contains(claim), "{words:?} says `{claim}`: {}", said.out);
            }
        }
    }
}

/// Some consoles tell plan and usage elsewhere: what nobody is told can't be planned for, and is no reason to stop.
#[test]
fn limits_that_are_not_told_are_not_planned_for_and_the_plan_says_so() {
    let (folder, sandbox) = (Folder::agency(), Sandbox::start());
    let org = ["--org", "acme-dental"];
    let run = |words: &[&str]| sandbox.run(&folder, &[&org[..], words].concat());
    let says = "does not say all that the subscription allows";
    assert!(!run(&["plan"]).ended(0).out.contains(says));
    sandbox.server.set_faults(Faults::parse("op=getOrganization,hide=limits").unwrap());
    let plan = run(&["plan"]).ended(0);
    assert!(plan.out.contains(says), "{}", plan.out);
    run(&["apply", "--yes", "--allow-assumed"]).ended(0);
    let again = run(&["plan", "--exit-code"]).ended(0);
    assert!(again.out.contains("nothing to do") && again.out.contains(says), "{}", again.out);
}
