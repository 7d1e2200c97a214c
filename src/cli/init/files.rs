//! What a new project has in it.

use super::choices::{Choices, ORGANIZATIONS};
use crate::cli::editor_schema;
use camino::{Utf8Path, Utf8PathBuf};

/// The platform that needs no account.
pub(super) const SANDBOX: &str = "sandbox";

/// A file to write.
#[derive(Debug)]
pub(super) struct File {
    /// Relative to the project's folder, or to the repository's root.
    pub(super) path: Utf8PathBuf,
    pub(super) text: String,
    pub(super) executable: bool,
}

/// The files of the project's folder.
pub(super) fn files(choices: &Choices) -> Vec<File> {
    let Choices { name, platform, ci: _, tool: _, example, folder: _ } = choices;
    let mut files = vec![
        manifest("rolecall.yaml", &project(name.as_str(), platform)),
        plain(editor_schema::FILE, crate::cli::schema::of_manifests()),
        plain(".vscode/settings.json", include_str!("templates/settings.json").to_owned()),
        plain(".yamllint", include_str!("templates/yamllint").to_owned()),
        plain(".prettierrc", include_str!("templates/prettierrc").to_owned()),
        plain(".prettierignore", include_str!("templates/prettierignore").to_owned()),
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

/// A manifest that says where its schema is, for editors other than VS Code.
fn manifest(path: &str, text: &str) -> File {
    let folder = Utf8Path::new(path).parent().unwrap_or(Utf8Path::new(""));
    let schema = editor_schema::from(folder);
    plain(path, format!("# yaml-language-server: $schema={schema}\n{text}"))
}

pub(super) fn plain(path: &str, text: String) -> File {
    File { path: path.into(), text, executable: false }
}

pub(super) fn script(path: &str, text: &str) -> File {
    File { path: path.into(), text: text.to_owned(), executable: true }
}
