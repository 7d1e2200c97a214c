use super::history::{History, RunHistory, StepHistory};
use super::reader::JournalFile;
use super::record::{Entry, Record, Start, StartedOrganization};
use super::replay::replay;
use crate::model::{Email, NamePattern, Slug};
use crate::store::{LogBytes, LogName, Records, StoreError};
use futures::stream::{StreamExt as _, iter};
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

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

    /// Whether a run can have a step that fits, by the name of its journal: none is before the run began.
    fn may_have(&self, log: &LogName) -> bool {
        self.until.is_none_or(|until| log.began.is_none_or(|began| began < until))
    }

    /// Whether it can, by what it was about to do. Where that can't be read, all of it is wanted, to tell why.
    fn wants(&self, first: &[u8]) -> bool {
        let fits = |one: &StartedOrganization| {
            self.organizations.iter().any(|pattern| pattern.matches(&one.name))
        };
        self.organizations.is_empty()
            || start(first).is_none_or(|start| start.organizations.iter().any(fits))
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

/// Journals that are read at a time.
const AT_A_TIME: usize = 8;

/// What came of reading one.
enum Read {
    Run(Box<RunHistory>),
    LeftOut,
    Unreadable(String),
}

/// Reads the journals that may have something that fits. With a filter, runs without a step that it lets through are
/// left out; where a journal's name or its start says so already, the rest of it is not read.
///
/// # Errors
/// [`StoreError`] where the store can't be read; a single journal that can't is listed as such.
pub async fn history(store: &dyn Records, filter: &Filter) -> Result<History, StoreError> {
    let mut history = History::default();
    let logs = store.logs().await?;
    let logs = logs.into_iter().map(|log| async move {
        let read = match filter.may_have(&log) {
            true => read(store, &log.name, filter).await,
            false => Read::LeftOut,
        };
        (log.name, read)
    });
    let mut logs = iter(logs).buffered(AT_A_TIME);
    while let Some((name, read)) = logs.next().await {
        match read {
            Read::Run(run) => history.runs.push(*run),
            Read::LeftOut => history.left_out += 1,
            Read::Unreadable(why) => drop(history.unreadable.insert(name, why)),
        }
    }
    history.runs.sort_by(|a, b| (a.started, &a.journal).cmp(&(b.started, &b.journal)));
    Ok(history)
}

async fn read(store: &dyn Records, name: &str, filter: &Filter) -> Read {
    let wanted = |first: &[u8]| filter.wants(first);
    let LogBytes { bytes, missing } = match store.read_log(name, &wanted).await {
        Ok(Some(bytes)) => bytes,
        Ok(None) => return Read::LeftOut,
        Err(error) => return Read::Unreadable(error.why()),
    };
    let file = match JournalFile::read(&bytes) {
        Ok(file) => file.without(&missing),
        Err(error) => return Read::Unreadable(error.to_string()),
    };
    let Some(mut run) = replay(name, file) else {
        let missing = missing.first().map(|it| format!(": {it} is missing")).unwrap_or_default();
        return Read::Unreadable(format!("it does not begin with `start`{missing}"));
    };
    run.steps.retain(|step| filter.lets_through(step));
    match filter.is_empty() || !run.steps.is_empty() {
        true => Read::Run(Box::new(run)),
        false => Read::LeftOut,
    }
}

/// Every organization that some run could change, by name. Of each journal, only its beginning is read.
///
/// # Errors
/// [`StoreError`] where the store can't be read.
pub async fn known_organizations(
    store: &dyn Records,
) -> Result<BTreeMap<Slug, StartedOrganization>, StoreError> {
    let logs = store.logs().await?;
    let found = logs.iter().map(|log| async {
        let started = Mutex::new(Vec::new());
        let begin = |first: &[u8]| {
            let mut started = started.lock().unwrap_or_else(PoisonError::into_inner);
            started.extend(start(first).into_iter().flat_map(|start| start.organizations));
            false
        };
        // A journal that can't be read is for `history` to tell.
        let _ = store.read_log(&log.name, &begin).await;
        started.into_inner().unwrap_or_else(PoisonError::into_inner)
    });
    let found: Vec<_> = iter(found).buffered(AT_A_TIME).collect().await;
    let all = found.into_iter().flatten();
    Ok(all.map(|organization| (organization.name.clone(), organization)).collect())
}

/// What a journal's first lines say of its run.
fn start(first: &[u8]) -> Option<Start> {
    let line = first.split(|byte| *byte == b'\n').next()?;
    match serde_json::from_slice::<Record>(line).ok()?.entry {
        Entry::Start { detail } => Some(detail),
        _ => None,
    }
}
