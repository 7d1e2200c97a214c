//! Which organizations a run takes, and in which order: pure.

use super::Job;
use super::report::{OrganizationReport, Standing};
use crate::model::Slug;
use std::collections::BTreeMap;

/// In which order the organizations of a run have their turn.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Schedule {
    /// `--canary`: these first, and nothing else until they are verified.
    pub canaries: Vec<Slug>,
    /// `--batch`: so many at a time after that; `None`: all.
    pub batch: Option<usize>,
    /// `--max-organizations`: so many at most that have something to do, canaries included.
    pub max_organizations: Option<usize>,
}

/// The organizations of a run, sorted.
#[derive(Debug, Default)]
pub struct Stages {
    /// One after the other; those of a stage run in parallel.
    pub stages: Vec<Vec<Job>>,
    /// Left for another run: by `--max-organizations`, or since a canary is missing.
    pub later: Vec<Job>,
}

impl Schedule {
    /// Sorts the organizations of a run into stages. Who has nothing to do takes no place in a batch and goes
    /// with the first stage. Where a canary is not among them, nobody has a turn: it can't be verified.
    #[must_use]
    pub fn stages(&self, jobs: Vec<Job>) -> Stages {
        let Self { canaries, batch, max_organizations } = self;
        let mut jobs: BTreeMap<Slug, Job> =
            jobs.into_iter().map(|job| (job.name().clone(), job)).collect();
        if !canaries.iter().all(|canary| jobs.contains_key(canary)) {
            return Stages { stages: Vec::new(), later: jobs.into_values().collect() };
        }
        let first: Vec<Job> = canaries.iter().filter_map(|canary| jobs.remove(canary)).collect();
        let (mut working, resting): (Vec<Job>, Vec<Job>) =
            jobs.into_values().partition(Job::needs_a_turn);
        let places = max_organizations.unwrap_or(usize::MAX);
        let taken = first.iter().filter(|job| job.needs_a_turn()).count();
        let later = working.split_off(working.len().min(places.saturating_sub(taken)));
        let mut stages = Vec::new();
        if !first.is_empty() {
            stages.push(first);
        }
        let size = batch.unwrap_or(usize::MAX).max(1);
        let mut working = working.into_iter().peekable();
        while working.peek().is_some() {
            stages.push(working.by_ref().take(size).collect());
        }
        match stages.first_mut() {
            Some(stage) => stage.extend(resting),
            None => stages.push(resting),
        }
        Stages { stages, later }
    }
}

/// Whether a stage stops those after it: an organization failed, was refused, or was not verified.
#[must_use]
pub fn halts(stage: &[OrganizationReport]) -> bool {
    stage.iter().any(|report| match report.standing {
        Standing::Run => !report.verified,
        Standing::Refused | Standing::Stale | Standing::Error | Standing::NotBegun => true,
    })
}
