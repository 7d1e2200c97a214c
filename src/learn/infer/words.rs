//! What the wire calls roles and restrictions, in requests and in lists.

use super::fits::Fit;
use super::outcome::{Group, Reason, Word, Words};
use super::restrictions::Shown as Restricted;
use super::writes::Shown;
use crate::learn::script::role_of;
use crate::model::{Operation, OrganizationRole, Role, WorkspaceRole};
use serde_json::Value;
use std::collections::BTreeMap;

/// What a list calls each role.
pub(super) fn heard(fit: Option<&Fit>) -> BTreeMap<Role, Value> {
    let words = fit.into_iter().flat_map(|fit| &fit.words);
    words.filter_map(|(ours, wire)| Some((role_of(ours.as_str()?)?, wire.clone()))).collect()
}

/// Takes the words of all operations together. An operation that says otherwise than another one, or whose words nothing
/// confirms, is not known.
pub(super) fn settle(
    shown: &mut BTreeMap<Operation, Shown>,
    words: &mut Words,
) -> BTreeMap<Operation, Reason> {
    let mut out = BTreeMap::new();
    let said: Vec<(Operation, BTreeMap<Role, Value>, bool)> = shown
        .iter()
        .flat_map(|(operation, it)| {
            it.said.roles.iter().map(|(_, words, sure)| (*operation, words.clone(), *sure))
        })
        .collect();
    let mut agreed: BTreeMap<Role, Value> = BTreeMap::new();
    for (operation, roles, sure) in &said {
        let together = |other: &BTreeMap<Role, Value>| {
            let common = roles.iter().filter(|(role, _)| other.contains_key(role));
            (
                common.clone().count(),
                common.filter(|(role, word)| other.get(role) != Some(word)).count(),
            )
        };
        let others = said.iter().filter(|(other, _, _)| other != operation);
        let others: Vec<_> = others.map(|(_, other, sure)| (together(other), *sure)).collect();
        let contradicted = others.iter().any(|((_, unlike), _)| *unlike > 0);
        let confirmed =
            *sure || others.iter().any(|((common, unlike), _)| *common > 1 && *unlike == 0);
        if contradicted || !confirmed {
            out.insert(*operation, Reason::OtherWords);
        } else {
            agreed.extend(roles.iter().map(|(role, word)| (*role, word.clone())));
        }
    }
    for (role, word) in agreed {
        match role {
            Role::Organization(role) => send(&mut words.organization_roles, role, word),
            Role::Workspace(role) => send(&mut words.workspace_roles, role, word),
        }
    }
    let mut restrictions = BTreeMap::new();
    for it in shown.values() {
        for (one, word) in &it.said.restrictions {
            restrictions.entry(*one).or_insert_with(|| word.clone());
        }
    }
    for (operation, it) in shown.iter() {
        let unlike =
            it.said.restrictions.iter().any(|(one, word)| restrictions.get(one) != Some(word));
        if unlike {
            out.insert(*operation, Reason::OtherWords);
        }
    }
    for (one, word) in restrictions {
        send(&mut words.restrictions, one, word);
    }
    out
}

fn send<T: Ord>(group: &mut Group<T>, ours: T, wire: Value) {
    group.entry(ours).or_default().send = Some(wire);
}

/// Takes the words of a list.
pub(super) fn read(words: &mut Words, role: Option<&Fit>, restrictions: Option<&Restricted>) {
    for (role, word) in heard(role) {
        match role {
            Role::Organization(role) => add(&mut words.organization_roles, role, word),
            Role::Workspace(role) => add(&mut words.workspace_roles, role, word),
        }
    }
    if let Some(Restricted::List { words: listed, .. }) = restrictions {
        for (one, word) in listed {
            add(&mut words.restrictions, *one, word.clone());
        }
    }
}

fn add<T: Ord>(group: &mut Group<T>, ours: T, wire: Value) {
    let word: &mut Word = group.entry(ours).or_default();
    if !word.read.contains(&wire) {
        word.read.push(wire);
    }
}

/// Every role of a group is mentioned, once anything of the group is known.
pub(super) fn complete(words: &mut Words) {
    let Words { organization_roles, workspace_roles, restrictions: _, statuses: _ } = words;
    if !organization_roles.is_empty() {
        for role in OrganizationRole::ALL {
            organization_roles.entry(*role).or_default();
        }
    }
    if !workspace_roles.is_empty() {
        for role in WorkspaceRole::ALL {
            workspace_roles.entry(*role).or_default();
        }
    }
}
