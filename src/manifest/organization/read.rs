use super::people::USER;
use super::workspace::{RETIRED, WORKSPACE};
use super::{Draft, Former, Head, check, people, workspace};
use crate::manifest::context::Context;
use crate::manifest::diagnostic::{Code, Problem, Report, escape};
use crate::manifest::node::{Node, Place};
use crate::manifest::project::read::glob;
use crate::manifest::reader::{self, Fields};
use crate::manifest::safety::{self, SAFETY};
use crate::manifest::shape::Shape::{Integer, List, Named, Of};
use crate::manifest::shape::{ADDRESS, DATE, GLOB, ID, NAME, TEXT, USERS_POLICY, object};
use crate::model::{Email, OrganizationId, Policy, Sourced};
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;
use wildmatch::WildMatch;

object! {
    /// An organization of the platform: who is in it and in its workspaces, with which role. What is left out is not
    /// managed.
    pub(in crate::manifest) ORGANIZATION required ["id"] {
        "id" Named(&ID), "The platform's id of the organization. Organizations are referred to, never created.";
        "name" Named(&NAME), "Its name on the platform. Left out: not managed.";
        "credentials" Named(&TEXT), "A name from the Project's `credentials`. Left out: `default`.";
        "users" List(&Of(&USER)), "Users of the organization. Somebody listed only in a workspace is a member. Left out: not managed.";
        "workspaces" List(&Of(&WORKSPACE)), "Workspaces that are to exist. One that no manifest names is reported, and never touched.";
        "retiredWorkspaces" List(&Of(&RETIRED)), "Workspaces to delete, with all their data. It needs `--allow-workspace-deletion` besides.";
        "departures" List(&Of(&DEPARTURE)), "Who takes over the contacts of somebody who leaves.";
        "policy" Of(&POLICY), "What rolecall may touch.";
        "safety" Of(&SAFETY), "How careful to be.";
        "invitations" Of(&INVITATIONS), "When people are invited.";
    }
}

object! {
    /// Who takes over the contacts of somebody who leaves.
    DEPARTURE required ["email", "reassignContactsTo"] {
        "email" Named(&ADDRESS), "Who leaves.";
        "reassignContactsTo" Named(&ADDRESS), "Who takes over.";
    }
}

object! {
    /// What rolecall may touch.
    POLICY {
        "users" Named(&USERS_POLICY), "`additive`: nobody is removed or revoked, roles and hand-overs still change. Left out: `authoritative`.";
        "ignore" List(&Named(&GLOB)), "People who are never changed, and still counted.";
    }
}

object! {
    /// When people are invited.
    INVITATIONS {
        "notBefore" Named(&DATE), "The first day on which invitations go out.";
        "resendAfterDays" Integer(1, 3650), "A pending invitation older than this many days is sent again.";
    }
}

/// Reads the `spec` of an organization and checks it. What is wrong is told; the draft holds the rest.
pub(in crate::manifest) fn read(
    head: &Head<'_>,
    spec: &Node,
    context: &Context<'_, '_>,
) -> Option<Draft> {
    let report = context.report;
    let before = report.errors();
    let fields = Fields::of(spec, &ORGANIZATION, report)?;
    let id = fields.need("id", |node, report| {
        reader::id(node, OrganizationId::read, report).map(|id| (id, node.place))
    });
    let mut hand_overs = Vec::new();
    let users = fields
        .optional("users")
        .map(|node| people::of_organization(node, &mut hand_overs, context));
    let workspaces = fields.optional("workspaces").map(|node| workspace::list(node, context));
    let retired = fields.optional("retiredWorkspaces").map(|node| workspace::retired(node, report));
    let invitations = fields.read("invitations", invitations).unwrap_or_default();
    let given = fields.read("safety", safety::read).unwrap_or_default();
    let safety_node = fields.optional("safety").and_then(|node| node.get("minAdmins"));
    let mut draft = Draft {
        whole: false,
        name: head.name.clone(),
        place: head.place,
        id,
        display_name: fields.read("name", display_name),
        credentials: fields.optional("credentials").and_then(|node| context.credential(node)),
        users,
        users_place: fields.key("users"),
        workspaces: workspaces.unwrap_or_default(),
        retired: retired.unwrap_or_default(),
        departures: fields.read("departures", departures).unwrap_or_default(),
        hand_overs,
        policy: fields.read("policy", policy).unwrap_or_default(),
        safety: given.over(&context.project.safety),
        min_admins_place: safety_node.map_or(fields.key("users"), |node| node.place),
        not_before: invitations.0,
        opt_out: head.opt_out,
        resend_after_days: invitations.1,
    };
    draft.whole = head.sound && report.errors() == before;
    check::check(&draft, context);
    Some(draft)
}

