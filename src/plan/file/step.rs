use crate::model::{Email, NewAccess, Source, WorkspaceId, WorkspaceName, WorkspaceRef};
use crate::plan::action::{Fields, Side};
use crate::plan::{Action, Effect, Execution, Hold, Reversible, Step, StepId};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A step as the plan file has it: flat, one set of fields for all actions.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(in crate::plan) struct StepFile {
    id: StepId,
    wave: Option<u32>,
    action: String,
    effect: Effect,
    execution: ExecutionWord,
    reason: Option<Hold>,
    workspace: Option<WorkspaceName>,
    workspace_id: Option<WorkspaceId>,
    email: Option<Email>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    users: Vec<NewAccess>,
    before: Option<Side>,
    after: Option<Side>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reassign_to: Option<Email>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    instructions: Vec<String>,
    reversible: Reversible,
    requests: u32,
    depends_on: Vec<StepId>,
    /// Up to which day people are given what the step gives them.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[schemars(with = "BTreeMap<String, String>")]
    until: BTreeMap<Email, Date>,
    /// Of people from whom it takes something: the last day for which they were listed.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[schemars(with = "BTreeMap<String, String>")]
    ended: BTreeMap<Email, Date>,
    source: Source,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum ExecutionWord {
    Automatic,
    Manual,
    Held,
}

impl From<Step> for StepFile {
    fn from(step: Step) -> Self {
        let Step { id, wave, action, execution, depends_on, until, ended, source } = step;
        let (word, reason, instructions) = match execution {
            Execution::Automatic => (ExecutionWord::Automatic, None, Vec::new()),
            Execution::Manual { instructions } => (ExecutionWord::Manual, None, instructions),
            Execution::Held { reason } => (ExecutionWord::Held, Some(reason), Vec::new()),
        };
        // Which workspace and which person it is about, an action says for every use.
        let Fields { workspace: _, email: _, users, before, after, reassign_to } = action.fields();
        let workspace = action.workspace();
        Self {
            id,
            wave,
            action: action.word().to_owned(),
            effect: action.effect(),
            execution: word,
            reason,
            workspace_id: workspace.as_ref().and_then(|workspace| workspace.id),
            workspace: workspace.map(|workspace| workspace.name),
            email: action.email().cloned(),
            users,
            before: before.if_any(),
            after: after.if_any(),
            reassign_to,
            instructions,
            reversible: action.reversible(),
            requests: u32::from(word == ExecutionWord::Automatic),
            depends_on,
            until,
            ended,
            source,
        }
    }
}

impl TryFrom<StepFile> for Step {
    type Error = String;

    fn try_from(file: StepFile) -> Result<Self, String> {
        let step = format!("step {}", file.id);
        read(file).map_err(|what| format!("{step}: {what}"))
    }
}

fn read(file: StepFile) -> Result<Step, &'static str> {
    let execution = match (file.execution, file.reason) {
        (ExecutionWord::Automatic, None) => Execution::Automatic,
        (ExecutionWord::Manual, None) => Execution::Manual { instructions: file.instructions },
        (ExecutionWord::Held, Some(reason)) => Execution::Held { reason },
        _ => return Err("`reason` goes with `held`, and only with it"),
    };
    let fields = Fields {
        workspace: file.workspace.map(|name| WorkspaceRef { name, id: file.workspace_id }),
        email: file.email,
        users: file.users,
        before: file.before.unwrap_or_default(),
        after: file.after.unwrap_or_default(),
        reassign_to: file.reassign_to,
    };
    Ok(Step {
        id: file.id,
        wave: file.wave,
        action: Action::read(&file.action, fields)?,
        execution,
        depends_on: file.depends_on,
        until: file.until,
        ended: file.ended,
        source: file.source,
    })
}
