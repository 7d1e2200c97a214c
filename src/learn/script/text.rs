use super::{Script, Step};
use crate::model::Operation;
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// What following the script does to the account.
#[must_use]
pub fn warning(script: &Script) -> String {
    let people = script.people();
    let mut text = format!(
        "Following this script changes organization {}, as a person would by hand:\n",
        script.organization
    );
    let named = |all: &[String]| all.join(", ");
    let addresses: Vec<_> = people.iter().map(ToString::to_string).collect();
    let _ = writeln!(
        text,
        "- invitation e-mails go to {}, and {} seats are taken until the end",
        named(&addresses),
        people.len()
    );
    let _ = writeln!(
        text,
        "- some of them are organization admins for a while: nobody else may read their mail"
    );
    let made: Vec<_> = workspaces(script).into_iter().collect();
    let _ = writeln!(text, "- two workspaces are made, renamed and deleted: {}", named(&made));
    if script.organization_name().is_some() {
        text.push_str("- the organization is renamed, and gets its name back\n");
    }
    text.push_str("Nothing of it is left at the end. A spare or trial organization serves best.\n");
    text
}

/// The steps for a person.
#[must_use]
pub fn text(script: &Script) -> String {
    let mut text = String::from(
        "Open the console in a browser, log in, open the developer tools (F12), choose Network, switch on \
         Preserve log, and then follow the steps in this order. Wait after each until the console is done. At the \
         end, save all as HAR; its file holds your data, so keep it to yourself and delete it afterwards.\n\n",
    );
    for (number, Step { id, clicks, .. }) in script.steps.iter().enumerate() {
        let _ = writeln!(text, "{:>3}. {id}", number + 1);
        for line in clicks {
            let _ = writeln!(text, "     - {line}");
        }
    }
    text
}

/// What to take away by hand where a script was not followed to its end.
#[must_use]
pub fn by_hand(script: &Script) -> String {
    let mut text = String::from("If you stop half-way, take away by hand whatever is there of:\n");
    for name in workspaces(script) {
        let _ = writeln!(text, "- workspace {name}");
    }
    for email in script.people() {
        let _ = writeln!(text, "- user {email}");
    }
    if let Some(name) = script.organization_name() {
        let _ = writeln!(text, "- and name the organization {name} again");
    }
    text
}

/// Every name that a workspace of the script has at some time.
fn workspaces(script: &Script) -> BTreeSet<String> {
    let named = |step: &&Step| {
        matches!(step.operation, Operation::CreateWorkspace | Operation::UpdateWorkspace)
    };
    script.steps.iter().filter(named).filter_map(|step| step.values.name.clone()).collect()
}
