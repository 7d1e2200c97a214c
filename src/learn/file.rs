//! What was learned, as a Platform file: templates, pointers, words of the wire and the host, and nothing else.

use super::infer::{AlreadySo, At, Body, Findings, Learned, PagingOut, Word};
use crate::manifest::API_VERSION;
use crate::manifest::write::{Tree, TreeValue, document};
use crate::model::{Field, Operation};
use crate::platform::{Profile, Recorded, Vocabulary};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Display;
use std::str::FromStr;

/// What a file is about, besides what was learned.
#[derive(Clone, Debug)]
pub struct About<'a> {
    /// `metadata.name`.
    pub name: &'a str,
    /// The profile that it extends.
    pub base: &'a Profile,
    /// Scheme, host and port of the API.
    pub origin: &'a str,
    /// The recording.
    pub recorded: &'a Recorded,
    /// Every operation of the script.
    pub operations: &'a [Operation],
}

/// The Platform file.
#[must_use]
pub fn platform(findings: &Findings, about: &About<'_>) -> String {
    let mut spec = vec![("extends", Tree::text(about.base.name()))];
    if about.base.base_url().trim_end_matches('/') != about.origin {
        spec.push(("baseUrl", Tree::text(about.origin)));
    }
    spec.extend(headers(findings, about).map(|tree| ("headers", tree)));
    spec.extend(success(findings, about).map(|tree| ("success", tree)));
    if let Some(message) = &findings.message {
        spec.push(("messages", Tree::list([Tree::text(message)])));
    }
    spec.extend(words(findings, about.base).map(|tree| ("words", tree)));
    let operation = |operation: &Operation| {
        let tree = match findings.learned.get(operation) {
            Some(learned) => learned_tree(*operation, learned, findings, about),
            None => Tree::fields([("evidence", Tree::plain("assumed"))]),
        };
        (operation.word(), tree)
    };
    let operations = Tree::fields(about.operations.iter().map(operation));
    spec.push(("operations", operations));
    document(&Tree::fields([
        ("apiVersion", Tree::text(API_VERSION)),
        ("kind", Tree::plain("Platform")),
        ("metadata", Tree::fields([("name", Tree::text(about.name))])),
        ("spec", Tree::fields(spec)),
    ]))
}

/// Headers that all learned operations have, over those of the extended profile; one that nobody sent is taken out.
fn headers(findings: &Findings, about: &About<'_>) -> Option<Tree> {
    let common = common_headers(findings);
    let mut fields: Vec<(String, Tree)> = Vec::new();
    for (name, text) in &about.base.service.headers {
        if name.eq_ignore_ascii_case("authorization") {
            continue;
        }
        let here = common.iter().find(|(it, _)| it.eq_ignore_ascii_case(name));
        if here.is_none_or(|(_, it)| *it != text.to_string()) {
            fields.push((name.clone(), here.map_or_else(null, |(_, it)| Tree::text(it))));
        }
    }
    for (name, text) in &common {
        let known = about.base.service.headers.iter().any(|(it, _)| it.eq_ignore_ascii_case(name));
        if !known {
            fields.push((name.clone(), Tree::text(text)));
        }
    }
    (!fields.is_empty()).then(|| Tree::fields(fields))
}

/// What all operations about the organization have in common.
fn common_headers(findings: &Findings) -> BTreeMap<String, String> {
    let about_one = findings.learned.iter().filter(|(it, _)| **it != Operation::ListOrganizations);
    let mut all =
        about_one.map(|(_, learned)| learned.headers.iter().cloned().collect::<BTreeMap<_, _>>());
    let Some(first) = all.next() else { return BTreeMap::new() };
    all.fold(first, |mut common, headers| {
        common.retain(|name, text| headers.get(name) == Some(text));
        common
    })
}

fn success(findings: &Findings, about: &About<'_>) -> Option<Tree> {
    let usual = &about.base.service.success;
    match &findings.success {
        Some((at, is)) => Some(Tree::fields([("at", Tree::text(at)), ("is", scalar(is))])),
        None if findings.usual_success || usual.mark.is_none() => None,
        None => Some(Tree::fields([("at", null())])),
    }
}

fn words(findings: &Findings, base: &Profile) -> Option<Tree> {
    let known = &base.service.words;
    let words = &findings.words;
    let groups = [
        ("organizationRoles", group(&words.organization_roles, &known.organization_roles)),
        ("workspaceRoles", group(&words.workspace_roles, &known.workspace_roles)),
        ("restrictions", restrictions(findings, base)),
        ("statuses", group(&words.statuses, &known.statuses)),
    ];
    let groups: Vec<_> =
        groups.into_iter().filter_map(|(name, tree)| Some((name, tree?))).collect();
    (!groups.is_empty()).then(|| Tree::fields(groups))
}

