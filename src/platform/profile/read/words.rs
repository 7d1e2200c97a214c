use super::values::{any, entries, invalid, list};
use crate::manifest::reader::{Fields, did_you_mean};
use crate::manifest::{Code, Node, Problem, Report, Value, escape};
use crate::model::{OrganizationRole, Restriction, UserStatus, WorkspaceRole};
use crate::platform::profile::shape;
use crate::platform::profile::words::{Vocabulary, Word, Words};
use std::collections::BTreeMap;
use std::fmt::Display;
use std::str::FromStr;

pub(super) fn words(node: &Node, report: &Report<'_>) -> Option<Words> {
    let fields = Fields::of(node, &shape::WORDS, report)?;
    Some(Words {
        organization_roles: group(&fields, "organizationRoles", OrganizationRole::ALL),
        workspace_roles: group(&fields, "workspaceRoles", WorkspaceRole::ALL),
        restrictions: group(&fields, "restrictions", Restriction::ALL),
        statuses: group(&fields, "statuses", UserStatus::ALL),
        ..Words::default()
    })
}

fn group<T: Copy + Ord + FromStr + Display>(
    fields: &Fields<'_, '_, '_>,
    name: &'static str,
    all: &[T],
) -> Vocabulary<T> {
    let read = fields.read(name, |node, report| vocabulary(node, name, all, report));
    read.unwrap_or_default()
}

/// Our word → the wire's. Each of ours is mentioned, and two of ours can't be one on the wire: reading and sending
/// would guess.
fn vocabulary<T: Copy + Ord + FromStr + Display>(
    node: &Node,
    name: &str,
    all: &[T],
    report: &Report<'_>,
) -> Option<Vocabulary<T>> {
    let mut on_wire: BTreeMap<T, Word> = BTreeMap::new();
    let ours: Vec<_> = all.iter().map(ToString::to_string).collect();
    for (key, node) in entries(node, report)? {
        let Some(one) = all.iter().find(|one| one.to_string() == key.text) else {
            let help = did_you_mean(&key.text, ours.iter().map(String::as_str));
            let message = format!("`{name}` has no word `{}`", escape(&key.text));
            report.tell(Problem::new(Code::UnknownWord, key.place, message).maybe_help(help));
            continue;
        };
        let Some(word) = word(node, report) else { continue };
        let same = |other: &Word| {
            let sent = word.send.as_ref().filter(|_| other.send == word.send);
            sent.or_else(|| word.read.iter().find(|said| other.read.contains(said))).cloned()
        };
        if let Some((other, said)) =
            on_wire.iter().find_map(|(other, word)| Some((other, same(word)?)))
        {
            let said = escape(&said.to_string()).into_owned();
            let message = format!("`{one}` and `{other}` can't both be `{said}` on the wire");
            report.tell(invalid(node, message));
        }
        on_wire.insert(*one, word);
    }
    for missing in all.iter().filter(|one| !on_wire.contains_key(one)) {
        let message = format!("`{name}` has no word for `{missing}`");
        let help = "say what the wire calls it, or `null` where nobody knows: then what needs it is by hand";
        report.tell(invalid(node, message).help(help));
    }
    Some(Vocabulary::new(on_wire))
}

fn word(node: &Node, report: &Report<'_>) -> Option<Word> {
    match &node.value {
        Value::Null => Some(Word::default()),
        Value::Scalar(_) => {
            let said = any(node, report)?;
            Some(Word { send: Some(said.clone()), read: vec![said] })
        }
        _ => {
            let fields = Fields::of(node, &shape::TRANSLATION, report)?;
            let send = fields.raw("send").filter(|node| !matches!(node.value, Value::Null));
            let send = send.and_then(|node| any(node, report));
            let read = fields.read("read", |node, report| list(node, report, any));
            let read = read.unwrap_or_else(|| send.iter().cloned().collect());
            Some(Word { send, read })
        }
    }
}
