use super::history::{History, StepHistory};
use super::reader::JournalFile;
use super::record::StartedOrganization;
use super::replay::replay;
use crate::model::{Email, NamePattern, Slug};
use crate::store::{Store, StoreError};
use jiff::Timestamp;
use std::collections::BTreeMap;

/// Which steps to show. Left out is no limit.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Steps of organizations that fit one of these; empty: of all.
    pub organizations: Vec<NamePattern>,
    /// Steps about this person.
    pub person: Option<Email>,
    /// Steps from this time on.
    pub since: Option<Timestamp>,
    /// Steps before this time.
    pub until: Option<Timestamp>,
}

impl Filter {
    fn is_empty(&self) -> bool {
        let Self { organizations, person, since, until } = self;
        organizations.is_empty() && person.is_none() && since.is_none() && until.is_none()
    }

    fn lets_through(&self, step: &StepHistory) -> bool {
        let Self { organizations, person, since, until } = self;
        let time = step.attempts.first().map(|attempt| attempt.time);
        let fits = |name: &NamePattern| name.matches(&step.organization);
        (organizations.is_empty() || organizations.iter().any(fits))
            && person.as_ref().is_none_or(|person| step.people.contains(person))
            && since.is_none_or(|since| time.is_some_and(|time| time >= since))
            && until.is_none_or(|until| time.is_some_and(|time| time < until))
    }
}

/// Reads all journals. With a filter, runs without a step that it lets through are left out.
///
/// # Errors
/// [`StoreError`] where the store can't be read; a single journal that can't is listed as such.
pub async fn history(store: &dyn Store, filter: &Filter) -> Result<History, StoreError> {
    let mut history = History::default();
    for journal in store.logs().await? {
        let bytes = match store.read_log(&journal).await {
            Ok(bytes) => bytes,
            Err(error) => {
                history.unreadable.insert(journal, error.to_string());
                continue;
            }
        };
        match JournalFile::read(&bytes).map_err(|error| error.to_string()).and_then(|file| {
            replay(&journal, file).ok_or_else(|| "it does not begin with `start`".to_owned())
        }) {
            Ok(mut run) => {
                run.steps.retain(|step| filter.lets_through(step));
                match filter.is_empty() || !run.steps.is_empty() {
                    true => history.runs.push(run),
                    false => history.left_out += 1,
                }
            }
            Err(why) => {
                history.unreadable.insert(journal, why);
            }
        }
    }
    history.runs.sort_by(|a, b| (a.started, &a.journal).cmp(&(b.started, &b.journal)));
    Ok(history)
}

/// Every organization that some run could change, by name.
///
/// # Errors
/// [`StoreError`] where the store can't be read.
pub async fn known_organizations(
    store: &dyn Store,
) -> Result<BTreeMap<Slug, StartedOrganization>, StoreError> {
    let runs = history(store, &Filter::default()).await?.runs;
    let all = runs.into_iter().flat_map(|run| run.organizations);
    Ok(all.map(|organization| (organization.name.clone(), organization)).collect())
}
