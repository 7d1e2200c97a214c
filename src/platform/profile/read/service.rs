use super::body::body;
use super::values::{
    address, any, choice, entries, header_name, host, invalid, list, pattern, pointer, template,
};
use super::words::words;
use crate::manifest::reader::{Fields, integer, percent, text};
use crate::manifest::{Code, Key, Node, Problem, Rate, Report, Value};
use crate::model::{Field, Operation, Text};
use crate::platform::http::Address;
use crate::platform::profile::Method;
use crate::platform::profile::filled::Part;
use crate::platform::profile::refusal::{KnownRefusal, Meaning};
use crate::platform::profile::service::{Claims, Login, Service, Success};
use crate::platform::profile::shape;
use jiff::SignedDuration;
use std::sync::Arc;
use std::time::Duration;

/// How fast a platform may be asked where nothing is said (`console-api.md`, Transport).
const DEFAULT_RATE: Rate = Rate { per_second: 5.0, headroom_percent: 0 };

/// Reads what a Platform says of its API. What is wrong is told; then the service is of no use but to check the
/// operations against.
pub(in crate::platform::profile) fn service(
    name: &str,
    spec: &Node,
    report: &Report<'_>,
) -> Option<Arc<Service>> {
    let fields = Fields::of(spec, &shape::SERVICE, report)?;
    let address = fields.need("baseUrl", address).unwrap_or_else(Address::nowhere);
    fields.required("operations");
    let hosts = fields.read("hosts", |node, report| list(node, report, host));
    let page_size = fields.read("pageSize", |node, report| integer(node, 1..=10_000, report));
    let headers = fields.read("headers", headers).unwrap_or_default();
    let login = fields.read("login", login);
    let claims = fields.read("claims", claims).unwrap_or_default();
    let rate = fields.read("rate", rate).unwrap_or(DEFAULT_RATE);
    let success = fields.read("success", |node, report| success(node, &Success::default(), report));
    let messages = fields.read("messages", |node, report| list(node, report, pointer));
    let refusals = fields.read("refusals", |node, report| list(node, report, refusal));
    let mut words = fields.read("words", words).unwrap_or_default();
    words.unlimited = unlimited(spec).and_then(|node| any(node, report)).unwrap_or_default();
    Some(Arc::new(Service {
        name: name.to_owned(),
        hosts: hosts.unwrap_or_default().into_iter().chain([address.host().to_owned()]).collect(),
        address,
        headers,
        login,
        claims,
        rate,
        page_size: page_size.and_then(|size| u32::try_from(size).ok()).unwrap_or(100),
        success: success.unwrap_or_default(),
        messages: messages.unwrap_or_default(),
        refusals: refusals.unwrap_or_default(),
        words,
    }))
}

/// What stands for no contact limit: the first of `unlimitedWhen`, where the workspaces' limit is.
fn unlimited(spec: &Node) -> Option<&Node> {
    let list = spec.get("operations")?.get(Operation::ListWorkspaces.word())?;
    match &list.get("answer")?.get(Field::ContactLimit.word())?.get("unlimitedWhen")?.value {
        Value::Sequence(items) => items.first(),
        _ => None,
    }
}

fn headers(node: &Node, report: &Report<'_>) -> Option<Vec<(String, Text)>> {
    let header = |(name, node): &(Key, Node)| {
        Some((header_name(name, report)?, template(node, Part::Headers, report)?))
    };
    Some(entries(node, report)?.iter().filter_map(header).collect())
}

fn login(node: &Node, report: &Report<'_>) -> Option<Login> {
    let fields = Fields::of(node, &shape::LOGIN, report)?;
    let method = fields.need("method", |node, report| choice(node, Method::ALL, "method", report));
    let path = fields.need("path", |node, report| template(node, Part::LoginPath, report));
    let body = fields.need("body", |node, report| body(node, Part::Login, report));
    let token = fields.need("token", pointer);
    let lifetime = fields.need("lifetime", duration);
    Some(Login { method: method?, path: path?, body: body?, token: token?, lifetime: lifetime? })
}

fn duration(node: &Node, report: &Report<'_>) -> Option<Duration> {
    let read: Option<SignedDuration> = text(node, report)?.parse().ok();
    let duration = read.and_then(|it| Duration::try_from(it).ok()).filter(|it| !it.is_zero());
    if duration.is_none() {
        let problem = Problem::new(Code::InvalidValue, node.place, "this is no length of time");
        report.tell(problem.help("write it like `1h` or `30s`"));
    }
    duration
}

fn claims(node: &Node, report: &Report<'_>) -> Option<Claims> {
    let fields = Fields::of(node, &shape::CLAIMS, report)?;
    Some(Claims {
        actor: fields.read("actor", pointer),
        organization: fields.read("organization", pointer),
        workspace: fields.read("workspace", pointer),
    })
}

fn rate(node: &Node, report: &Report<'_>) -> Option<Rate> {
    let fields = Fields::of(node, &shape::RATE, report)?;
    let per_second = fields.need("perSecond", |node, report| {
        let number = text(node, report)?.parse().ok();
        let number = number.filter(|number: &f64| (0.01..=1000.0).contains(number));
        if number.is_none() {
            let message = "requests a second are a number from 0.01 to 1000";
            report.tell(Problem::new(Code::InvalidValue, node.place, message));
        }
        number
    });
    let headroom_percent = fields.read("headroom", percent).unwrap_or(0);
    Some(Rate { per_second: per_second?, headroom_percent })
}

/// Reads what a success is, on top of what is said of all operations.
pub(super) fn success(node: &Node, base: &Success, report: &Report<'_>) -> Option<Success> {
    let fields = Fields::of(node, &shape::SUCCESS, report)?;
    let statuses = fields.read("statuses", |node, report| {
        list(node, report, |node, report| integer(node, 200..=299, report))
    });
    let statuses = statuses.map(|all| all.into_iter().filter_map(|one| u16::try_from(one).ok()));
    let unmarked = fields.raw("at").is_some_and(|node| matches!(node.value, Value::Null));
    let mark = match (unmarked, fields.has("at") || fields.has("is")) {
        (true, _) => None,
        (false, false) => base.mark.clone(),
        (false, true) => {
            let is = fields.raw("is").and_then(|node| any(node, report));
            if !fields.has("is") {
                report.tell(invalid(node, "`at` says where, and nothing says what is there"));
            }
            fields.need("at", pointer).zip(is)
        }
    };
    let statuses = statuses.map_or_else(|| base.statuses.clone(), Iterator::collect);
    Some(Success { statuses, mark })
}

fn refusal(node: &Node, report: &Report<'_>) -> Option<KnownRefusal> {
    let fields = Fields::of(node, &shape::REFUSAL, report)?;
    let pattern = pattern(&fields);
    let means = fields.need("means", |node, report| choice(node, Meaning::ALL, "meaning", report));
    Some(KnownRefusal { pattern: pattern?, means: means? })
}
