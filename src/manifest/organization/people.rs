use super::Former;
use crate::manifest::context::Context;
use crate::manifest::diagnostic::{Code, Problem, Report, escape};
use crate::manifest::node::{Node, Place};
use crate::manifest::reader::{self, Fields};
use crate::manifest::shape::Shape::{List, Named};
use crate::manifest::shape::{
    ADDRESS, ORGANIZATION_ROLE, Object, RESTRICTION, SLUG, WORKSPACE_ROLE, object,
};
use crate::model::{Email, OrganizationRole, Restriction, Restrictions, WorkspaceRole};
use std::collections::BTreeMap;

object! {
    /// Somebody in the organization, or a group of people.
    pub(super) USER required ["role"] one_of [["email"], ["group"]] {
        "email" Named(&ADDRESS), "Who.";
        "group" Named(&SLUG), "The name of a Group. An e-mail in the same list beats it.";
        "role" Named(&ORGANIZATION_ROLE), "The role in the organization.";
        "formerEmail" Named(&ADDRESS), "The address used before: same access, handed over once the new one has accepted.";
    }
}

object! {
    /// Somebody in a workspace, or a group of people.
    pub(super) ACCESS required ["role"] one_of [["email"], ["group"]] {
        "email" Named(&ADDRESS), "Who.";
        "group" Named(&SLUG), "The name of a Group. An e-mail in the same list beats it.";
        "role" Named(&WORKSPACE_ROLE), "The role in the workspace.";
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
}

/// Reads a list of people and groups: an explicit e-mail beats a group, and groups must not contradict.
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
        match (fields.has("email"), fields.has("group")) {
            (true, false) => {
                let email = fields.need("email", reader::email);
                let access = access(&fields, email.as_ref());
                let Some(email) = email else { continue };
                if let Some(first) = explicit.get(&email) {
                    let message = format!("{} is in this list twice", escape(email.as_str()));
                    let problem = Problem::new(Code::DuplicateEntry, node.place, message);
                    report.tell(problem.and(first.node.place, "here first"));
                } else {
                    explicit.insert(email, Line { node, access });
                }
            }
            (false, true) => {
                let group = fields.required("group").and_then(|node| context.group(node));
                let access = access(&fields, None);
                groups.extend(group.map(|(_, group)| (group, Line { node, access })));
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
    let mut people = People::new();
    for (group, line) in groups {
        let Some(access) = line.access else { continue };
        if !report.take(group.users.len(), line.node.place) {
            break;
        }
        for (email, member) in &group.users {
            if explicit.contains_key(email) {
                continue;
            }
            let place = Place { at: line.node.place.at, via: Some(member.written()) };
            let listed = Listed { access: access.clone(), place };
            match people.get(email) {
                None => {
                    people.insert(email.clone(), listed);
                }
                Some(first) if first.access == access => {}
                Some(first) => conflict(email, first, place, report),
            }
        }
    }
    for (email, line) in explicit {
        if let Some(access) = line.access {
            people.insert(email, Listed { access, place: line.node.place });
        }
    }
    people
}

fn conflict<A>(email: &Email, first: &Listed<A>, place: Place, report: &Report<'_>) {
    let message =
        format!("{} is here through two groups, with different access", escape(email.as_str()));
    let problem = Problem::new(Code::ConflictingGroups, place, message);
    let help = "list the address itself: that beats both groups";
    report.tell(problem.help(help).and(first.place, "the first group is here"));
}
