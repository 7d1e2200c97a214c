use super::reader::{Integrity, JournalFile};
use super::record::StartedOrganization;
use super::replay::replay;
use crate::apply::outcome::Outcome;
use crate::model::{Email, NamePattern, Slug};
use crate::plan::{PlanId, Step, StepId};
use crate::store::{Store, StoreError};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// What was done, by all runs, in order of time.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct History {
    /// The runs.
    pub runs: Vec<RunHistory>,
    /// How many runs have nothing that fits the filter.
    pub left_out: usize,
    /// Journals that can't be read, and why.
    pub unreadable: BTreeMap<String, String>,
}

/// One run.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct RunHistory {
    /// The journal's file name.
    pub journal: String,
    /// Whether it is as it was written.
    pub integrity: Integrity,
    /// The run.
    pub run: String,
    /// The plan that was applied.
    pub plan: PlanId,
    /// The version that did it.
    pub tool: String,
    /// The machine.
    pub host: String,
    /// When it began.
    #[schemars(with = "String")]
    pub started: Timestamp,
    /// When it ended; `None` where it was cut off.
    #[schemars(with = "Option<String>")]
    pub ended: Option<Timestamp>,
    /// Its exit code; `None` where it was cut off.
    pub exit: Option<u8>,
    /// What it could change, and as whom.
    pub organizations: Vec<StartedOrganization>,
    /// What it did.
    pub steps: Vec<StepHistory>,
}

/// One step of a run.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct StepHistory {
    /// The organization.
    pub organization: Slug,
    /// The step.
    pub step: StepId,
    /// The action's word.
    pub action: String,
    /// As whom.
    pub actor: Option<Email>,
    /// The workspace, where it is about one.
    pub workspace: Option<String>,
    /// Everybody it is about.
    pub people: BTreeSet<Email>,
    /// The attempts, from the first.
    pub attempts: Vec<AttemptHistory>,
}

impl StepHistory {
    /// The step as it was to be taken: its first intent says from what to what, whose access it was, and to whom
    /// contacts went. `None` where another version wrote it.
    #[must_use]
    pub fn step(&self) -> Option<Step> {
        let mut fields = self.attempts.first()?.intent.clone();
        let step = json!({
            "id": self.step, "wave": 1, "action": self.action, "effect": "change", "execution": "automatic",
            "reason": null, "reversible": "yes", "requests": 1, "dependsOn": [],
            "source": {"file": "", "line": 0},
        });
        let Value::Object(step) = step else { return None };
        fields.extend(step);
        serde_json::from_value(Value::Object(fields)).ok()
    }
}

/// One attempt at a step.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct AttemptHistory {
    /// When it was about to be made.
    #[schemars(with = "String")]
    pub time: Timestamp,
    /// What was to be done.
    pub intent: Map<String, Value>,
    /// What came of it; `None` where the run was cut off before it knew.
    pub outcome: Option<Outcome>,
    /// Why, and what came of each person of a batch.
    pub detail: Map<String, Value>,
}

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
