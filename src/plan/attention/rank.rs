use super::{Attention, AttentionKind, MOST_LINES, Notice, Unread};
use crate::model::text::{listed, quoted, thousands};
use crate::model::{Email, Slug, WorkspaceName};
use crate::plan::OrganizationPlan;
use std::collections::{BTreeMap, BTreeSet};

/// So many people or workspaces a line names; where somebody gains power or data goes, more.
const MOST_NAMED: usize = 8;
const MOST_NAMED_OF_POWER: usize = 40;

/// So many organizations are named of somebody who is in several.
const MOST_ORGANIZATIONS: usize = 4;

/// All organizations' notices as lines, the worst first. The same of one person in many organizations is one line. Where
/// there are more lines than a reader is shown, alike ones become one, the least grave first.
pub(crate) fn rank(organizations: &[OrganizationPlan], unread: &[Unread]) -> Vec<Attention> {
    let unread: Vec<(&Slug, Notice)> = unread.iter().map(|one| (&one.name, one.notice())).collect();
    let planned =
        organizations.iter().flat_map(|one| one.attention.iter().map(|it| (&one.name, it)));
    rank_notices(planned.chain(unread.iter().map(|(name, notice)| (*name, notice))))
}

/// The same of any notices.
pub(crate) fn rank_notices<'a>(
    notices: impl IntoIterator<Item = (&'a Slug, &'a Notice)>,
) -> Vec<Attention> {
    let groups: Vec<(Alike<'a>, Vec<Subject<'a>>)> = grouped(notices);
    let mut count: usize = groups.iter().map(|(_, subjects)| subjects.len()).sum();
    let mut ranked: Vec<Vec<Attention>> = Vec::with_capacity(groups.len());
    for (alike, subjects) in groups.iter().rev() {
        if count > MOST_LINES {
            count -= subjects.len() - 1;
            ranked.push(vec![alike.line(subjects)]);
        } else {
            ranked.push(subjects.chunks(1).map(|one| alike.line(one)).collect());
        }
    }
    ranked.into_iter().rev().flatten().collect()
}

/// What notices have in common that can stand in one line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Alike<'a> {
    kind: AttentionKind,
    staff: bool,
    what: &'a str,
}

/// What a line is about, with everywhere that it is so.
#[derive(Debug)]
struct Subject<'a> {
    person: Option<&'a Email>,
    detail: Option<&'a str>,
    workspaces: BTreeSet<&'a WorkspaceName>,
    organizations: BTreeSet<&'a Slug>,
}

/// Notices by what they have in common; of these, who is in the fewest organizations first: an exception is the news.
fn grouped<'a>(
    notices: impl IntoIterator<Item = (&'a Slug, &'a Notice)>,
) -> Vec<(Alike<'a>, Vec<Subject<'a>>)> {
    type About<'a> = (Alike<'a>, Option<&'a Email>, Option<&'a str>);
    let mut places: BTreeMap<(About<'a>, &Slug), BTreeSet<&WorkspaceName>> = BTreeMap::new();
    for (organization, notice) in notices {
        let Notice { kind, staff, what, person, workspace, detail, steps: _ } = notice;
        let alike = Alike { kind: *kind, staff: *staff, what };
        let about = (alike, person.as_ref(), detail.as_deref());
        places.entry((about, organization)).or_default().extend(workspace);
    }
    let mut subjects: BTreeMap<(About<'a>, BTreeSet<&WorkspaceName>), BTreeSet<&Slug>> =
        BTreeMap::new();
    for ((about, organization), workspaces) in places {
        subjects.entry((about, workspaces)).or_default().insert(organization);
    }
    let mut groups: Vec<(Alike<'a>, Vec<Subject<'a>>)> = Vec::new();
    for (((alike, person, detail), workspaces), organizations) in subjects {
        let subject = Subject { person, detail, workspaces, organizations };
        match groups.last_mut().filter(|(last, _)| *last == alike) {
            Some((_, group)) => group.push(subject),
            None => groups.push((alike, vec![subject])),
        }
    }
    for (_, group) in &mut groups {
        group.sort_by_key(|subject| subject.organizations.len());
    }
    groups
}

impl Alike<'_> {
    fn line(&self, subjects: &[Subject<'_>]) -> Attention {
        let Self { kind, staff, what } = self;
        let staff = if *staff { " (staff)" } else { "" };
        let most = match kind {
            AttentionKind::WorkspaceDeleted
            | AttentionKind::OrganizationPower
            | AttentionKind::WorkspaceOwner => MOST_NAMED_OF_POWER,
            _ => MOST_NAMED,
        };
        let mut named: Vec<String> = subjects.iter().take(most).map(Subject::text).collect();
        if subjects.len() > most {
            named.push(format!("and {} more", thousands((subjects.len() - most) as u64)));
        }
        let mut people: Vec<Email> =
            subjects.iter().filter_map(|subject| subject.person.cloned()).collect();
        people.sort();
        people.dedup();
        let workspaces: BTreeSet<_> = subjects.iter().flat_map(|it| &it.workspaces).collect();
        let organizations: BTreeSet<_> = subjects.iter().flat_map(|it| &it.organizations).collect();
        Attention {
            kind: *kind,
            organizations: organizations.into_iter().map(|name| (*name).clone()).collect(),
            people,
            workspaces: workspaces.into_iter().map(|name| (*name).clone()).collect(),
            text: format!("{what}{staff}: {}", named.join("; ")),
        }
    }
}

impl Notice {
    /// What it says, for somebody who knows which organization it is about.
    #[must_use]
    pub fn text(&self) -> String {
        let Self { kind: _, staff: _, what, person, workspace, detail, steps: _ } = self;
        let person = person.as_ref().map(address);
        let workspace = workspace.as_ref().map(|name| quoted(name.as_str()));
        let subject = person.into_iter().chain(workspace).collect::<Vec<_>>().join(" in ");
        match (subject.is_empty(), detail) {
            (false, None) => format!("{what}: {subject}"),
            (false, Some(detail)) => format!("{what}: {subject} ({detail})"),
            (true, Some(detail)) => format!("{what}: {detail}"),
            (true, None) => what.clone(),
        }
    }
}

impl Subject<'_> {
    /// `eve@evil.example in Sales of acme-dental (held)`.
    fn text(&self) -> String {
        let Self { person, detail, workspaces, organizations } = self;
        let named = workspaces.iter().take(MOST_NAMED).map(|name| name.quoted());
        let more = workspaces.len().saturating_sub(MOST_NAMED) as u64;
        let more = (more > 0).then(|| format!("{} more", thousands(more)));
        let workspaces: Vec<String> = named.chain(more).collect();
        let mut text = match (person, workspaces.is_empty()) {
            (Some(person), true) => format!("{} in ", address(person)),
            (Some(person), false) => format!("{} in {} of ", address(person), listed(&workspaces)),
            (None, false) => format!("{} of ", listed(&workspaces)),
            (None, true) => String::new(),
        };
        let named: Vec<&str> = organizations.iter().map(|name| name.as_str()).collect();
        match named.as_slice() {
            [one] => text.push_str(one),
            all => {
                let (shown, more) = all.split_at(all.len().min(MOST_ORGANIZATIONS));
                text.push_str(&format!(
                    "{} organizations: {}",
                    thousands(all.len() as u64),
                    shown.join(", ")
                ));
                if !more.is_empty() {
                    text.push_str(&format!(" and {} more", thousands(more.len() as u64)));
                }
            }
        }
        match detail {
            Some(detail) => format!("{text} ({detail})"),
            None => text,
        }
    }
}

