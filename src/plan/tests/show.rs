//! Worlds and plans in a few lines, for a person who reads a failure.

use crate::model::{Completeness, Desired, Snapshot};
use crate::plan::{Execution, OrganizationPlan};
use std::fmt;

fn short(email: &crate::model::Email) -> String {
    email.as_str().replace("@acme.example", "")
}

/// A plan in a line a step.
pub(super) fn lines(plan: &OrganizationPlan) -> String {
    let mut text = String::new();
    for step in &plan.steps {
        let wave = step.wave.map_or_else(|| "-".to_owned(), |wave| wave.to_string());
        let people: Vec<String> = step.action.people().into_iter().map(short).collect();
        let workspace =
            step.action.workspace().map(|it| format!(" [{}]", it.name)).unwrap_or_default();
        let people = people.join(",");
        text += format!("{wave} {}{workspace} {people}", step.action.word()).trim_end();
        match &step.execution {
            Execution::Automatic => {}
            Execution::Manual { .. } => text += " MANUAL",
            Execution::Held { reason } => {
                text += &format!(" HELD {}", serde_json::to_string(reason).unwrap());
            }
        }
        if !step.depends_on.is_empty() {
            let ids: Vec<String> = step.depends_on.iter().map(ToString::to_string).collect();
            text += &format!(" after {}", ids.join(","));
        }
        text.push('\n');
    }
    text
}

fn completeness(f: &mut fmt::Formatter<'_>, completeness: &Completeness) -> fmt::Result {
    match completeness {
        Completeness::Complete => Ok(()),
        Completeness::Partial { .. } => write!(f, " PARTIAL"),
        Completeness::OutOfSight | Completeness::NotRead => write!(f, " NOT OBSERVED"),
    }
}

pub(super) fn snapshot(f: &mut fmt::Formatter<'_>, snapshot: &Snapshot) -> fmt::Result {
    let limits = snapshot.organization.as_ref().map(|it| (it.limits, it.is_reseller_partner));
    write!(f, "there: limits and reseller {limits:?}, users")?;
    completeness(f, &snapshot.users.completeness)?;
    for user in &snapshot.users.items {
        let pending = if user.is_pending() { "?" } else { "" };
        write!(f, " {}:{}{pending}", short(&user.email), user.role)?;
    }
    write!(f, "\n  workspaces")?;
    completeness(f, &snapshot.workspaces.completeness)?;
    for workspace in &snapshot.workspaces.items {
        write!(f, "\n  {} {}", workspace.id, workspace.name)?;
        completeness(f, &workspace.users.completeness)?;
        for user in &workspace.users.items {
            write!(f, " {}:{}", short(&user.email), user.role)?;
        }
    }
    writeln!(f)
}

pub(super) fn desired(f: &mut fmt::Formatter<'_>, desired: &Desired) -> fmt::Result {
    write!(f, "wanted: minAdmins {}, users", desired.safety.min_admins)?;
    match &desired.users {
        None => write!(f, " unmanaged")?,
        Some(users) => {
            for (email, user) in users {
                write!(f, " {}:{}", short(email), user.role)?;
            }
        }
    }
    for workspace in &desired.workspaces {
        let id = workspace.id.map(|id| format!("id {id} ")).unwrap_or_default();
        let former =
            workspace.former_name.as_ref().map(|it| format!("was {it} ")).unwrap_or_default();
        write!(f, "\n  {id}{former}{}", workspace.name)?;
        match &workspace.users {
            None => write!(f, " users unmanaged")?,
            Some(users) => {
                for (email, access) in users {
                    write!(f, " {}:{}", short(email), access.role)?;
                }
            }
        }
    }
    for retired in &desired.retired {
        write!(f, "\n  retired {} {:?}", retired.name, retired.id)?;
    }
    for (old, new) in &desired.hand_overs {
        write!(f, "\n  {} is now {}", short(old), short(&new.to))?;
    }
    let ignore: Vec<String> = desired.policy.ignore.iter().map(ToString::to_string).collect();
    let embargo = desired.embargo.as_ref().map(|it| it.free_from);
    writeln!(f, "\n  additive {}, ignore {ignore:?}, embargo {embargo:?}", desired.policy.additive)
}
