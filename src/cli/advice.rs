//! The exact command that does what was shown.

use super::args::{Part, Safety};
use super::settings::Settings;
use rolecall::model::StoreLocation;
use std::path::{Path, PathBuf};

/// `rolecall apply …` for a plan that was saved.
pub(crate) fn apply_saved(file: &Path, store: Option<&StoreLocation>) -> String {
    let store = store.into_iter().flat_map(|store| ["--store".to_owned(), store.to_string()]);
    let file = ["rolecall", "apply", "--plan"].map(str::to_owned).into_iter().chain([shown(file)]);
    words(file.chain(store))
}

/// `rolecall apply …` with the same choice and flags as the plan.
pub(crate) fn apply(settings: &Settings, paths: &[PathBuf], part: Part, safety: &Safety) -> String {
    let Settings {
        directory,
        given_directory,
        orgs,
        platform,
        base_url,
        store,
        allow_assumed,
        now,
        redaction: _,
    } = settings;
    let Safety { max_removals, allow_workspace_deletion } = safety;
    let mut all = vec!["rolecall".to_owned(), "apply".to_owned()];
    all.extend(paths.iter().map(|path| shown(path)));
    let mut flag = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            all.extend([name.to_owned(), value]);
        }
    };
    flag("--directory", given_directory.then(|| shown(directory)));
    for org in orgs {
        flag("--org", Some(org.to_string()));
    }
    flag("--platform", platform.clone());
    flag("--base-url", base_url.clone());
    flag("--store", store.as_ref().map(ToString::to_string));
    flag("--now", now.map(|now| now.to_string()));
    flag("--shard", part.shard.map(|shard| shard.to_string()));
    flag("--max-removals", max_removals.map(|budget| budget.to_string()));
    let mut switch = |name: &str, on: bool| all.extend(on.then(|| name.to_owned()));
    switch("--allow-workspace-deletion", *allow_workspace_deletion);
    switch("--allow-assumed", *allow_assumed);
    words(all)
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

fn words(all: impl IntoIterator<Item = String>) -> String {
    let quoted: Vec<_> = all.into_iter().map(|word| quoted(&word)).collect();
    quoted.join(" ")
}

/// A word as a POSIX shell takes it.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:=%@,+".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn what_a_shell_would_read_otherwise_is_quoted() {
        assert_eq!(quoted("examples/agency"), "examples/agency");
        assert_eq!(quoted("a b"), "'a b'");
        assert_eq!(quoted("it's"), r"'it'\''s'");
        assert_eq!(quoted(""), "''");
    }
}