fn display_name(node: &Node, report: &Report<'_>) -> Option<(Sourced<String>, Place)> {
    let name = reader::text_of(node, report)?;
    reader::legible(node, report);
    let characters = name.value.trim().chars().count();
    if !(1..=255).contains(&characters) || name.value.chars().any(char::is_control) {
        let message = "an organization's name has 1 to 255 characters, and no control characters";
        report.tell(Problem::new(Code::InvalidValue, node.place, message));
        return None;
    }
    Some((name, node.place))
}

/// Who takes over from whom; the receiver is `None` where it can't be read.
type Departures = BTreeMap<Email, (Option<Email>, Place)>;

fn departures(node: &Node, report: &Report<'_>) -> Option<Departures> {
    let mut departures = Departures::new();
    for node in reader::items(node, report)? {
        let Some(fields) = Fields::of(node, &DEPARTURE, report) else {
            continue;
        };
        let email = fields.need("email", reader::email);
        let to = fields.need("reassignContactsTo", reader::email);
        let Some(email) = email else { continue };
        if to.as_ref() == Some(&email) {
            let message = "who leaves can't take over their own contacts";
            report.tell(Problem::new(Code::InvalidValue, node.place, message));
            continue;
        }
        if let Some((_, first)) = departures.get(&email) {
            let message = format!("{} leaves twice", escape(email.as_str()));
            let problem = Problem::new(Code::DuplicateEntry, node.place, message);
            report.tell(problem.and(*first, "here first"));
            continue;
        }
        departures.insert(email, (to, node.place));
    }
    Some(departures)
}

#[derive(Clone, Copy, PartialEq)]
pub(in crate::manifest) enum UsersPolicy {
    Authoritative,
    Additive,
}

impl UsersPolicy {
    pub(in crate::manifest) const ALL: &'static [Self] = &[Self::Authoritative, Self::Additive];
}

impl fmt::Display for UsersPolicy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Authoritative => "authoritative",
            Self::Additive => "additive",
        })
    }
}

impl FromStr for UsersPolicy {
    type Err = ();
    fn from_str(word: &str) -> Result<Self, ()> {
        Self::ALL.iter().copied().find(|it| it.to_string() == word).ok_or(())
    }
}

fn policy(node: &Node, report: &Report<'_>) -> Option<Policy> {
    let fields = Fields::of(node, &POLICY, report)?;
    let users =
        fields.read("users", |node, report| reader::word(node, UsersPolicy::ALL, "policy", report));
    let ignore = fields.read("ignore", |node, report| reader::list(node, report, glob));
    let ignore = ignore.unwrap_or_default().iter().map(|glob| WildMatch::new(glob)).collect();
    Some(Policy { additive: users == Some(UsersPolicy::Additive), ignore })
}

type Invitations = (Option<(Date, Place)>, Option<u32>);

fn invitations(node: &Node, report: &Report<'_>) -> Option<Invitations> {
    let fields = Fields::of(node, &INVITATIONS, report)?;
    let not_before =
        fields.read("notBefore", |node, report| Some((reader::date(node, report)?, node.place)));
    let resend = fields.read("resendAfterDays", |node, report| {
        let days = reader::integer(node, 1..=3650, report)?;
        u32::try_from(days).ok()
    });
    Some((not_before, resend))
}

impl Former {
    /// Reads the `formerEmail` of somebody.
    pub(super) fn read(fields: &Fields<'_, '_, '_>, new: &Email) -> Option<Self> {
        let place = fields.key("formerEmail");
        let old = fields.read("formerEmail", reader::email)?;
        Some(Self { old, new: new.clone(), place })
    }
}
