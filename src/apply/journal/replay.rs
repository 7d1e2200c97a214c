use super::history::{AttemptHistory, RunHistory, StepHistory};
use super::reader::JournalFile;
use super::record::{End, Entry, Start};
use crate::model::Email;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// What a run did, from its records; `None` where they don't begin with the start of one.
pub(super) fn replay(journal: &str, file: JournalFile) -> Option<RunHistory> {
    let JournalFile { records, integrity } = file;
    let mut records = records.into_iter();
    let first = records.next()?;
    let Entry::Start { detail } = first.entry else { return None };
    let Start { plan, tool, host, pid: _, organizations } = detail;
    let mut run = RunHistory {
        journal: journal.to_owned(),
        integrity,
        run: first.run,
        plan,
        tool,
        host,
        started: first.time,
        ended: None,
        exit: None,
        organizations,
        steps: Vec::new(),
    };
    let mut places = BTreeMap::new();
    for record in records {
        match record.entry {
            Entry::Start { .. } => {}
            Entry::End { detail: End { exit } } => {
                (run.ended, run.exit) = (Some(record.time), Some(exit))
            }
            Entry::Intent { organization, step, attempt: _, action, detail } => {
                let place = *places.entry(step.clone()).or_insert_with(|| {
                    let actor = run.organizations.iter().find(|it| it.name == organization);
                    run.steps.push(StepHistory {
                        organization,
                        step,
                        action,
                        actor: actor.and_then(|it| it.actor.clone()),
                        workspace: text(&detail, "workspace"),
                        people: BTreeSet::new(),
                        attempts: Vec::new(),
                    });
                    run.steps.len() - 1
                });
                let step = &mut run.steps[place];
                step.people.extend(people(&detail));
                step.attempts.push(AttemptHistory {
                    time: record.time,
                    intent: detail,
                    outcome: None,
                    detail: Map::new(),
                });
            }
            Entry::Outcome { organization: _, step, attempt: _, outcome, detail } => {
                let step = places.get(&step).and_then(|place| run.steps.get_mut(*place));
                if let Some(attempt) = step.and_then(|step| step.attempts.last_mut()) {
                    (attempt.outcome, attempt.detail) = (Some(outcome), detail);
                }
            }
        }
    }
    Some(run)
}

fn text(detail: &Map<String, Value>, field: &str) -> Option<String> {
    detail.get(field).and_then(Value::as_str).map(str::to_owned)
}

fn people(detail: &Map<String, Value>) -> impl Iterator<Item = Email> {
    let batch = detail.get("users").and_then(Value::as_array).into_iter().flatten();
    let batch = batch.filter_map(|user| user.get("email"));
    let single = detail.get("email").into_iter().chain(detail.get("reassignTo"));
    single.chain(batch).filter_map(Value::as_str).map(Email::seen)
}
