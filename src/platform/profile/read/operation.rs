use super::body::{body, texts};
use super::lists::{answer, paging};
use super::values::{choice, entries, invalid, list, pattern, template};
use crate::manifest::reader::{Fields, boolean, text};
use crate::manifest::{Code, Key, Node, Problem, Report};
use crate::model::{Evidence, Operation};
use crate::platform::profile::operation::{CredentialScope, Method, Paging, Request, Wire};
use crate::platform::profile::placeholder::{Part, Placeholder};
use crate::platform::profile::refusal::Pattern;
use crate::platform::profile::service::Service;
use crate::platform::profile::template::Text;
use crate::platform::profile::{Field, Pointer};
use std::collections::BTreeMap;
use std::sync::Arc;

const FIELDS: &[&str] = &[
    "evidence",
    "method",
    "path",
    "query",
    "body",
    "credential",
    "paging",
    "answer",
    "alreadySo",
    "showsPending",
    "clicks",
];

/// The same for an operation that is taken from another Platform.
pub(in crate::platform::profile) const FROM_FIELDS: &[&str] = &[
    "from",
    "baseUrl",
    "evidence",
    "method",
    "path",
    "query",
    "body",
    "credential",
    "paging",
    "answer",
    "alreadySo",
    "showsPending",
    "clicks",
];

const EVIDENCE: &[(&str, Evidence)] = &[
    ("verified", Evidence::Verified),
    ("observed", Evidence::Observed),
    ("assumed", Evidence::Assumed),
    ("unsupported", Evidence::Unsupported),
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
        fields.need("evidence", |node, report| choice(node, EVIDENCE, "evidence", report));
    let clicks = fields.read("clicks", |node, report| {
        list(node, report, |node, report| {
            template(node, Part::Clicks(operation), report)?;
            text(node, report).map(str::to_owned)
        })
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
        request,
        already_so: already_so.unwrap_or_default(),
        shows_pending,
        clicks: clicks.unwrap_or_default(),
    })
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

/// What a request can't do without: a value that the request doesn't carry would be lost without a word.
fn check(operation: Operation, request: &Request, fields: &Fields<'_, '_, '_>, node: &Node) {
    let report = fields.report;
    let is_list = Field::required(operation).contains(&Field::Items);
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
    let used = used(request);
    let missing: Vec<_> =
        needed(operation, request).into_iter().filter(|it| !used.contains(it)).collect();
    if !missing.is_empty() {
        let listed: Vec<_> = missing.iter().map(|it| format!("`{it}`")).collect();
        let message = format!("the request of {operation} has no {} in it", listed.join(", "));
        let help = "what it doesn't carry would be lost; put it into path, query or body";
        report.tell(invalid(node, message).help(help));
    }
}

fn used(request: &Request) -> Vec<Placeholder> {
    let body = request.body.iter().flat_map(texts);
    let query = request.query.iter().map(|(_, text)| text);
    std::iter::once(&request.path).chain(query).chain(body).flat_map(Text::placeholders).collect()
}

fn needed(operation: Operation, request: &Request) -> Vec<Placeholder> {
    use Placeholder as P;
    let mut needed = match operation {
        Operation::GetOrganization
        | Operation::ListOrganizationUsers
        | Operation::ListWorkspaces => Vec::new(),
        Operation::ListWorkspaceUsers => match request.credential {
            CredentialScope::Organization => vec![P::Workspace],
            CredentialScope::Workspace => Vec::new(),
        },
        Operation::AddWorkspaceUsers => vec![P::Workspace, P::Email, P::Role, P::Restrictions],
        other => Part::Content(other).placeholders(),
    };
    needed.retain(|it| !matches!(it, P::Organization | P::ContactLimitEnabled));
    match &request.paging {
        Some(Paging::Page { .. }) => needed.push(P::Page),
        Some(Paging::Cursor { .. }) => needed.push(P::Cursor),
        None => {}
    }
    needed
}

fn check_answer(
    operation: Operation,
    answer: &BTreeMap<Field, Pointer>,
    fields: &Fields<'_, '_, '_>,
    node: &Node,
) {
    let required = Field::required(operation).iter();
    let missing: Vec<_> = required.filter(|field| !answer.contains_key(field)).collect();
    if !missing.is_empty() {
        let listed: Vec<_> = missing.iter().map(|field| format!("`{}`", field.word())).collect();
        let message = format!("nothing says where {} of {operation} is", listed.join(", "));
        let place = if fields.has("answer") { fields.key("answer") } else { node.place };
        let problem = Problem::new(Code::InvalidProfile, place, message);
        fields.report.tell(problem.help("write each with a JSON Pointer under `answer`"));
    }
}
