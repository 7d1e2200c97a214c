use super::Former;
use crate::manifest::context::Context;
use crate::manifest::diagnostic::{Code, Problem, Report, escape};
use crate::manifest::lint;
use crate::manifest::node::{Node, Place};
use crate::manifest::reader::{self, Fields};
use crate::manifest::shape::Shape::{List, Named};
use crate::manifest::shape::{
    ADDRESS, DATE, ORGANIZATION_ROLE, Object, RESTRICTION, SLUG, WORKSPACE_ROLE, object,
};
use crate::model::{Email, OrganizationRole, Restriction, Restrictions, WorkspaceRole, is_over};
use jiff::civil::Date;
use std::collections::BTreeMap;

object! {
    /// Somebody in the organization, or a group of people.
    pub(super) USER required ["role"] one_of [["email"], ["group"]] {
        "email" Named(&ADDRESS), "Who.";
        "group" Named(&SLUG), "The name of a Group. An e-mail in the same list beats it.";
        "role" Named(&ORGANIZATION_ROLE), "The role in the organization.";
        "until" Named(&DATE), "The last day of it. From the day after, this item is as if it weren't there.";
        "formerEmail" Named(&ADDRESS), "The address used before: same access, handed over once the new one has accepted.";
    }
}

object! {
    /// Somebody in a workspace, or a group of people.
    pub(super) ACCESS required ["role"] one_of [["email"], ["group"]] {
        "email" Named(&ADDRESS), "Who.";
        "group" Named(&SLUG), "The name of a Group. An e-mail in the same list beats it.";
        "role" Named(&WORKSPACE_ROLE), "The role in the workspace.";
        "until" Named(&DATE), "The last day of it. From the day after, this item is as if it weren't there.";
        "restrictions" List(&Named(&RESTRICTION)), "What they are kept from; an owner has none. Left out: not managed.";
    }
}

/// People of one list, each once.
pub(in crate::manifest) type People<A> = BTreeMap<Email, Listed<A>>;

/// Somebody in a list.
pub(in crate::manifest) struct Listed<A> {
    pub(in crate::manifest) access: A,
    /// The line that lists them; behind it, their line in the group.
    pub(in crate::manifest) place: Place,
    /// Whether it is through a group.
    pub(in crate::manifest) through_group: bool,
    /// The last day on which this counts.
    pub(in crate::manifest) until: Option<Date>,
    /// What counts once this has ended: what groups give.
    pub(in crate::manifest) afterwards: Option<Box<Self>>,
}

impl<A> Listed<A> {
    /// What counts on this day; `None` where all of it has ended.
    pub(in crate::manifest) fn on(&self, day: Date) -> Option<&Self> {
        self.all().find(|it| !is_over(it.until, day))
    }

    /// What has ended by this day; of several lines the one that lasted longest.
    pub(in crate::manifest) fn ended(&self, day: Date) -> Option<(Date, Place)> {
        let over = self.all().filter(|it| is_over(it.until, day));
        over.filter_map(|it| Some((it.until?, it.place))).max_by_key(|(until, _)| *until)
    }

    /// This, and what counts once it has ended.
    pub(in crate::manifest) fn all(&self) -> impl Iterator<Item = &Self> {
        std::iter::successors(Some(self), |it| it.afterwards.as_deref())
    }

    /// Whether no date takes it away.
    pub(in crate::manifest) fn stays(&self) -> bool {
        self.all().any(|it| it.until.is_none())
    }

    /// Where somebody is listed twice with the same access, what lasts longer counts.
    fn or_longer(self, other: Self) -> Self {
        match (self.until, other.until) {
            (Some(one), other_until) if other_until.is_none_or(|it| it > one) => other,
            _ => self,
        }
    }
}

/// Role and restrictions in a workspace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::manifest) struct Access {
    pub(in crate::manifest) role: WorkspaceRole,
    pub(in crate::manifest) restrictions: Option<Restrictions>,
}

/// Reads `users` of an organization.
pub(super) fn of_organization(
    node: &Node,
    hand_overs: &mut Vec<Former>,
    context: &Context<'_, '_>,
) -> People<OrganizationRole> {
    list(node, &USER, context, |fields, email| {
        if fields.has("formerEmail") {
            match email {
                Some(email) => hand_overs.extend(Former::read(fields, email)),
                None if fields.has("group") => {
                    let message = "a group has no former address";
                    let place = fields.key("formerEmail");
                    fields.report.tell(Problem::new(Code::UnknownField, place, message));
                }
                None => {}
            }
        }
        fields.need("role", |node, report| {
            reader::word(node, OrganizationRole::ALL, "organization role", report)
        })
    })
}