/// An address as it was written; what is none is quoted.
fn address(email: &Email) -> String {
    match Email::parse(email.as_str()) {
        Ok(_) => email.to_string(),
        Err(_) => quoted(email.as_str()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slug(name: &str) -> Slug {
        Slug::parse(name).unwrap()
    }

    fn notice(kind: AttentionKind, what: &str, person: &str) -> Notice {
        Notice { person: Some(Email::seen(person)), ..Notice::new(kind, what) }
    }

    fn texts(notices: &[(Slug, Notice)]) -> Vec<String> {
        rank_notices(notices.iter().map(|(name, notice)| (name, notice)))
            .into_iter()
            .map(|it| it.text)
            .collect()
    }

    #[test]
    fn one_person_in_many_organizations_is_one_line_behind_who_is_in_one() {
        let made = |who| notice(AttentionKind::OrganizationPower, "Made admin", who);
        let mut notices: Vec<_> =
            (10..16).map(|at| (slug(&format!("client-{at}")), made("ops@x.example"))).collect();
        notices.push((slug("client-12"), made("zed@evil.example")));
        assert_eq!(
            texts(&notices),
            [
                "Made admin: zed@evil.example in client-12",
                "Made admin: ops@x.example in 6 organizations: client-10, client-11, client-12, client-13 and 2 more",
            ]
        );
    }

    #[test]
    fn what_is_too_much_for_a_reader_is_told_together_the_least_grave_first() {
        let mut notices = Vec::new();
        for at in 10..25 {
            let (name, who) = (slug(&format!("client-{at}")), format!("p{at}@x.example"));
            notices.push((name.clone(), notice(AttentionKind::WorkspaceOwner, "Made owner", &who)));
            notices.push((name, notice(AttentionKind::NewDomain, "First", &who)));
        }
        let lines = texts(&notices);
        assert_eq!(lines.len(), 16);
        assert!(lines[0].starts_with("Made owner: p10@x.example in client-10"), "{}", lines[0]);
        assert!(lines[15].ends_with("; p17@x.example in client-17; and 7 more"), "{}", lines[15]);
    }

    #[test]
    fn a_name_can_not_pass_for_another_line() {
        let workspace = Some(WorkspaceName::new("Sales of acme; eve@x.example in \"y\""));
        let notice =
            notice(AttentionKind::WorkspaceOwner, "Made owner", "a@b.example; c@d.example");
        let lines = texts(&[(slug("acme"), Notice { workspace, ..notice })]);
        assert_eq!(
            lines,
            [
                "Made owner: \"a@b.example; c@d.example\" in \"Sales of acme; eve@x.example in \\\"y\\\"\" of acme"
            ]
        );
    }
}
