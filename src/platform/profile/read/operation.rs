use super::request::request;
use super::values::{choice, host, list, pattern, template};
use crate::manifest::reader::{Fields, boolean, date, text};
use crate::manifest::{Code, Node, Problem, Report};
use crate::model::{Evidence, Operation};
use crate::platform::profile::filled::Part;
use crate::platform::profile::operation::{Recorded, Wire};
use crate::platform::profile::refusal::Pattern;
use crate::platform::profile::service::Service;
use crate::platform::profile::shape;
use jiff::civil::Date;
use std::sync::Arc;

/// Reads what is said of one operation. `None` where something is wrong, which is told.
pub(in crate::platform::profile) fn operation(
    operation: Operation,
    node: &Node,
    service: &Arc<Service>,
    report: &Report<'_>,
) -> Option<Wire> {
    let errors = report.errors();
    let fields = Fields::of(node, &shape::OPERATION, report)?;
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
        Some(_) => request(operation, &fields, node, (service, errors)),
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
    let fields = Fields::of(node, &shape::RECORDED, report)?;
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
    pattern(&Fields::of(node, &shape::ALREADY_SO, report)?)
}