/// Reads `users` of a workspace.
pub(super) fn of_workspace(node: &Node, context: &Context<'_, '_>) -> People<Access> {
    list(node, &ACCESS, context, |fields, _| {
        let role = fields.need("role", |node, report| {
            reader::word(node, WorkspaceRole::ALL, "workspace role", report)
        });
        let restrictions = fields.read("restrictions", restrictions);
        let (role, restrictions) = (role?, restrictions);
        if role == WorkspaceRole::Owner && restrictions.as_ref().is_some_and(|it| !it.is_empty()) {
            let message = "an owner can't have restrictions";
            let problem =
                Problem::new(Code::OwnerRestrictions, fields.key("restrictions"), message);
            let help = "leave the restrictions out, or make it a manager or agent";
            fields.report.tell(problem.help(help).and(fields.key("role"), "the role is here"));
            return None;
        }
        Some(Access { role, restrictions })
    })
}

fn restrictions(node: &Node, report: &Report<'_>) -> Option<Restrictions> {
    let restriction = |node: &Node, report: &Report<'_>| {
        reader::word(node, Restriction::ALL, "restriction", report)
    };
    reader::list(node, report, restriction).map(|list| list.into_iter().collect())
}

/// Somebody's line, before groups are resolved.
struct Line<'c, A> {
    node: &'c Node,
    access: Option<A>,
    until: Option<Date>,
}

/// Reads a list of people and groups: an explicit e-mail beats a group while it counts, and groups must not contradict,
/// on whatever day.
fn list<'c, A: Clone + PartialEq>(
    node: &'c Node,
    shape: &'static Object,
    context: &'c Context<'_, '_>,
    mut access: impl FnMut(&Fields<'_, '_, '_>, Option<&Email>) -> Option<A>,
) -> People<A> {
    let report = context.report;
    let mut explicit: BTreeMap<Email, Line<'c, A>> = BTreeMap::new();
    let mut groups = Vec::new();
    for node in reader::items(node, report).unwrap_or_default() {
        let Some(fields) = Fields::of(node, shape, report) else { continue };
        let until = fields.read("until", reader::date);
        match (fields.means("email"), fields.means("group")) {
            (true, false) => {
                let email = fields.need("email", reader::email);
                let access = access(&fields, email.as_ref());
                let Some(email) = email else { continue };
                if let Some(first) = explicit.get(&email) {
                    let message = format!("{} is in this list twice", escape(email.as_str()));
                    let problem = Problem::new(Code::DuplicateEntry, node.place, message);
                    report.tell(problem.and(first.node.place, "here first"));
                } else {
                    explicit.insert(email, Line { node, access, until });
                }
            }
            (false, true) => {
                let group = fields.required("group").and_then(|node| context.group(node));
                if let (Some((name, _)), Some(until)) = (group, until) {
                    lint::of_group(name, until, fields.key("until"), context);
                }
                let access = access(&fields, None);
                groups.extend(group.map(|(_, group)| (group, Line { node, access, until })));
            }
            (both, _) => {
                let message = match both {
                    true => "this names both a person and a group",
                    false => "this names nobody",
                };
                let problem = Problem::new(Code::MissingField, node.place, message);
                report.tell(problem.help("give `email` or `group`"));
                access(&fields, None);
            }
        }
    }
    let beaten = |email: &Email| explicit.get(email).is_some_and(|line| line.until.is_none());
    let mut through = People::new();
    for (group, line) in groups {
        let Some(access) = line.access else { continue };
        if !report.take(group.users.len(), line.node.place) {
            break;
        }
        for (email, member) in group.users.iter().filter(|(email, _)| !beaten(email)) {
            let place = Place { at: line.node.place.at, via: Some(member.place.written()) };
            let until = [line.until, member.until].into_iter().flatten().min();
            let listed = Listed {
                access: access.clone(),
                place,
                through_group: true,
                until,
                afterwards: None,
            };
            let longer = match through.remove(email) {
                None => listed,
                Some(first) => {
                    if first.access != access {
                        conflict(email, &first, place, report);
                    }
                    first.or_longer(listed)
                }
            };
            through.insert(email.clone(), longer);
        }
    }
    let mut people = People::new();
    for (email, line) in explicit {
        let afterwards = through.remove(&email).map(Box::new);
        if let Some(access) = line.access {
            let (place, until) = (line.node.place, line.until);
            people.insert(email, Listed { access, place, through_group: false, until, afterwards });
        }
    }
    people.extend(through);
    people
}

fn conflict<A>(email: &Email, first: &Listed<A>, place: Place, report: &Report<'_>) {
    let message =
        format!("{} is here through two groups, with different access", escape(email.as_str()));
    let problem = Problem::new(Code::ConflictingGroups, place, message);
    let help = "list the address itself: that beats both groups";
    report.tell(problem.help(help).and(first.place, "the first group is here"));
}
