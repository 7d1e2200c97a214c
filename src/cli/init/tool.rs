//! Where CI installs rolecall from: a repository or an archive that the user names, at a full digest.

use crate::cli::error;
use anyhow::Result;

/// What CI installs. There is no default: whoever runs it hands credentials to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Tool {
    /// An https address.
    repository: String,
    digest: Digest,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Digest {
    /// A commit to build.
    Rev(String),
    /// The SHA-256 of this release's archive for Linux.
    Archive(String),
}

impl Tool {
    /// Checks what was given; nothing where nothing was.
    pub(super) fn given(
        repository: Option<String>,
        rev: Option<String>,
        sha256: Option<String>,
    ) -> Result<Option<Self>> {
        let digest = match (rev, sha256) {
            (None, None) if repository.is_none() => return Ok(None),
            (Some(rev), None) => Digest::Rev(as_rev(&rev)?),
            (None, Some(digest)) => Digest::Archive(as_sha256(&digest)?),
            (None, None) | (Some(_), Some(_)) => {
                return Err(error::usage(
                    "it takes one digest to say what CI installs",
                    "give `--tool-rev`, the full digest of a commit, or `--tool-sha256`, that of an archive",
                ));
            }
        };
        let repository = repository.ok_or_else(|| {
            error::usage("a digest without an address", "give `--tool-repository` too")
        })?;
        Ok(Some(Self { repository: as_repository(&repository)?, digest }))
    }

    /// Names of settings and what they are, as the action calls them.
    pub(super) fn settings(&self) -> Vec<(&'static str, &str)> {
        let mut settings = vec![("repository", self.repository.as_str())];
        match &self.digest {
            Digest::Rev(rev) => settings.push(("rev", rev)),
            Digest::Archive(sha256) => {
                settings.extend([("version", env!("CARGO_PKG_VERSION")), ("sha256", sha256)]);
            }
        }
        settings
    }
}

/// An address that means nothing else to a shell, to YAML or to a workflow.
pub(super) fn as_repository(said: &str) -> Result<String> {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-._~/:%+".contains(c);
    match said.strip_prefix("https://") {
        Some(rest)
            if rest.starts_with(|c: char| c.is_ascii_alphanumeric()) && rest.chars().all(plain) =>
        {
            Ok(said.to_owned())
        }
        _ => Err(error::usage(
            format!("`{said}` is no address to install from"),
            "it begins with https://, and has no user, query or fragment",
        )),
    }
}

/// A commit, by its whole digest.
pub(super) fn as_rev(said: &str) -> Result<String> {
    digest(
        said,
        &[40, 64],
        "a commit is named by its full digest of 40 hexadecimal digits: branches and tags can be moved",
    )
}

fn as_sha256(said: &str) -> Result<String> {
    digest(
        said,
        &[64],
        "the SHA-256 of an archive has 64 hexadecimal digits: `SHA256SUMS` beside it has it",
    )
}

fn digest(said: &str, lengths: &[usize], help: &str) -> Result<String> {
    let said = said.to_ascii_lowercase();
    if lengths.contains(&said.len()) && said.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Ok(said);
    }
    Err(error::usage(format!("`{said}` is no full digest"), help))
}

#[cfg(test)]
mod tests {
    use super::*;

    const REV: &str = "0123456789abcdef0123456789abcdef01234567";

    fn given(repository: &str, rev: &str, sha256: &str) -> Result<Option<Tool>> {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Tool::given(some(repository), some(rev), some(sha256))
    }

    #[test]
    fn a_repository_with_a_full_digest_is_taken() {
        let tool = given("https://git.example/agency/rolecall", REV, "").unwrap().unwrap();
        assert_eq!(
            tool.settings(),
            [("repository", "https://git.example/agency/rolecall"), ("rev", REV)]
        );
        let sha256 = "0".repeat(64);
        let tool = given("https://git.example/x.tar.gz", "", &sha256).unwrap().unwrap();
        assert_eq!(
            tool.settings()[1..],
            [("version", env!("CARGO_PKG_VERSION")), ("sha256", &sha256)]
        );
        assert_eq!(given("", "", "").unwrap(), None);
    }

    #[test]
    fn what_could_be_moved_or_mean_something_else_is_refused() {
        let sha256 = "0".repeat(64);
        for (repository, rev, archive) in [
            ("https://git.example/a", "main", ""),
            ("https://git.example/a", "v1.0.0", ""),
            ("https://git.example/a", &REV[1..], ""),
            ("https://git.example/a", "", "abc"),
            ("https://git.example/a", "", ""),
            ("https://git.example/a", REV, &sha256),
            ("", REV, ""),
            ("http://git.example/a", REV, ""),
            ("https://", REV, ""),
            ("https://user:word@git.example/a", REV, ""),
            ("https://git.example/a\"\n  evil: x", REV, ""),
            ("https://git.example/${{ secrets.X }}", REV, ""),
            ("https://git.example/$(id)", REV, ""),
            ("--upload-pack=x", REV, ""),
        ] {
            assert!(given(repository, rev, archive).is_err(), "{repository} {rev} {archive}");
        }
    }
}
