//! What can be seen in the repository of how CI keeps the credential, and what only its owner can look up.

mod github;
mod gitlab;
mod workflow;

use super::findings::CiFindings;
use crate::cli::files::{cant_read, up_to};
use crate::cli::init;
use anyhow::Result;
use camino::{Utf8Path, Utf8PathBuf};

/// No workflow is longer, nor does GitHub or GitLab take one.
const LONGEST: u64 = 8 << 20;
const TOO_LARGE: &str = "is larger than 8 MiB, so it was not read";

/// Looks at the workflows and pipelines of a repository.
pub(super) fn look(repository: &Utf8Path) -> Result<CiFindings> {
    let mut findings = CiFindings::default();
    let github = github::look(repository, &mut findings)?;
    let gitlab = gitlab::look(repository, &mut findings)?;
    for (there, ci) in [(github, init::Ci::Github), (gitlab, init::Ci::Gitlab)] {
        if there {
            let (_, settings) = init::settings(ci);
            findings.look.extend(settings.iter().map(|it| (*it).to_owned()));
        }
    }
    if !github && !gitlab {
        findings.wrong.push(
            "no workflow or pipeline runs rolecall: `rolecall init --ci github` writes them"
                .to_owned(),
        );
    }
    Ok(findings)
}

/// For people.
pub(super) fn text(findings: &CiFindings) -> String {
    let CiFindings { fine, wrong, look } = findings;
    let mut out = String::new();
    let mut say = |word: &str, lines: &[String]| {
        lines.iter().for_each(|line| out.push_str(&format!("{word:<7}{line}\n")));
    };
    say("ok", fine);
    say("WRONG", wrong);
    if !look.is_empty() {
        say("look", &["these settings are not in any file:".to_owned()]);
        say("", look);
    }
    out
}

/// The YAML files of a folder whose text names rolecall, with their paths from the repository's root, sorted.
fn about_rolecall(
    repository: &Utf8Path,
    folder: &str,
    findings: &mut CiFindings,
) -> Result<Vec<(Utf8PathBuf, String)>> {
    let there = repository.join(folder);
    if !there.is_dir() {
        return Ok(Vec::new());
    }
    let failed = |source| cant_read(there.as_std_path(), source);
    let mut found = Vec::new();
    for entry in there.read_dir_utf8().map_err(failed)? {
        let path = entry.map_err(failed)?.into_path();
        if !matches!(path.extension(), Some("yml" | "yaml")) || !path.is_file() {
            continue;
        }
        let shown = path.strip_prefix(repository).unwrap_or(&path).to_owned();
        match read(&path)? {
            Some(text) if text.to_lowercase().contains("rolecall") => found.push((shown, text)),
            Some(_) => {}
            None => findings.wrong.push(format!("{shown}: it {TOO_LARGE}")),
        }
    }
    found.sort();
    Ok(found)
}

/// The text of a file, and `None` where it is too large.
fn read(path: &Utf8Path) -> Result<Option<String>> {
    let bytes = up_to(path, LONGEST).map_err(|source| cant_read(path.as_std_path(), source))?;
    Ok(bytes.map(|it| String::from_utf8_lossy(&it).into_owned()))
}

/// What an installation of rolecall names: an address, and a full digest of 40 or 64 digits.
fn named(
    repository: Option<&str>,
    rev: Option<&str>,
    sha256: Option<&str>,
) -> Result<(), &'static str> {
    let given = |it: Option<&str>| it.filter(|text| !text.is_empty()).map(str::to_owned);
    let full = |digest: &str, lengths: &[usize]| {
        lengths.contains(&digest.len()) && digest.bytes().all(|byte| byte.is_ascii_hexdigit())
    };
    match (given(repository), given(rev), given(sha256)) {
        (None, ..) | (_, None, None) => Err("doesn't say where rolecall is installed from"),
        (_, Some(rev), _) if !full(&rev, &[40, 64]) => {
            Err("installs a branch or tag, which can be moved")
        }
        (_, None, Some(digest)) if !full(&digest, &[64]) => {
            Err("has no full digest for the archive")
        }
        _ => Ok(()),
    }
}
