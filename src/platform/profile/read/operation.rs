use super::body::body;
use super::lists::{answer, paging};
use super::values::{choice, entries, header_name, host, invalid, list, pattern, template};
use crate::manifest::reader::{Fields, boolean, date, text};
use crate::manifest::{Code, Key, Node, Problem, Report, Value};
use crate::model::{Argument, Evidence, Field, Operation, Placeholder, Text};
use crate::platform::profile::operation::{
    CredentialScope, Method, Paging, Recorded, Request, Wire,
};

use crate::platform::profile::Pointer;
use crate::platform::profile::filled::Part;
use crate::platform::profile::refusal::Pattern;
use crate::platform::profile::service::Service;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What can be said of one operation. `from` names another Platform, and is read before all others.
pub(in crate::platform::profile) const FIELDS: &[&str] = &[
    "from",
    "baseUrl",
    "evidence",
    "since",
    "recorded",
    "method",
    "path",
    "query",
    "headers",
    "body",
    "credential",
    "paging",
    "answer",
    "alreadySo",
    "showsPending",
    "clicks",
];

/// Reads what is said of one operation. `None` where something is wrong, which is told.
pub(in crate::platform::profile) fn operation(
    operation: Operation,
    node: &Node,
    service: &Arc<Service>,
    report: &Report<'_>,
) -> Option<Wire> {
    let errors = report.errors();
    let fields = Fields::of(node, FIELDS, report)?;
    let evidence =
        fields.need("evidence", |node, report| choice(node, Evidence::ALL, "evidence", report));
    let since = fields.read("since", month_or_day);
    let recorded = fields.read("recorded", recorded);
    let clicks = fields.read("clicks", |node, report| {
        list(node, report, |node, report| template(node, Part::Clicks(operation), report))
    });
    let already_so = fields.read("alreadySo", |node, report| list(node, report, already_so));
    let shows_pending = fields.read("showsPending", boolean).unwrap_or(false);
    let request = match evidence {
        None | Some(Evidence::Unsupported) => None,
        Some(_) => request(operation, &fields, node, errors),
    };
    if report.errors() > errors {
        return None;
    }
    Some(Wire {
        service: Arc::clone(service),
        evidence: evidence?,
        since,
        recorded,
        request,
        already_so: already_so.unwrap_or_default(),
        shows_pending,
        clicks: clicks.unwrap_or_default(),
    })
}

/// A day, or a month where nobody knows the day.
fn month_or_day(node: &Node, report: &Report<'_>) -> Option<String> {
    let text = text(node, report)?;
    let day = if text.len() == "2026-03".len() { format!("{text}-01") } else { text.to_owned() };
    if day.parse::<Date>().is_err() {
        let problem = Problem::new(Code::InvalidValue, node.place, "this is no month and no day");
        report.tell(problem.help("write it like `2026-03`, or `2026-03-14`"));
        return None;
    }
    Some(text.to_owned())
}

fn recorded(node: &Node, report: &Report<'_>) -> Option<Recorded> {
    let fields = Fields::of(node, &["on", "host", "digest"], report)?;
    let on = fields.need("on", date);
    let host = fields.need("host", host);
    let digest = fields.need("digest", |node, report| {
        let digest = text(node, report)?;
        let hex = digest.strip_prefix("sha256:").filter(|hex| hex.len() == 64);
        if hex.is_none_or(|hex| !hex.bytes().all(|byte| byte.is_ascii_hexdigit())) {
            let problem = Problem::new(Code::InvalidValue, node.place, "this is no digest");
            report.tell(problem.help("write it like `sha256:` and 64 hexadecimal digits"));
            return None;
        }
        Some(digest.to_owned())
    });
    Some(Recorded { on: on?, host: host?, digest: digest? })
}

fn already_so(node: &Node, report: &Report<'_>) -> Option<Pattern> {
    pattern(&Fields::of(node, &["status", "message"], report)?)
}

/// What can't be seen in one field alone is checked once nothing is wrong with any, beyond `errors`.
fn request(
    operation: Operation,
    fields: &Fields<'_, '_, '_>,
    node: &Node,
    errors: usize,
) -> Option<Request> {
    let report = fields.report;
    let part = Part::Content(operation);
    let method = fields.need("method", |node, report| choice(node, Method::ALL, "method", report));
    let path = fields.need("path", |node, report| path(operation, node, report));
    let query = fields.read("query", |node, report| query(part, node, report));
    let headers = fields.read("headers", |node, report| headers(part, node, report));
    let body = fields.read("body", |node, report| body(node, part, report));
    let credential = fields.read("credential", |node, report| {
        choice(node, CredentialScope::ALL, "credential", report)
    });
    let paging = fields.read("paging", paging);
    let read = fields.read("answer", |node, report| answer(operation, node, report));
    let request = Request {
        method: method?,
        path: path?,
        query: query.unwrap_or_default(),
        headers: headers.unwrap_or_default(),
        body,
        credential: credential.unwrap_or(CredentialScope::Organization),
        paging,
        answer: read.unwrap_or_default(),
    };
    if report.errors() == errors {
        check(operation, &request, fields, node);
        check_answer(operation, &request.answer, fields, node);
    }
    Some(request)
}

