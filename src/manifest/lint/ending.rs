//! RC119: access that ends soon, or has ended.

use super::rules::Lints;
use crate::manifest::context::Context;
use crate::manifest::diagnostic::{Code, Problem, Report, escape};
use crate::manifest::group::Group;
use crate::manifest::node::Place;
use crate::manifest::organization::Listed;
use crate::model::{Email, LintAbout, OrganizationRole, Slug, is_over};
use jiff::civil::Date;

/// Days before the last one on which it is told that access ends.
const DAYS: i32 = 14;

/// What there is to say of a last day: nothing, while it is far.
fn problem(what: &str, until: Date, place: Place, today: Date) -> Option<Problem> {
    let days = (until - today).get_days();
    if days > DAYS {
        return None;
    }
    let (ends, help) = match is_over(Some(until), today) {
        true => ("ended", "delete this, or write a later date for somebody who stays"),
        false => (
            "ends",
            "from the day after it is as if this weren't here; write a later date for somebody who stays",
        ),
    };
    Some(Problem::new(Code::AccessEnds, place, format!("{what} {ends} on {until}")).help(help))
}

/// Tells the memberships of a group that end, wherever it is used.
pub(in crate::manifest) fn memberships(
    name: &Slug,
    group: &Group,
    today: Date,
    report: &Report<'_>,
) {
    for (email, member) in &group.users {
        let Some(until) = member.until else { continue };
        let what = format!("the membership of {} in `{name}`", escape(email.as_str()));
        if let Some(problem) = problem(&what, until, member.place, today) {
            report.tell(problem);
        }
    }
}

/// Tells that what a group gives ends.
pub(in crate::manifest) fn of_group(
    name: &Slug,
    until: Date,
    place: Place,
    context: &Context<'_, '_>,
) {
    let what = format!("what the group `{name}` has here");
    if let Some(problem) = problem(&what, until, place, context.today) {
        context.report.tell(problem);
    }
}

impl Lints<'_> {
    /// Whose access ends. What comes through a group was told where its date stands, and is for the plan alone.
    pub(super) fn endings(&self) {
        for (email, listed) in self.draft.users.iter().flatten() {
            for it in listed.all() {
                let about = LintAbout::Person(email.clone());
                let last = it.access == OrganizationRole::Admin && self.is_last_admin(it);
                self.ending("the organization", email, it, about, last);
            }
        }
        for workspace in &self.draft.workspaces {
            let place = format!("`{}`", escape(workspace.name.as_str()));
            for (email, listed) in workspace.users.iter().flatten() {
                for it in listed.all() {
                    let about = LintAbout::Access(email.clone(), workspace.name.clone());
                    self.ending(&place, email, it, about, false);
                }
            }
        }
    }

    fn ending<A>(
        &self,
        place: &str,
        email: &Email,
        listed: &Listed<A>,
        about: LintAbout,
        last_admin: bool,
    ) {
        let Some(until) = listed.until else { return };
        let what = format!("the access of {} to {place}", escape(email.as_str()));
        let at = listed.place;
        let Some(problem) = problem(&what, until, at, self.context.today) else { return };
        if listed.through_group {
            self.told.borrow_mut().extend(self.context.report.told_before(&problem, about));
            return;
        }
        let help = "too few admins are listed besides, so rolecall won't take it away: list another admin, or \
                    write a later date";
        self.tell(about, if last_admin { problem.help(help) } else { problem });
    }

    /// Whether fewer admins than `minAdmins` are listed for longer than this.
    fn is_last_admin(&self, listed: &Listed<OrganizationRole>) -> bool {
        let outlasts = |it: &Listed<OrganizationRole>| {
            it.access == OrganizationRole::Admin
                && it.until.is_none_or(|it| Some(it) > listed.until)
        };
        let all = self.draft.users.iter().flatten();
        let others = all.filter(|(_, it)| it.all().any(outlasts)).count();
        others < self.draft.safety.min_admins as usize
    }
}
