//! How long applying takes (DESIGN §5, Cost): the strict bound of §11, at a round trip that is the same everywhere.

use super::organization::tenths;
use super::{Execution, OrganizationPlan, Step};
use crate::model::Operation;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

/// Seconds of a round trip. What it really takes differs by place and time, and a plan is the same bytes everywhere.
const ROUND_TRIP: f64 = 0.05;

/// Round trips of looking before the first wave, and of verifying after the last.
const READING: u32 = 3;

/// Seconds for one organization by itself. Its waves come one after the other; in each, each operation has a budget of
/// its own, of which a second's worth goes at once. 0 where nothing is done, or where no rate is known.
pub(super) fn alone(steps: &[Step], requests_per_second: f64) -> f64 {
    let mut calls: BTreeMap<(u32, Operation), u32> = BTreeMap::new();
    for step in steps.iter().filter(|step| step.execution == Execution::Automatic) {
        *calls.entry((step.wave.unwrap_or(0), step.action.operation())).or_default() += 1;
    }
    let mut waves: BTreeMap<u32, u32> = BTreeMap::new();
    for ((wave, _), count) in calls {
        let busiest = waves.entry(wave).or_default();
        *busiest = count.max(*busiest);
    }
    if waves.is_empty() || requests_per_second <= 0.0 {
        return 0.0;
    }
    let at_once = requests_per_second.max(1.0);
    let waits = waves.values().map(|count| (f64::from(*count) - at_once).max(0.0));
    let waiting: f64 = waits.map(|count| count / requests_per_second).sum();
    let round_trips = READING + u32::try_from(waves.len()).unwrap_or(u32::MAX - READING);
    tenths(f64::from(round_trips) * ROUND_TRIP + waiting)
}

/// Seconds for organizations that are worked on so many at a time, the longest first.
#[must_use]
pub fn together<'p>(
    plans: impl IntoIterator<Item = &'p OrganizationPlan>,
    parallelism: usize,
) -> f64 {
    end(plans.into_iter().map(length).collect(), parallelism) as f64 / 10.0
}

/// How long an organization takes, in tenths of a second.
#[must_use]
pub fn length(plan: &OrganizationPlan) -> u64 {
    (plan.cost.estimated_seconds * 10.0).round() as u64
}

/// When the last one ends, where each begins as soon as there is room for it.
fn end(mut lengths: Vec<u64>, parallelism: usize) -> u64 {
    lengths.sort_unstable_by_key(|length| Reverse(*length));
    let mut ends: BinaryHeap<Reverse<u64>> = BinaryHeap::new();
    for length in lengths {
        let free = if ends.len() < parallelism.max(1) { None } else { ends.pop() };
        ends.push(Reverse(free.map_or(0, |Reverse(end)| end) + length));
    }
    ends.into_iter().map(|Reverse(end)| end).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::end;

    #[test]
    fn organizations_share_the_places_that_there_are() {
        for (lengths, parallelism, wanted) in [
            (&[][..], 8, 0),
            (&[7], 8, 7),
            (&[1, 2, 3], 0, 6),
            (&[1, 2, 3], 1, 6),
            (&[1, 2, 3], 2, 3),
            (&[1, 1, 1, 1, 1, 1, 9], 2, 9),
            (&[4, 4, 4, 4, 4], 2, 12),
            (&[5, 3, 3], 8, 5),
        ] {
            assert_eq!(end(lengths.to_vec(), parallelism), wanted, "{lengths:?} by {parallelism}");
        }
    }

    #[test]
    fn no_schedule_beats_the_longest_or_the_sum_and_none_is_much_longer() {
        for seed in 1..200_u64 {
            let lengths: Vec<u64> = (0..seed % 40).map(|at| (seed * 31 + at * 17) % 23).collect();
            for parallelism in 1..10 {
                let (sum, longest) = (lengths.iter().sum(), lengths.iter().max().copied());
                let share = u64::div_ceil(sum, parallelism);
                let least = share.max(longest.unwrap_or(0));
                let took = end(lengths.clone(), usize::try_from(parallelism).unwrap());
                assert!((least..=share + longest.unwrap_or(0)).contains(&took), "{lengths:?}");
            }
        }
    }
}
