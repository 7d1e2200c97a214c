//! What the doctor found, for people.

use super::findings::{Findings, Steps, StoreFindings, StoreRequest};
use crate::cli::error::count;
use rolecall::manifest::escape;
use rolecall::model::text::thousands;
use rolecall::model::{Evidence, OrganizationRole, Seen, UserStatus};
use rolecall::platform::doctor::{CredentialCheck, Examination, OrganizationCheck, Reach, Visible};
use std::fmt::Write as _;

pub(super) fn text(findings: &Findings) -> String {
    let Findings { examination, store, plan, next } = findings;
    let Examination { profile, base_url, evidence, since, recorded, visible, organizations } =
        examination;
    let mut out = format!("platform {} at {}\n", escape(profile), escape(base_url));
    for (word, kind) in Evidence::ALL {
        let all: Vec<_> = evidence
            .iter()
            .filter(|(_, it)| *it == kind)
            .map(|(operation, _)| match (since.get(operation), recorded.get(operation)) {
                (_, Some(recorded)) => format!("{operation} ({})", recorded.on),
                (Some(since), None) => format!("{operation} ({since})"),
                (None, None) => operation.to_string(),
            })
            .collect();
        if !all.is_empty() {
            let _ = writeln!(out, "  {:<12} {}", word, all.join(", "));
        }
    }
    for Visible { credential, reach, organizations } in visible {
        let names: Vec<_> = organizations
            .iter()
            .map(|one| match &one.name {
                Some(name) => format!("{} ({})", one.id, escape(name)),
                None => one.id.to_string(),
            })
            .collect();
        let seen = match (reach, names.is_empty()) {
            (Reach::Works | Reach::Partial { .. }, false) => names.join(", "),
            (Reach::Works, true) => "no organization".to_owned(),
            _ => told(reach),
        };
        let _ = writeln!(out, "\ncredential {} sees: {seen}", escape(credential));
    }
    for one in organizations {
        organization(&mut out, one);
    }
    if let Some(StoreFindings { location, requests }) = store {
        let _ = writeln!(out, "\nstore {}", escape(location));
        for StoreRequest { request, trouble } in requests {
            let told = trouble.as_ref().map_or_else(
                || "works".to_owned(),
                |trouble| format!("does NOT work: {}", escape(trouble)),
            );
            let _ = writeln!(out, "  {request}: {told}");
        }
    }
    out.push_str(&steps(plan));
    for line in next {
        let _ = writeln!(out, "next: {line}");
    }
    out
}

/// `plan: 12 steps in 3 organizations: 9 automatic, 2 by hand, 1 held; 1 organization refused`.
fn steps(plan: &Steps) -> String {
    let Steps { organizations, refused, automatic, manual, held } = plan;
    if organizations + refused == 0 {
        return String::new();
    }
    let number = |number: &usize| thousands(*number as u64);
    let refused = match refused {
        0 => String::new(),
        some => format!("; {} refused", count(*some, "organization")),
    };
    format!(
        "\nplan: {} in {}: {} automatic, {} by hand, {} held{refused}\n",
        count(automatic + manual + held, "step"),
        count(*organizations, "organization"),
        number(automatic),
        number(manual),
        number(held),
    )
}

fn organization(out: &mut String, check: &OrganizationCheck) {
    let OrganizationCheck { name, id, credentials, actor, role, status, reads } = check;
    let _ = writeln!(out, "\n{name} · id {id}");
    for CredentialCheck { name, workspace, reach, expires } in credentials {
        let of = workspace.as_ref().map_or_else(String::new, |it| format!(" of {}", escape(it)));
        let until = expires.map_or_else(String::new, |it| format!(", expires {it:.0}"));
        let _ = writeln!(out, "  credential {}{of}: {}{until}", escape(name), told(reach));
    }
    let who = actor.as_ref().map_or_else(|| "not known".into(), |it| escape(it.as_str()));
    let _ = writeln!(out, "  actor {who}: {}", may(role.as_ref(), status.as_ref()));
    for (operation, reach) in reads {
        let _ = writeln!(out, "  {operation}: {}", told(reach));
    }
}

fn told(reach: &Reach) -> String {
    match reach {
        Reach::Works => "works".to_owned(),
        Reach::Partial { why } => format!("can't be trusted as complete: {}", escape(why)),
        Reach::Fails { why, help: None } => format!("does NOT work: {}", escape(why)),
        Reach::Fails { why, help: Some(help) } => {
            format!("does NOT work: {}; {}", escape(why), escape(help))
        }
        Reach::NotObserved => "not observed: the profile can't".to_owned(),
    }
}

/// What a role allows (`rules.md`, Organization roles).
fn may(role: Option<&Seen<OrganizationRole>>, status: Option<&Seen<UserStatus>>) -> String {
    if status.is_some_and(|it| it.is(UserStatus::Pending)) {
        return "has not accepted the invitation, and may do nothing yet".to_owned();
    }
    match role {
        None => "not seen in the organization".to_owned(),
        Some(Seen::Unknown(word)) => format!("has the unknown role `{}`", escape(word)),
        Some(Seen::Known(role)) => format!(
            "{role}, who may {}",
            match role {
                OrganizationRole::Admin => "do everything",
                OrganizationRole::UserAdmin => {
                    "add and remove members and edit workspaces and access, but not promote or demote"
                }
                OrganizationRole::BillingAdmin =>
                    "see users and workspaces, and change nothing of them",
                OrganizationRole::Member => "change nothing of the organization",
            }
        ),
    }
}
