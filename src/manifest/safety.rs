use super::diagnostic::{Code, Problem, Report, escape};
use super::node::Node;
use super::reader::{self, Fields};
use super::shape::Shape::{Filled, Integer, List, Named, Of};
use super::shape::{ADDRESS, DATE, MAX_REMOVALS, TEXT, object};
use crate::model::{MaxRemovals, Safety, Waiver};

object! {
    /// How careful to be.
    pub(super) SAFETY {
        "minAdmins" Integer(1, 1_000_000), "Accepted admins that are always kept.";
        "maxRemovals" Named(&MAX_REMOVALS), "How many people may lose something in one plan. Left out: the larger of 3 and 25%.";
        "waivers" List(&Of(&WAIVER)), "Reviewed exceptions.";
    }
}

object! {
    /// A reviewed exception to the removal budget.
    WAIVER required ["removals", "until", "reason"] {
        "removals" Integer(1, 1_000_000), "How many people may lose something.";
        "until" Named(&DATE), "The last day on which it counts.";
        "reason" Named(&TEXT), "Why.";
        "people" Filled(&Named(&ADDRESS)), "Where named: it counts only while nobody else loses anything.";
    }
}

/// A `safety` field of a Project or Organization: what is left out is said elsewhere.
#[derive(Default)]
pub(super) struct Given {
    min_admins: Option<u32>,
    max_removals: Option<MaxRemovals>,
    waivers: Option<Vec<Waiver>>,
}

impl Given {
    /// This, with the rest from there.
    pub(super) fn over(self, defaults: &Safety) -> Safety {
        Safety {
            min_admins: self.min_admins.unwrap_or(defaults.min_admins),
            max_removals: self.max_removals.unwrap_or(defaults.max_removals),
            waivers: self.waivers.unwrap_or_else(|| defaults.waivers.clone()),
        }
    }
}

pub(super) fn read(node: &Node, report: &Report<'_>) -> Option<Given> {
    let fields = Fields::of(node, &SAFETY, report)?;
    Some(Given {
        min_admins: fields.read("minAdmins", |node, report| number(node, 1, report)),
        max_removals: fields.read("maxRemovals", max_removals),
        waivers: fields.read("waivers", |node, report| reader::list(node, report, waiver)),
    })
}

fn max_removals(node: &Node, report: &Report<'_>) -> Option<MaxRemovals> {
    let text = reader::text(node, report)?;
    let parsed = MaxRemovals::parse(text);
    if let Err(error) = &parsed {
        let message = format!("`{}` is no removal budget", escape(text));
        let problem = Problem::new(Code::InvalidValue, node.place, message);
        report.tell(problem.help(error.to_string()));
    }
    parsed.ok()
}

fn waiver(node: &Node, report: &Report<'_>) -> Option<Waiver> {
    let fields = Fields::of(node, &WAIVER, report)?;
    let removals = fields.need("removals", |node, report| number(node, 1, report));
    let until = fields.need("until", reader::date);
    let reason = fields.need("reason", reader::filled);
    let people =
        fields.read("people", |node, report| reader::filled_list(node, report, reader::email));
    Some(Waiver {
        removals: removals?,
        until: until?,
        reason: reason?.to_owned(),
        people,
        source: report.source(node.place),
    })
}

/// A number of people or days.
pub(super) fn number(node: &Node, from: u64, report: &Report<'_>) -> Option<u32> {
    let number = reader::integer(node, from..=1_000_000, report)?;
    u32::try_from(number).ok()
}
