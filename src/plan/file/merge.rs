//! One plan of the plans of all shards.

use super::{Options, Plan, PlanOrigin};
use crate::model::{NotWhole, Shard};
use jiff::tz::Offset;

/// Why plans don't make one.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MergeError {
    /// They are not all shards of one fleet, each once.
    #[error(transparent)]
    Shards(#[from] NotWhole),
    /// They don't agree.
    #[error("they are of different {0}")]
    Different(&'static str),
}

impl Plan {
    /// The plan of the whole fleet, as if it had never been cut: organizations by name, and what to look at first ranked
    /// anew. Where the shards went by different times of one day, it goes by the latest.
    ///
    /// # Errors
    /// [`MergeError`] where a shard is missing or there twice, or they are of different platforms, options, manifests or
    /// versions.
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
        let origin = PlanOrigin { options, platform, shard: None, manifests };
        let mut organizations = Vec::new();
        let mut unread = Vec::new();
        for plan in parts {
            organizations.extend(plan.organizations);
            unread.extend(plan.unread);
        }
        Ok(Self::new(created_at, origin, organizations, unread))
    }
}

/// Whether two plans were made with the same options; times of one day are alike, since what rests on dates rests on the
/// day.
fn is_alike(one: &Options, other: &Options) -> bool {
    let day = |it: &Options| it.now.map(|now| Offset::UTC.to_datetime(now).date());
    day(one) == day(other)
        && Options { now: None, ..one.clone() } == Options { now: None, ..other.clone() }
}
