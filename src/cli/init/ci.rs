//! The workflows of a new project, at the root of its repository.

use super::choices::{Choices, Ci};
use super::files::{File, plain, script};
use super::tool::Tool;
use rolecall::manifest::import::name_for;
use rolecall::model::OrganizationId;

macro_rules! ours {
    ($path:literal) => {
        include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/", $path))
    };
}

/// Where a project is in its repository, and what keeps its jobs apart from those of other projects there.
struct Place<'a> {
    folder: &'a str,
    /// Of names: empty, or `-eu`.
    suffix: String,
}

/// All files, with paths from the repository's root.
pub(super) fn files(choices: &Choices) -> Vec<File> {
    let Choices { name: _, platform: _, ci, tool, example: _, folder } = choices;
    let suffix = match folder.as_str() {
        "" => String::new(),
        folder => format!("-{}", name_for(OrganizationId::new(1), Some(folder))),
    };
    let place = Place { folder, suffix };
    match ci {
        Ci::Github => github(&place, tool.as_ref()),
        Ci::Gitlab => gitlab(&place, tool.as_ref()),
        Ci::None => Vec::new(),
    }
}

/// The workflows, and the action that they use: to be read like any code, so that no other repository is trusted.
fn github(place: &Place<'_>, tool: Option<&Tool>) -> Vec<File> {
    const ACTION: &str = ".github/actions/rolecall";
    let workflow = |verb: &str, text: &str| {
        let path = format!(".github/workflows/rolecall-{verb}{}.yml", place.suffix);
        plain(&path, at(text, verb, place))
    };
    let mut action = ours!(".github/actions/rolecall/action.yml").to_owned();
    for (name, value) in tool.map(Tool::settings).unwrap_or_default() {
        action = with_default(&action, name, value);
    }
    vec![
        workflow("validate", ours!("examples/ci/github/rolecall-validate.yml")),
        workflow("plan", ours!("examples/ci/github/rolecall-plan.yml")),
        workflow("apply", ours!("examples/ci/github/rolecall-apply.yml")),
        workflow("drift", ours!("examples/ci/github/rolecall-drift.yml")),
        plain(&format!("{ACTION}/action.yml"), action),
        plain(&format!("{ACTION}/body.sh"), ours!(".github/actions/rolecall/body.sh").to_owned()),
        script(&format!("{ACTION}/install.sh"), ours!(".github/actions/rolecall/install.sh")),
        script(&format!("{ACTION}/run.sh"), ours!(".github/actions/rolecall/run.sh")),
        script(&format!("{ACTION}/comment.sh"), ours!(".github/actions/rolecall/comment.sh")),
        script(&format!("{ACTION}/issue.sh"), ours!(".github/actions/rolecall/issue.sh")),
        script(&format!("{ACTION}/end.sh"), ours!(".github/actions/rolecall/end.sh")),
    ]
}

/// A workflow of the project that is there. Its name keeps its concurrency groups apart.
fn at(text: &str, verb: &str, Place { folder, .. }: &Place<'_>) -> String {
    if folder.is_empty() {
        return text
            .replace("base/.\n", "base\n")
            .replace("proposed/.\n", "proposed\n")
            .replace("path: ./", "path: ");
    }
    text.replace(
        &format!("name: rolecall {verb}\n"),
        &format!("name: rolecall {verb} ({folder})\n"),
    )
    .replace("directory: .\n", &format!("directory: {folder}\n"))
    .replace("base/.\n", &format!("base/{folder}\n"))
    .replace("proposed/.\n", &format!("proposed/{folder}\n"))
    .replace("path: ./", &format!("path: {folder}/"))
    .replace("from the manifests\n", &format!("from the manifests in {folder}\n"))
}

/// The action with another default of one input.
fn with_default(action: &str, input: &str, value: &str) -> String {
    let start = action.find(&format!("\n  {input}:\n")).unwrap_or(action.len());
    let (before, after) = action.split_at(start);
    format!("{before}{}", after.replacen("default: \"\"", &format!("default: \"{value}\""), 1))
}

/// The pipeline, how it installs rolecall, and what keeps its note on a merge request.
fn gitlab(Place { folder, suffix }: &Place<'_>, tool: Option<&Tool>) -> Vec<File> {
    let mut pipeline = ours!("examples/ci/gitlab/rolecall.yml").to_owned();
    for (name, value) in tool.map(Tool::settings).unwrap_or_default() {
        let name = format!("ROLECALL_{}", name.to_ascii_uppercase());
        pipeline = pipeline.replacen(&format!("{name}: \"\""), &format!("{name}: \"{value}\""), 1);
    }
    if !folder.is_empty() {
        for job in ["install", "validate", "plan-main", "plan", "outcome", "apply", "drift"] {
            let renamed = format!("rolecall-{job}{suffix}");
            pipeline = pipeline
                .replace(&format!("\nrolecall-{job}:\n"), &format!("\n{renamed}:\n"))
                .replace(&format!("rolecall-{job}]"), &format!("{renamed}]"))
                .replace(&format!("rolecall-{job}, "), &format!("{renamed}, "));
        }
        // The environments that hold credentials stay the same.
        pipeline = pipeline
            .replace(&format!("{{name: rolecall-plan{suffix}, "), "{name: rolecall-plan, ")
            .replace("\n.rolecall:\n", &format!("\n.rolecall{suffix}:\n"))
            .replace("extends: .rolecall\n", &format!("extends: .rolecall{suffix}\n"))
            .replace("resource_group: rolecall\n", &format!("resource_group: rolecall{suffix}\n"))
            .replace("expose_as: rolecall plan\n", &format!("expose_as: rolecall plan{suffix}\n"))
            .replace("    PROJECT: .\n", &format!("    PROJECT: {folder}\n"))
            .replace("./.rolecall/journal", &format!("{folder}/.rolecall/journal"));
    } else {
        pipeline = pipeline.replace("./.rolecall/journal", ".rolecall/journal");
    }
    vec![
        plain(".gitlab-ci.yml", ours!("examples/ci/gitlab/.gitlab-ci.yml").to_owned()),
        plain(&format!(".gitlab/rolecall{suffix}.yml"), pipeline),
        script(".gitlab/rolecall-install.sh", ours!(".github/actions/rolecall/install.sh")),
        script(".gitlab/rolecall-note.sh", ours!("examples/ci/gitlab/note.sh")),
    ]
}