/// Restrictions told by flags need no words.
fn restrictions(findings: &Findings, base: &Profile) -> Option<Tree> {
    let mut all = findings.words.restrictions.clone();
    if all.is_empty() {
        return None;
    }
    for one in crate::model::Restriction::ALL {
        all.entry(*one).or_default();
    }
    group(&all, &base.service.words.restrictions)
}

/// A group of words; `None` where it is as the extended profile has it.
fn group<T: Copy + Ord + FromStr + Display>(
    words: &BTreeMap<T, Word>,
    known: &Vocabulary<T>,
) -> Option<Tree> {
    let is_usual = |(ours, word): (&T, &Word)| {
        let usual = known.write(*ours);
        word.send == usual && word.read.iter().all(|it| Some(it) == usual.as_ref())
    };
    if words.iter().all(is_usual) {
        return None;
    }
    Some(Tree::fields(words.iter().map(|(ours, word)| (ours.to_string(), word_tree(word)))))
}

fn word_tree(word: &Word) -> Tree {
    let Word { send, read } = word;
    match (send, read.as_slice()) {
        (Some(send), []) => scalar(send),
        (Some(send), [only]) if only == send => scalar(send),
        (None, []) => null(),
        (send, read) => {
            let sent = send.iter().map(|send| ("send", scalar(send)));
            let read = ("read", Tree::list(read.iter().map(scalar)));
            Tree::fields(sent.chain([read]).collect::<Vec<_>>())
        }
    }
}

fn learned_tree(
    operation: Operation,
    learned: &Learned,
    findings: &Findings,
    about: &About<'_>,
) -> Tree {
    let common = common_headers(findings);
    let base = about.base.operations.get(&operation);
    let request = base.and_then(|wire| wire.request.as_ref());
    let Recorded { on, host, digest } = about.recorded;
    let mut fields = vec![
        ("evidence", Tree::plain("recorded")),
        (
            "recorded",
            Tree::fields([
                ("on", Tree::plain(on)),
                ("host", Tree::text(host)),
                ("digest", Tree::text(digest)),
            ]),
        ),
    ];
    if base.is_some_and(|wire| wire.since.is_some()) {
        fields.push(("since", null()));
    }
    fields.push(("method", Tree::plain(&learned.method)));
    fields.push(("path", Tree::text(&learned.path)));
    // What the extended profile says of this operation and doesn't hold here is taken out by its name.
    let mut or_null = |name: &'static str, tree: Option<Tree>, there: bool| match tree {
        Some(tree) => fields.push((name, tree)),
        None if there => fields.push((name, null())),
        None => {}
    };
    let pairs = |pairs: &[(String, String)]| {
        Tree::fields(pairs.iter().map(|(name, text)| (name.clone(), Tree::text(text))))
    };
    let query = (!learned.query.is_empty()).then(|| pairs(&learned.query));
    or_null("query", query, request.is_some_and(|it| !it.query.is_empty()));
    let headers = own_headers(operation, learned, &common, about.base);
    or_null("headers", headers, request.is_some_and(|it| !it.headers.is_empty()));
    let body = learned.body.as_ref().map(body);
    or_null("body", body, request.is_some_and(|it| it.body.is_some()));
    let form = learned.is_form.then(|| Tree::plain("form"));
    or_null("encoding", form, false);
    let merge = learned.merge.as_ref().map(|merge| {
        let mut fields = vec![("read", Tree::plain(merge.read.word()))];
        if !merge.under.is_empty() {
            fields.push(("under", Tree::text(&merge.under)));
        }
        if !merge.drop.is_empty() {
            fields.push(("drop", Tree::list(merge.drop.iter().map(Tree::text))));
        }
        Tree::fields(fields)
    });
    or_null("merge", merge, request.is_some_and(|it| it.merge.is_some()));
    let list = operation.definition().is_list();
    or_null("paging", learned.paging.as_ref().map(paging), list);
    let unmarked = learned.unmarked.then(|| Tree::fields([("at", null())]));
    or_null("success", unmarked, false);
    let answer = (!learned.answer.is_empty()).then(|| answer(&learned.answer));
    or_null("answer", answer, request.is_some_and(|it| !it.answer.is_empty()));
    let shows = learned.shows_pending.then(|| Tree::plain("true"));
    or_null("showsPending", shows, base.is_some_and(|wire| wire.shows_pending));
    let known = base.is_some_and(|wire| !wire.already_so.is_empty());
    match &learned.already_so {
        AlreadySo::Usual => {}
        AlreadySo::Unknown => or_null("alreadySo", None, known),
        AlreadySo::Status(status) => {
            let refusal = Tree::fields([("status", Tree::plain(status))]);
            or_null("alreadySo", Some(Tree::list([refusal])), known);
        }
    }
    Tree::fields(fields)
}

