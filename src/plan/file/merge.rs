//! One plan of the plans of all shards.

use super::{Options, Plan, PlanOrigin};
use crate::model::{NotWhole, OrganizationId, Shard, Slug};
use jiff::tz::Offset;
use std::collections::BTreeSet;

/// Why plans don't make one.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MergeError {
    /// They are not all shards of one fleet, each once.
    #[error(transparent)]
    Shards(#[from] NotWhole),
    /// They don't agree.
    #[error("they are of different {0}")]
    Different(&'static str),
    /// One of them is about an organization of another shard.
    #[error("what shard {shard} wrote has {organization}, which is of another one")]
    Foreign {
        /// Who says so.
        shard: Shard,
        /// Which.
        organization: Slug,
    },
    /// Two of them are about one organization.
    #[error("{0} is in two of them")]
    Twice(Slug),
}

impl MergeError {
    /// Whether organizations are in the file of their own shard alone. Of one that could not be read, its id may not be
    /// known.
    ///
    /// # Errors
    /// [`MergeError::Foreign`] and [`MergeError::Twice`].
    pub(crate) fn check<'a>(
        organizations: impl Iterator<Item = (Option<Shard>, &'a Slug, Option<OrganizationId>)>,
    ) -> Result<(), Self> {
        let mut seen = BTreeSet::new();
        for (shard, name, id) in organizations {
            if let (Some(shard), Some(id)) = (shard, id)
                && !shard.has(id)
            {
                return Err(Self::Foreign { shard, organization: name.clone() });
            }
            if !seen.insert(name) {
                return Err(Self::Twice(name.clone()));
            }
        }
        Ok(())
    }
}

impl Plan {
    /// The plan of the whole fleet, as if it had never been cut: organizations by name, and what to look at first ranked
    /// anew. Where the shards went by different times of one day, it goes by the latest.
    ///
    /// # Errors
    /// [`MergeError`] where a shard is missing or there twice, has an organization of another one, or they are of different
    /// platforms, options, manifests or versions.
    pub fn merge(parts: Vec<Self>) -> Result<Self, MergeError> {
        Shard::whole(parts.iter().map(|plan| plan.shard))?;
        let Some(first) = parts.first() else { return Err(NotWhole::Nothing.into()) };
        let (tool, platform) = (first.tool.clone(), first.platform.clone());
        let manifests = first.manifests.clone();
        let mut options = first.options.clone();
        let mut created_at = first.created_at;
        for plan in &parts {
            let what = [
                (plan.tool != tool, "versions of rolecall"),
                (plan.platform != platform, "platforms"),
                (plan.manifests != manifests, "manifests"),
                (!is_alike(&plan.options, &options), "options"),
            ];
            if let Some((_, what)) = what.into_iter().find(|(differ, _)| *differ) {
                return Err(MergeError::Different(what));
            }
            options.now = options.now.max(plan.options.now);
            created_at = created_at.max(plan.created_at);
        }
        MergeError::check(parts.iter().flat_map(|plan| {
            let planned = plan.organizations.iter().map(|it| (&it.name, it.id));
            let unread = plan.unread.iter().map(|it| (&it.name, it.id));
            planned.chain(unread).map(|(name, id)| (plan.shard, name, Some(id)))
        }))?;
        let origin = PlanOrigin { options, platform, shard: None, manifests };
        let mut organizations = Vec::new();
        let mut unread = Vec::new();
        // Shards run at the same time.
        let seconds = parts.iter().map(|plan| plan.summary.estimated_seconds).fold(0.0, f64::max);
        for plan in parts {
            organizations.extend(plan.organizations);
            unread.extend(plan.unread);
        }
        Ok(Self::taking(seconds, created_at, origin, organizations, unread))
    }
}

/// Whether two plans were made with the same options; times of one day are alike, since what rests on dates rests on the
/// day.
fn is_alike(one: &Options, other: &Options) -> bool {
    let day = |it: &Options| it.now.map(|now| Offset::UTC.to_datetime(now).date());
    day(one) == day(other)
        && Options { now: None, ..one.clone() } == Options { now: None, ..other.clone() }
}
