//! Who is listed, alone or through a group.

use super::Groups;
use crate::model::{Email, Slug};
use std::collections::BTreeMap;

/// Somebody to be listed.
#[derive(Clone, Debug)]
pub(super) struct Person<A> {
    /// The address as the platform wrote it.
    pub(super) email: Email,
    pub(super) access: A,
    /// What stands behind the line. Who has a note is listed alone.
    pub(super) note: Option<String>,
}

/// One line of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row<A> {
    pub(super) access: A,
    pub(super) who: Who,
    pub(super) note: Option<String>,
}

/// Whom a line is about. People come before groups.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Who {
    Person(Email),
    Group(Slug),
}

/// Lines for these people, by access and name. A group of two or more stands for its people where all of them are
/// there with one access; the largest groups first, and nobody through two.
pub(super) fn rows<A: Ord + Clone>(
    mut people: BTreeMap<Email, Person<A>>,
    groups: &Groups,
) -> Vec<Row<A>> {
    let mut rows = Vec::new();
    let mut by_size: Vec<_> = groups.iter().filter(|(_, members)| members.len() > 1).collect();
    by_size.sort_by_key(|(name, members)| (std::cmp::Reverse(members.len()), *name));
    for (name, members) in by_size {
        let mut found = members.iter().map(|it| people.get(it).filter(|it| it.note.is_none()));
        let Some(Some(first)) = found.next() else { continue };
        if found.any(|it| it.is_none_or(|it| it.access != first.access)) {
            continue;
        }
        let access = first.access.clone();
        people.retain(|email, _| !members.contains(email));
        rows.push(Row { access, who: Who::Group(name.clone()), note: None });
    }
    rows.extend(people.into_values().map(|it| {
        let Person { email, access, note } = it;
        Row { access, who: Who::Person(email), note }
    }));
    rows.sort_by(|a, b| (&a.access, &a.who).cmp(&(&b.access, &b.who)));
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    fn people(list: &[(&str, u8)]) -> BTreeMap<Email, Person<u8>> {
        let person = |(name, access): &(&str, u8)| {
            let email = Email::seen(name);
            (email.clone(), Person { email, access: *access, note: None })
        };
        list.iter().map(person).collect()
    }

    fn shown(people: BTreeMap<Email, Person<u8>>, groups: &[(&str, &[&str])]) -> Vec<String> {
        let group = |(name, members): &(&str, &[&str])| {
            (Slug::parse(name).unwrap(), members.iter().map(|it| Email::seen(it)).collect())
        };
        let rows = rows(people, &groups.iter().map(group).collect());
        let line = |row: &Row<u8>| match &row.who {
            Who::Person(email) => format!("{} {email}", row.access),
            Who::Group(name) => format!("{} [{name}]", row.access),
        };
        rows.iter().map(line).collect()
    }

    #[test]
    fn a_group_stands_for_its_people_where_all_are_there_with_one_access() {
        let groups: &[(&str, &[&str])] = &[("support", &["A@x.y", "b@x.y"])];
        let all = people(&[("a@x.y", 1), ("b@x.y", 1), ("c@x.y", 0)]);
        assert_eq!(shown(all, groups), ["0 c@x.y", "1 [support]"]);
        assert_eq!(shown(people(&[("a@x.y", 1)]), groups), ["1 a@x.y"]);
        let apart = people(&[("a@x.y", 1), ("b@x.y", 2)]);
        assert_eq!(shown(apart, groups), ["1 a@x.y", "2 b@x.y"]);
    }

    #[test]
    fn the_larger_group_wins_and_nobody_is_listed_twice() {
        let groups: &[(&str, &[&str])] =
            &[("all", &["a@x.y", "b@x.y", "c@x.y"]), ("a-few", &["a@x.y", "b@x.y"])];
        let all = people(&[("a@x.y", 1), ("b@x.y", 1), ("c@x.y", 1)]);
        assert_eq!(shown(all, groups), ["1 [all]"]);
    }

    #[test]
    fn a_group_of_one_and_somebody_with_a_note_are_listed_alone() {
        let groups: &[(&str, &[&str])] = &[("one", &["a@x.y"]), ("two", &["a@x.y", "b@x.y"])];
        let mut all = people(&[("a@x.y", 1), ("b@x.y", 1)]);
        all.values_mut().next().unwrap().note = Some("something".to_owned());
        assert_eq!(shown(all, groups), ["1 a@x.y", "1 b@x.y"]);
    }
}
