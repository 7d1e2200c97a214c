//! What a new project has in it.

use super::choices::{Choices, Ci, ORGANIZATIONS};
use crate::cli::editor_schema;
use camino::{Utf8Path, Utf8PathBuf};

/// The platform that needs no account.
pub(super) const SANDBOX: &str = "sandbox";

/// The release that the workflows of this repository install.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// A file to write.
#[derive(Debug)]
pub(super) struct File {
    /// Relative to the project's folder.
    pub(super) path: Utf8PathBuf,
    pub(super) text: String,
    pub(super) executable: bool,
}

macro_rules! ours {
    ($path:literal) => {
        include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/", $path))
    };
}

/// All files of a project that is begun like this.
pub(super) fn files(choices: &Choices) -> Vec<File> {
    let Choices { name, platform, ci, example } = choices;
    let mut files = vec![
        manifest("rolecall.yaml", &project(name.as_str(), platform)),
        plain(editor_schema::FILE, crate::cli::schema::of_manifests()),
        plain(".vscode/settings.json", include_str!("templates/settings.json").to_owned()),
        plain(".gitignore", include_str!("templates/gitignore").to_owned()),
        script(".githooks/pre-commit", include_str!("templates/pre-commit")),
    ];
    if platform == SANDBOX {
        files.push(plain("platform.json", include_str!("templates/platform.json").to_owned()));
    }
    if *example {
        let text = include_str!("templates/organization.yaml");
        files.push(manifest(&format!("{ORGANIZATIONS}/example.yaml"), text));
    }
    match ci {
        Ci::Github => files.extend(github()),
        Ci::Gitlab => files.extend(gitlab()),
        Ci::None => {}
    }
    files
}

fn project(name: &str, platform: &str) -> String {
    let block = match platform {
        SANDBOX => include_str!("templates/sandbox.yaml").to_owned(),
        _ => include_str!("templates/remote.yaml").replace("{{platform}}", platform),
    };
    include_str!("templates/project.yaml")
        .replace("{{name}}", name)
        .replace("{{platform}}", block.trim_end())
}

/// The workflows, and the action that they use: a copy, so that no other repository is trusted with credentials.
fn github() -> Vec<File> {
    const WORKFLOWS: &str = ".github/workflows";
    const ACTION: &str = ".github/actions/rolecall";
    let workflow = |name: &str, text: &str| plain(&format!("{WORKFLOWS}/{name}"), current(text));
    vec![
        workflow("rolecall-validate.yml", ours!("examples/ci/github/rolecall-validate.yml")),
        workflow("rolecall-plan.yml", ours!("examples/ci/github/rolecall-plan.yml")),
        workflow("rolecall-apply.yml", ours!("examples/ci/github/rolecall-apply.yml")),
        workflow("rolecall-drift.yml", ours!("examples/ci/github/rolecall-drift.yml")),
        plain(
            &format!("{ACTION}/action.yml"),
            ours!(".github/actions/rolecall/action.yml").to_owned(),
        ),
        plain(&format!("{ACTION}/body.sh"), ours!(".github/actions/rolecall/body.sh").to_owned()),
        script(&format!("{ACTION}/install.sh"), ours!(".github/actions/rolecall/install.sh")),
        script(&format!("{ACTION}/run.sh"), ours!(".github/actions/rolecall/run.sh")),
        script(&format!("{ACTION}/comment.sh"), ours!(".github/actions/rolecall/comment.sh")),
        script(&format!("{ACTION}/issue.sh"), ours!(".github/actions/rolecall/issue.sh")),
    ]
}

/// The pipeline, and what keeps its note on a merge request.
fn gitlab() -> Vec<File> {
    vec![
        plain(".gitlab-ci.yml", current(ours!("examples/ci/gitlab/.gitlab-ci.yml"))),
        script(".gitlab/rolecall-note.sh", ours!("examples/ci/gitlab/rolecall-note.sh")),
    ]
}

/// A workflow that installs this release.
fn current(text: &str) -> String {
    text.replace("version: 0.1.0", &format!("version: {VERSION}"))
        .replace("ROLECALL_VERSION: \"0.1.0\"", &format!("ROLECALL_VERSION: \"{VERSION}\""))
}

/// A manifest that says where its schema is, for editors other than VS Code.
fn manifest(path: &str, text: &str) -> File {
    let folder = Utf8Path::new(path).parent().unwrap_or(Utf8Path::new(""));
    let schema = editor_schema::from(folder);
    plain(path, format!("# yaml-language-server: $schema={schema}\n{text}"))
}

fn plain(path: &str, text: String) -> File {
    File { path: path.into(), text, executable: false }
}

fn script(path: &str, text: &str) -> File {
    File { path: path.into(), text: text.to_owned(), executable: true }
}
