//! What a single organization must not contradict itself in.

use super::{Draft, former};
use crate::manifest::context::Context;
use crate::manifest::diagnostic::{Code, Problem, Report, escape};
use crate::manifest::node::Place;
use crate::model::{OrganizationRole, WorkspaceId, WorkspaceName};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Checks a draft.
pub(super) fn check(draft: &Draft, context: &Context<'_, '_>) {
    let report = context.report;
    workspaces_once(draft, report);
    retirement(draft, context.today, report);
    former::hand_overs(draft, report);
    former::names(draft, report);
    if draft.whole {
        somebody_left(draft, report);
    }
}

/// RC111, RC113: a name or id stands for one workspace, which is kept or retired.
fn workspaces_once(draft: &Draft, report: &Report<'_>) {
    let mut seen = Seen::default();
    for it in &draft.workspaces {
        seen.add(&it.name, it.id, it.place, false, report);
    }
    for it in &draft.retired {
        seen.add(&it.name, it.id, it.place, true, report);
    }
    // The first of each name counts, so that it is the last to come in.
    let former = draft.workspaces.iter().rev().filter_map(|it| it.former_name.as_ref());
    let former: BTreeMap<_, _> = former.map(|(name, place)| (name.key(), *place)).collect();
    for it in &draft.retired {
        if let Some(place) = former.get(&it.name.key()) {
            let name = escape(it.name.as_str()).into_owned();
            let message = format!("workspace `{name}` is retired and renamed at once");
            let problem = Problem::new(Code::Retirement, it.place, message);
            report.tell(problem.and(*place, "it gets another name here"));
        }
    }
}

#[derive(Default)]
struct Seen {
    names: BTreeMap<String, (Place, bool)>,
    ids: BTreeMap<WorkspaceId, (Place, bool)>,
}

impl Seen {
    fn add(
        &mut self,
        name: &WorkspaceName,
        id: Option<(WorkspaceId, Place)>,
        place: Place,
        retired: bool,
        report: &Report<'_>,
    ) {
        let shown = escape(name.as_str()).into_owned();
        let by_name = self.names.get(&name.key()).copied();
        let by_id = id.and_then(|(id, place)| Some((id, place, *self.ids.get(&id)?)));
        if let Some((first, was_retired)) = by_name {
            let what = format!("workspace `{shown}`");
            let help = Some("names are compared ignoring case and outer space");
            tell(&what, help, (place, retired), (first, was_retired), report);
        } else if let Some((id, place, (first, was_retired))) = by_id {
            tell(&format!("workspace {id}"), None, (place, retired), (first, was_retired), report);
        }
        self.names.entry(name.key()).or_insert((place, retired));
        if let Some((id, place)) = id {
            self.ids.entry(id).or_insert((place, retired));
        }
    }
}

fn tell(
    what: &str,
    help: Option<&str>,
    (place, retired): (Place, bool),
    (first, was_retired): (Place, bool),
    report: &Report<'_>,
) {
    let problem = if retired && !was_retired {
        let message = format!("{what} is retired and also listed");
        Problem::new(Code::Retirement, place, message).and(first, "it is listed here")
    } else {
        let message = format!("{what} is here twice");
        let problem = Problem::new(Code::DuplicateEntry, place, message);
        problem.maybe_help(help.map(str::to_owned)).and(first, "here first")
    };
    report.tell(problem);
}

/// RC113: what was not exported yet can't have been exported.
fn retirement(draft: &Draft, today: Date, report: &Report<'_>) {
    for it in &draft.retired {
        if it.data_exported.is_some_and(|date| date > today) {
            let message = format!("`dataExported` is in the future: today is {today}");
            let problem = Problem::new(Code::Retirement, it.exported_place, message);
            report.tell(problem.help("export the data first, then write the day it was done"));
        }
    }
}

/// RC114: an organization that rolecall keeps in full must keep somebody, and enough admins.
fn somebody_left(draft: &Draft, report: &Report<'_>) {
    let Some(users) = &draft.users else { return };
    if draft.policy.additive {
        return;
    }
    let admins = users.values().filter(|it| it.access == OrganizationRole::Admin).count();
    let wanted = draft.safety.min_admins as usize;
    let message = match (users.len(), admins) {
        (0, _) => "nobody would be left in this organization".to_owned(),
        (_, 0) => "no admin would be left in this organization".to_owned(),
        (_, listed) if listed < wanted => {
            let are = if listed == 1 { "admin is" } else { "admins are" };
            format!("only {listed} {are} listed, and `minAdmins` is {wanted}")
        }
        _ => return,
    };
    let help = match (users.len(), admins) {
        (0, _) => "leave `users` out if the organization's users aren't to be managed",
        (_, 0) => "list at least one user with `role: admin`",
        _ => "list more admins, or lower `minAdmins`",
    };
    let problem = Problem::new(Code::NobodyLeft, draft.users_place, message).help(help);
    let both = admins > 0 && draft.min_admins_place != draft.users_place;
    report.tell(match both {
        true => problem.and(draft.min_admins_place, "the floor is here"),
        false => problem,
    });
}
