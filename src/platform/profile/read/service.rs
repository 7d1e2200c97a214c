use super::body::body;
use super::values::{
    address, choice, entries, header_name, host, invalid, list, pattern, pointer, template,
};
use crate::manifest::reader::{Fields, did_you_mean, integer, percent, text};
use crate::manifest::{Code, Key, Node, Problem, Rate, Report, escape};
use crate::model::{OrganizationRole, Restriction, Text, UserStatus, WorkspaceRole};
use crate::platform::http::Address;
use crate::platform::profile::filled::Part;
use crate::platform::profile::operation::Method;
use crate::platform::profile::refusal::{KnownRefusal, Meaning};
use crate::platform::profile::service::{Claims, Login, Service, Success};
use crate::platform::profile::words::{Vocabulary, Words};
use jiff::SignedDuration;
use std::fmt::Display;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

pub(in crate::platform::profile) const FIELDS: &[&str] = &[
    "extends",
    "baseUrl",
    "hosts",
    "headers",
    "login",
    "claims",
    "rate",
    "pageSize",
    "success",
    "messages",
    "refusals",
    "words",
    "operations",
];

/// How fast a platform may be asked where nothing is said (`console-api.md`, Transport).
const DEFAULT_RATE: Rate = Rate { per_second: 5.0, headroom_percent: 0 };

/// Reads what a Platform says of its API. What is wrong is told; then the service is of no use but to check the
/// operations against.
pub(in crate::platform::profile) fn service(
    name: &str,
    spec: &Node,
    report: &Report<'_>,
) -> Option<Arc<Service>> {
    let fields = Fields::of(spec, FIELDS, report)?;
    let address = fields.need("baseUrl", address).unwrap_or_else(Address::nowhere);
    fields.required("operations");
    let hosts = fields.read("hosts", |node, report| list(node, report, host));
    let page_size = fields.read("pageSize", |node, report| integer(node, 1..=10_000, report));
    let headers = fields.read("headers", headers).unwrap_or_default();
    let login = fields.read("login", login);
    let claims = fields.read("claims", claims).unwrap_or_default();
    let rate = fields.read("rate", rate).unwrap_or(DEFAULT_RATE);
    let success = fields.read("success", success);
    let messages = fields.read("messages", |node, report| list(node, report, pointer));
    let refusals = fields.read("refusals", |node, report| list(node, report, refusal));
    let words = fields.read("words", words).unwrap_or_default();
    Some(Arc::new(Service {
        name: name.to_owned(),
        hosts: hosts.unwrap_or_default().into_iter().chain([address.host().to_owned()]).collect(),
        address,
        headers,
        login,
        claims,
        rate,
        page_size: page_size.and_then(|size| u32::try_from(size).ok()).unwrap_or(100),
        success,
        messages: messages.unwrap_or_default(),
        refusals: refusals.unwrap_or_default(),
        words,
    }))
}

fn headers(node: &Node, report: &Report<'_>) -> Option<Vec<(String, Text)>> {
    let header = |(name, node): &(Key, Node)| {
        Some((header_name(name, report)?, template(node, Part::Headers, report)?))
    };
    Some(entries(node, report)?.iter().filter_map(header).collect())
}

fn login(node: &Node, report: &Report<'_>) -> Option<Login> {
    let fields = Fields::of(node, &["method", "path", "body", "token", "lifetime"], report)?;
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
    let fields = Fields::of(node, &["actor", "organization", "workspace"], report)?;
    Some(Claims {
        actor: fields.read("actor", pointer),
        organization: fields.read("organization", pointer),
        workspace: fields.read("workspace", pointer),
    })
}

fn rate(node: &Node, report: &Report<'_>) -> Option<Rate> {
    let fields = Fields::of(node, &["perSecond", "headroom"], report)?;
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

fn success(node: &Node, report: &Report<'_>) -> Option<Success> {
    let fields = Fields::of(node, &["at", "is"], report)?;
    let (at, is) = (fields.need("at", pointer), fields.need("is", text));
    Some(Success { at: at?, is: is?.to_owned() })
}

fn refusal(node: &Node, report: &Report<'_>) -> Option<KnownRefusal> {
    let fields = Fields::of(node, &["status", "message", "means"], report)?;
    let pattern = pattern(&fields);
    let means = fields.need("means", |node, report| choice(node, Meaning::ALL, "meaning", report));
    Some(KnownRefusal { pattern: pattern?, means: means? })
}

fn words(node: &Node, report: &Report<'_>) -> Option<Words> {
    let known = &["organizationRoles", "workspaceRoles", "restrictions", "statuses"];
    let fields = Fields::of(node, known, report)?;
    let organization_roles = fields.read("organizationRoles", |node, report| {
        vocabulary(node, OrganizationRole::ALL, "organization role", report)
    });
    let workspace_roles = fields.read("workspaceRoles", |node, report| {
        vocabulary(node, WorkspaceRole::ALL, "workspace role", report)
    });
    let restrictions = fields.read("restrictions", |node, report| {
        vocabulary(node, Restriction::ALL, "restriction", report)
    });
    let statuses =
        fields.read("statuses", |node, report| vocabulary(node, UserStatus::ALL, "status", report));
    Some(Words {
        organization_roles: organization_roles.unwrap_or_default(),
        workspace_roles: workspace_roles.unwrap_or_default(),
        restrictions: restrictions.unwrap_or_default(),
        statuses: statuses.unwrap_or_default(),
    })
}

/// Our word → the wire's word. Two of ours can't be one on the wire, or reading would guess.
fn vocabulary<T: Copy + Ord + FromStr + Display>(
    node: &Node,
    all: &[T],
    what: &str,
    report: &Report<'_>,
) -> Option<Vocabulary<T>> {
    let mut on_wire = std::collections::BTreeMap::new();
    for (word, node) in entries(node, report)? {
        let Some(ours) = all.iter().copied().find(|it| it.to_string() == word.text) else {
            let words: Vec<_> = all.iter().map(ToString::to_string).collect();
            let help = did_you_mean(&word.text, words.iter().map(String::as_str));
            let message = format!("`{}` is no {what}", escape(&word.text));
            report.tell(Problem::new(Code::UnknownWord, word.place, message).maybe_help(help));
            continue;
        };
        let Some(theirs) = text(node, report) else { continue };
        if on_wire.values().any(|it| it == theirs) {
            let message = format!("two {what}s can't both be `{}` on the wire", escape(theirs));
            report.tell(invalid(node, message));
        }
        on_wire.insert(ours, theirs.to_owned());
    }
    Some(Vocabulary::new(on_wire))
}
