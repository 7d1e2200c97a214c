//! One report of the reports of all shards.

use super::{OrganizationReport, Report};
use crate::model::Shard;
use crate::plan::MergeError;
use std::collections::BTreeSet;

impl Report {
    /// The report of the whole fleet: what to look at first ranked anew, the exit code that goes with all of them, and
    /// the time of the slowest.
    ///
    /// # Errors
    /// [`MergeError`] where a shard is missing or there twice, has an organization of another one, or they are of different
    /// plans.
    pub fn merge(parts: Vec<Self>) -> Result<Self, MergeError> {
        const REMAINING: u8 = 6;
        Shard::whole(parts.iter().map(|it| it.shard))?;
        let plans: BTreeSet<_> = parts.iter().map(|it| it.plan.clone()).collect();
        let mut plans = plans.into_iter();
        let (Some(plan), None) = (plans.next(), plans.next()) else {
            return Err(MergeError::Different(
                "plans: merge the plans, and apply each shard's part of that with `--plan` and `--shard`",
            ));
        };
        MergeError::check(parts.iter().flat_map(|report| {
            let id = |it: &OrganizationReport| it.plan.as_ref().map(|plan| plan.id);
            report.organizations.iter().map(move |it| (report.shard, &it.name, id(it)))
        }))?;
        let texts = |of: fn(&Self) -> Option<&String>| {
            let all: BTreeSet<&String> = parts.iter().filter_map(of).collect();
            let all: Vec<&str> = all.into_iter().map(String::as_str).collect();
            (!all.is_empty()).then(|| all.join("; "))
        };
        let runs = texts(|it| Some(&it.run)).unwrap_or_default();
        let (error, help) = (texts(|it| it.error.as_ref()), texts(|it| it.help.as_ref()));
        let journal = texts(|it| it.journal.as_ref());
        let seconds = parts.iter().filter_map(|it| it.seconds).reduce(f64::max);
        let interrupted = parts.iter().any(|it| it.interrupted);
        let exit_code = parts.iter().any(|it| it.exit == REMAINING);
        let organizations = parts.into_iter().flat_map(|it| it.organizations).collect();
        let merged = Self::new(plan, runs, organizations, interrupted, exit_code);
        let merged = match error {
            Some(error) => merged.with_error(error, help),
            None => merged,
        };
        Ok(Self { seconds, journal, ..merged })
    }
}