/// Headers of one operation, where they aren't those of all; what all others have and this one hasn't is taken out.
fn own_headers(
    operation: Operation,
    learned: &Learned,
    common: &BTreeMap<String, String>,
    base: &Profile,
) -> Option<Tree> {
    let has = |name: &str| learned.headers.iter().any(|(it, _)| it.eq_ignore_ascii_case(name));
    let own = learned.headers.iter().filter(|(name, text)| common.get(name) != Some(text));
    let mut fields: Vec<(String, Tree)> =
        own.map(|(name, text)| (name.clone(), Tree::text(text))).collect();
    if operation == Operation::ListOrganizations {
        let all = common.keys().filter(|name| !has(name));
        let organization = all
            .filter(|name| common.get(*name).is_some_and(|text| text.contains("{organization}")));
        fields.extend(organization.map(|name| (spelled(name, base), null())));
    }
    (!fields.is_empty()).then(|| Tree::fields(fields))
}

/// A header as the extended profile writes it, so that both are one.
fn spelled(name: &str, base: &Profile) -> String {
    let known = base.service.headers.iter().find(|(it, _)| it.eq_ignore_ascii_case(name));
    known.map_or_else(|| name.to_owned(), |(it, _)| it.clone())
}

fn body(of: &Body) -> Tree {
    match of {
        Body::Map(fields) => Tree::fields(fields.iter().map(|(name, of)| (name.clone(), body(of)))),
        Body::List(items) => Tree::list(items.iter().map(body)),
        Body::Text(text) => Tree::text(text),
        Body::Constant(value) => scalar(value),
        Body::Each(item) => Tree::fields([("each", Tree::plain("users")), ("item", body(item))]),
    }
}

fn paging(of: &PagingOut) -> Tree {
    let mut fields = vec![("by", Tree::plain(of.by))];
    fields.extend(of.first.map(|first| ("first", Tree::plain(first))));
    if let Some((total, exact)) = &of.total {
        fields.push(("total", Tree::text(total)));
        if !exact {
            fields.push(("totalIs", Tree::plain("unreliable")));
        }
    }
    fields.extend(of.more.as_ref().map(|at| ("more", Tree::text(at))));
    fields.extend(of.next.as_ref().map(|at| ("next", Tree::text(at))));
    fields.extend(of.parameter.as_ref().map(|name| ("parameter", Tree::text(name))));
    Tree::fields(fields)
}

fn answer(places: &BTreeMap<Field, At>) -> Tree {
    let place = |at: &At| match at {
        At::There(at) => Tree::text(at),
        At::PendingWhenMissing(at) => Tree::fields([("pendingWhenMissing", Tree::text(at))]),
        At::PendingWhenPresent(at) => Tree::fields([("pendingWhenPresent", Tree::text(at))]),
        At::Flags(flags) => {
            let flags = flags.iter().map(|(one, (at, negated))| {
                let tree = match negated {
                    true => Tree::fields([("not", Tree::text(at))]),
                    false => Tree::text(at),
                };
                (one.to_string(), tree)
            });
            Tree::fields([("flags", Tree::fields(flags))])
        }
        At::Limit(at, off) if off.iter().all(Value::is_null) => Tree::text(at),
        At::Limit(at, off) => Tree::fields([
            ("at", Tree::text(at)),
            ("unlimitedWhen", Tree::list(off.iter().map(scalar))),
        ]),
    };
    Tree::fields(places.iter().map(|(field, at)| (field.word(), place(at))))
}

fn null() -> Tree {
    Tree::plain("null")
}

/// A value of JSON without structure, or a list of such; in a body an opening brace begins a placeholder.
fn scalar(value: &Value) -> Tree {
    match value {
        Value::String(text) => Tree::text(text),
        Value::Array(items) => Tree::list(items.iter().map(scalar)),
        Value::Object(fields) => Tree {
            value: TreeValue::Fields(
                fields.iter().map(|(name, it)| (name.clone(), scalar(it))).collect(),
            ),
            comment: None,
        },
        other => Tree::plain(other),
    }
}
