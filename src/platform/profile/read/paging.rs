use super::values::{choice, pointer};
use crate::manifest::reader::{Fields, integer, text};
use crate::manifest::{Code, Node, Problem, Report};
use crate::platform::profile::operation::{Paging, PagingBy};
use crate::platform::profile::shape;

/// Reads how a list goes on.
pub(super) fn paging(node: &Node, report: &Report<'_>) -> Option<Paging> {
    let fields = Fields::of(node, &shape::PAGING, report)?;
    let kinds = [("page", "page"), ("offset", "offset"), ("cursor", "cursor"), ("none", "none")];
    let by = fields.need("by", |node, report| choice(node, &kinds, "paging", report))?;
    let fits = |field: &str| match field {
        "first" => by == "page",
        "next" | "parameter" => by == "cursor",
        "more" => by == "page" || by == "offset",
        _ => true,
    };
    for other in shape::PAGING.names.iter().filter(|name| fields.has(name) && !fits(name)) {
        let message = format!("paging by {by} has no `{other}`");
        report.tell(Problem::new(Code::InvalidProfile, fields.key(other), message));
    }
    let by = match by {
        "page" => {
            let first = fields.read("first", |node, report| integer(node, 0..=1, report));
            PagingBy::Page { first: first.unwrap_or(1) }
        }
        "offset" => PagingBy::Offset,
        "cursor" => PagingBy::Cursor {
            next: fields.need("next", pointer)?,
            parameter: fields.read("parameter", text).map(str::to_owned),
        },
        _ => PagingBy::None,
    };
    let total = fields.read("total", pointer);
    let exact = [("exact", true), ("unreliable", false)];
    let total_is_exact =
        fields.read("totalIs", |node, report| choice(node, &exact, "kind of total", report));
    if total_is_exact.is_some() && total.is_none() {
        let message = "`totalIs` says how far `total` can be trusted, and there is none";
        report.tell(Problem::new(Code::InvalidProfile, fields.key("totalIs"), message));
    }
    let total_is_exact = total_is_exact.unwrap_or(true);
    Some(Paging { by, total, total_is_exact, more: fields.read("more", pointer) })
}
