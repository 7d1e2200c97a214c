use super::answer::answer;
use super::body::body;
use super::paging::paging;
use super::service::success;
use super::values::{choice, entries, header_name, invalid, list, pointer, template};
use crate::manifest::reader::{Fields, boolean, text};
use crate::manifest::{Code, Key, Node, Problem, Report, Value};
use crate::model::{Argument, Field, Operation, Placeholder, Text};
use crate::platform::profile::Method;
use crate::platform::profile::Pointer;
use crate::platform::profile::filled::Part;
use crate::platform::profile::operation::{CredentialScope, Encoding, Merge, PagingBy, Request};
use crate::platform::profile::service::Service;
use crate::platform::profile::shape;

/// Reads a request of this service. What can't be seen in one field alone is checked once nothing is wrong with
/// any, beyond `errors`.
pub(super) fn request(
    operation: Operation,
    fields: &Fields<'_, '_, '_>,
    node: &Node,
    (service, errors): (&Service, usize),
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
    let encoding = fields
        .read("encoding", |node, report| choice(node, Encoding::ALL, "encoding", report))
        .unwrap_or(Encoding::Json);
    let merge = fields.read("merge", merge);
    let paging = fields.read("paging", paging).unwrap_or_default();
    let success = fields.read("success", |node, report| success(node, &service.success, report));
    let read = fields.read("answer", |node, report| answer(operation, node, report));
    let request = Request {
        method: method?,
        path: path?,
        query: query.unwrap_or_default(),
        headers: headers.unwrap_or_default(),
        body,
        encoding,
        merge,
        credential: credential.unwrap_or(CredentialScope::Organization),
        paging,
        success: success.unwrap_or_else(|| service.success.clone()),
        answer: read.unwrap_or_default(),
    };
    if report.errors() == errors {
        check(operation, &request, fields, node);
        check_answer(operation, &request, fields, node);
    }
    Some(request)
}

fn merge(node: &Node, report: &Report<'_>) -> Option<Merge> {
    let fields = Fields::of(node, &shape::MERGE, report)?;
    let reads = Operation::ALL.iter().filter(|operation| operation.is_read());
    let reads: Vec<_> = reads.map(|operation| (operation.word(), *operation)).collect();
    let read = fields.need("read", |node, report| choice(node, &reads, "read", report));
    let under = fields.read("under", pointer).unwrap_or_else(Pointer::root);
    let drop = fields.read("drop", |node, report| list(node, report, pointer));
    Some(Merge { read: read?, under, drop: drop.unwrap_or_default() })
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
    let shows_people = is_list && operation.definition().tells.contains(&Field::Email);
    let only_for = [
        ("paging", is_list),
        ("showsPending", shows_people),
        ("credential", operation == Operation::ListWorkspaceUsers),
        ("alreadySo", !operation.is_read()),
        ("merge", merges(operation)),
    ];
    for (name, fits) in only_for {
        if fields.has(name) && !fits {
            let message = format!("`{name}` means nothing for {operation}");
            report.tell(Problem::new(Code::InvalidProfile, fields.key(name), message));
        }
    }
    let used: Vec<_> = request.placeholders().collect();
    let carried = |ways: &Vec<Placeholder>| ways.iter().any(|one| used.contains(one));
    let missing: Vec<_> =
        needed(operation, request).into_iter().filter(|it| !carried(it)).collect();
    if !missing.is_empty() {
        let listed: Vec<_> = missing.iter().map(|one| format!("`{}`", one[0])).collect();
        let message = format!("the request of {operation} has no {} in it", listed.join(", "));
        let help = "what it doesn't carry would be lost; put it into path, query, headers or body";
        report.tell(invalid(node, message).help(help));
    }
    let of_one = Part::Item(operation).placeholders();
    let stranger = request.outside_items().find(|one| of_one.contains(one) && one.is_of_one());
    if let Some(stranger) = stranger.filter(|_| request.people().get() > 1) {
        let problem = invalid(node, format!("`{stranger}` has no value outside of `item`"));
        report.tell(problem.help("a call for one person has `max: 1`"));
    }
}

/// Whether it changes an object that a list shows.
fn merges(operation: Operation) -> bool {
    let takes = operation.definition().takes;
    !operation.is_read()
        && (operation == Operation::UpdateOrganization
            || operation == Operation::ChangeOrganizationRole
            || takes.contains(&Argument::ContactLimit)
            || operation == Operation::ChangeWorkspaceAccess)
}

/// What the request has to carry: of each value one of the ways to write it. Of a change, something that it changes.
fn needed(operation: Operation, request: &Request) -> Vec<Vec<Placeholder>> {
    let definition = operation.definition();
    let own = request.credential == CredentialScope::Workspace;
    let needs = definition.needs.iter().filter(|one| **one != Argument::Workspace || !own);
    let mut needed: Vec<_> = needs.map(|argument| argument.placeholders()).collect();
    if matches!(operation, Operation::UpdateWorkspace | Operation::ChangeWorkspaceAccess) {
        needed.push(definition.takes.iter().flat_map(|argument| argument.placeholders()).collect());
    }
    match request.paging.by {
        PagingBy::Page { .. } => needed.push(vec![Placeholder::Page]),
        PagingBy::Offset => needed.push(vec![Placeholder::Offset]),
        PagingBy::Cursor { .. } => needed.push(vec![Placeholder::Cursor]),
        PagingBy::None => {}
    }
    needed
}

fn check_answer(operation: Operation, request: &Request, fields: &Fields<'_, '_, '_>, node: &Node) {
    let required = operation.definition().tells.iter();
    let missing: Vec<_> = required.filter(|field| !request.answer.has(**field)).collect();
    if !missing.is_empty() {
        let listed: Vec<_> = missing.iter().map(|field| format!("`{}`", field.word())).collect();
        let message = format!("nothing says where {} of {operation} is", listed.join(", "));
        let place = if fields.has("answer") { fields.key("answer") } else { node.place };
        let problem = Problem::new(Code::InvalidProfile, place, message);
        fields.report.tell(problem.help("write each with a JSON Pointer under `answer`"));
    }
    let tells_people = operation.definition().tells.contains(&Field::Email);
    let unclear = tells_people && !request.answer.has(Field::Status);
    if unclear && fields.read("showsPending", boolean) == Some(true) {
        let message = format!("{operation} shows pending people, and nothing says who they are");
        let problem = Problem::new(Code::InvalidProfile, fields.key("showsPending"), message);
        fields.report.tell(problem.help("write where `status` is under `answer`"));
    }
}
