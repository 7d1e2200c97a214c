use super::workflow::{environment, fields, texts, words};
use super::{TOO_LARGE, about_rolecall, named, read};
use crate::cli::doctor::findings::CiFindings;
use anyhow::Result;
use camino::Utf8Path;
use rolecall::manifest::{Node, foreign};

const ACTION: &str = ".github/actions/rolecall/action.yml";

/// Looks at the workflows that run rolecall, and at the action. Whether there are any.
pub(super) fn look(repository: &Utf8Path, findings: &mut CiFindings) -> Result<bool> {
    let workflows = about_rolecall(repository, ".github/workflows", findings)?;
    if workflows.is_empty() {
        return Ok(false);
    }
    action(repository, findings);
    for (path, text) in &workflows {
        match foreign(text) {
            Some(workflow) => jobs(path, &workflow, findings),
            None => findings.wrong.push(format!("{path}: it is not readable as YAML")),
        }
    }
    Ok(true)
}

/// What the action installs.
fn action(repository: &Utf8Path, findings: &mut CiFindings) {
    let wrong = |why: &str| format!("{ACTION}: it {why}");
    let there = Some(repository.join(ACTION)).filter(|it| it.is_file());
    let text = match there.map(|it| read(&it)) {
        Some(Ok(Some(text))) => text,
        Some(Ok(None)) => return findings.wrong.push(wrong(TOO_LARGE)),
        Some(Err(_)) | None => return findings.wrong.push(wrong("is not there, or not readable")),
    };
    let Some(action) = foreign(&text) else {
        return findings.wrong.push(wrong("is not readable as YAML"));
    };
    let default = |input: &str| action.get("inputs")?.get(input)?.get("default")?.as_text();
    match named(default("repository"), default("rev"), default("sha256")) {
        Ok(()) => findings.fine.push(format!("{ACTION}: rolecall is installed by a full digest")),
        Err(why) => findings.wrong.push(wrong(why)),
    }
}

fn jobs(path: &Utf8Path, workflow: &Node, findings: &mut CiFindings) {
    let triggers: Vec<&str> = match workflow.get("on") {
        Some(on) if on.as_mapping().is_some() => fields(Some(on)).map(|(name, _)| name).collect(),
        on => words(on),
    };
    let everywhere = workflow.get("env").map(texts).unwrap_or_default();
    if everywhere.into_iter().any(is_secret) {
        findings.wrong.push(format!("{path}: its `env` gives a secret to every job and step"));
    }
    for (name, job) in fields(workflow.get("jobs")) {
        for used in uses(job) {
            if !pinned(used) {
                findings.wrong.push(format!(
                    "{path}: job {name} uses {used}, which is not pinned by a full digest"
                ));
            }
        }
        if !texts(job).into_iter().any(is_secret) {
            continue;
        }
        findings.tell(
            environment(job).is_some(),
            format!("{path}: job {name} has its credential from an environment"),
            format!("{path}: job {name} has a credential and no environment: whoever can push a branch can read it"),
        );
        if triggers.contains(&"pull_request") {
            findings.wrong.push(format!(
                "{path}: job {name} has a credential in a workflow that a pull request can change (`pull_request`)"
            ));
        }
        if triggers.contains(&"workflow_dispatch") {
            findings.tell(
                limited(workflow, job, 0),
                format!("{path}: job {name} runs for the default branch only"),
                format!("{path}: job {name} can be started from any branch (`workflow_dispatch`)"),
            );
        }
    }
}

/// A secret, but for the token that every workflow has.
fn is_secret(text: &str) -> bool {
    text.split("secrets.").skip(1).any(|name| !name.starts_with("GITHUB_TOKEN"))
}

fn uses(job: &Node) -> impl Iterator<Item = &str> {
    let steps = job.get("steps").and_then(Node::as_sequence).unwrap_or_default();
    steps.iter().chain([job]).filter_map(|it| it.get("uses")?.as_text())
}

fn pinned(used: &str) -> bool {
    let full = |digest: &str| digest.len() == 40 && digest.bytes().all(|it| it.is_ascii_hexdigit());
    used.starts_with("./") || used.rsplit_once('@').is_some_and(|(_, digest)| full(digest))
}

/// Whether a job, or one that it needs, runs for the default branch only.
fn limited(workflow: &Node, job: &Node, depth: u8) -> bool {
    let condition = job.get("if").and_then(Node::as_text).unwrap_or_default();
    let needed = words(job.get("needs")).into_iter().filter_map(|it| workflow.get("jobs")?.get(it));
    condition.contains("default_branch")
        || depth < 8 && needed.into_iter().any(|it| limited(workflow, it, depth + 1))
}