fn path(operation: Operation, node: &Node, report: &Report<'_>) -> Option<Text> {
    if !text(node, report)?.starts_with('/') {
        report.tell(invalid(node, "a path begins with `/`; the host is in `baseUrl`"));
        return None;
    }
    template(node, Part::Path(operation), report)
}

fn query(part: Part, node: &Node, report: &Report<'_>) -> Option<Vec<(String, Text)>> {
    let read =
        |(name, node): &(Key, Node)| Some((name.text.clone(), template(node, part, report)?));
    Some(entries(node, report)?.iter().filter_map(read).collect())
}

fn headers(part: Part, node: &Node, report: &Report<'_>) -> Option<Vec<(String, Option<Text>)>> {
    let header = |(name, node): &(Key, Node)| {
        let name = header_name(name, report)?;
        match node.value {
            Value::Null => Some((name, None)),
            _ => Some((name, Some(template(node, part, report)?))),
        }
    };
    Some(entries(node, report)?.iter().filter_map(header).collect())
}

/// What a request can't do without: a value that the request doesn't carry would be lost without a word.
fn check(operation: Operation, request: &Request, fields: &Fields<'_, '_, '_>, node: &Node) {
    let report = fields.report;
    let is_list = operation.definition().is_list();
    if request.method == Method::Get && request.body.is_some() {
        let message = "a GET has no body; write `query` instead";
        report.tell(Problem::new(Code::InvalidProfile, fields.key("body"), message));
    }
    let only_for = [
        ("paging", is_list),
        ("showsPending", is_list && operation != Operation::ListWorkspaces),
        ("credential", operation == Operation::ListWorkspaceUsers),
        ("alreadySo", !operation.is_read()),
    ];
    for (name, fits) in only_for {
        if fields.has(name) && !fits {
            let message = format!("`{name}` means nothing for {operation}");
            report.tell(Problem::new(Code::InvalidProfile, fields.key(name), message));
        }
    }
    let used: Vec<_> = request.placeholders().collect();
    let missing: Vec<_> =
        needed(operation, request).into_iter().filter(|one| !carries(&used, one)).collect();
    if !missing.is_empty() {
        let listed: Vec<_> = missing.iter().map(|one| format!("`{}`", one[0])).collect();
        let message = format!("the request of {operation} has no {} in it", listed.join(", "));
        let help = "what it doesn't carry would be lost; put it into path, query, headers or body";
        report.tell(invalid(node, message).help(help));
    }
}

fn carries(used: &[Placeholder], ways: &[Placeholder]) -> bool {
    ways.iter().any(|placeholder| used.contains(placeholder))
}

/// What the request has to carry: of each value one of the ways to write it.
fn needed(operation: Operation, request: &Request) -> Vec<Vec<Placeholder>> {
    let own = request.credential == CredentialScope::Workspace;
    let arguments = operation.definition().arguments();
    let arguments = arguments.filter(|argument| match argument {
        Argument::Workspace => !own,
        Argument::Paging => false,
        _ => true,
    });
    let mut needed: Vec<_> = arguments.map(Argument::placeholders).collect();
    needed.extend(request.paging.as_ref().map(|paging| match paging {
        Paging::Page { .. } => vec![Placeholder::Page],
        Paging::Cursor { .. } => vec![Placeholder::Cursor],
    }));
    needed
}

fn check_answer(
    operation: Operation,
    answer: &BTreeMap<Field, Pointer>,
    fields: &Fields<'_, '_, '_>,
    node: &Node,
) {
    let required = operation.definition().tells.iter();
    let missing: Vec<_> = required.filter(|field| !answer.contains_key(field)).collect();
    if !missing.is_empty() {
        let listed: Vec<_> = missing.iter().map(|field| format!("`{}`", field.word())).collect();
        let message = format!("nothing says where {} of {operation} is", listed.join(", "));
        let place = if fields.has("answer") { fields.key("answer") } else { node.place };
        let problem = Problem::new(Code::InvalidProfile, place, message);
        fields.report.tell(problem.help("write each with a JSON Pointer under `answer`"));
    }
}
