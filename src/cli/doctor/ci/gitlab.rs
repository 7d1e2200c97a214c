use super::workflow::{environment, fields, texts, words};
use super::{about_rolecall, named};
use crate::cli::doctor::findings::CiFindings;
use anyhow::Result;
use camino::Utf8Path;
use rolecall::manifest::{Node, foreign};

/// Verbs that need a credential.
const WITH_CREDENTIAL: [&str; 3] = ["rolecall plan", "rolecall apply", "rolecall drift"];

/// Looks at the pipelines that run rolecall. Whether there are any.
pub(super) fn look(repository: &Utf8Path, findings: &mut CiFindings) -> Result<bool> {
    const FIRST: &str = ".gitlab-ci.yml";
    let mut pipelines = about_rolecall(repository, ".gitlab", findings)?;
    let top = about_rolecall(repository, "", findings)?;
    let first: Vec<_> = top.into_iter().filter(|(path, _)| path == FIRST).collect();
    if first.is_empty() && !pipelines.is_empty() {
        findings.wrong.push(format!(
            "{FIRST}: it does not include `.gitlab/rolecall*.yml`, so none of its jobs runs"
        ));
    }
    pipelines.extend(first);
    for (path, text) in &pipelines {
        match foreign(text) {
            Some(pipeline) => jobs(path, &pipeline, findings),
            None => findings.wrong.push(format!("{path}: it is not readable as YAML")),
        }
    }
    Ok(!pipelines.is_empty())
}

fn jobs(path: &Utf8Path, pipeline: &Node, findings: &mut CiFindings) {
    for (name, job) in fields(Some(pipeline)) {
        let variables = job.get("variables");
        let variable = |name: &str| variables?.get(name)?.as_text();
        if variable("ROLECALL_REPOSITORY").is_some() {
            let installed = named(
                variable("ROLECALL_REPOSITORY"),
                variable("ROLECALL_REV"),
                variable("ROLECALL_SHA256"),
            );
            match installed {
                Ok(()) => {
                    findings.fine.push(format!("{path}: rolecall is installed by a full digest"))
                }
                Err(why) => findings.wrong.push(format!("{path}: it {why}")),
            }
        }
        if variables.map(texts).unwrap_or_default().iter().any(|it| it.contains("glpat-")) {
            findings
                .wrong
                .push(format!("{path}: `{name}` holds a token: it belongs into the settings"));
        }
        let script = words(job.get("script"));
        if script.iter().any(|line| WITH_CREDENTIAL.iter().any(|verb| line.contains(verb))) {
            findings.tell(
                environment(job).is_some(),
                format!("{path}: job {name} has its credential from an environment"),
                format!(
                    "{path}: job {name} needs a credential and has no environment to scope it to"
                ),
            );
        }
    }
}
