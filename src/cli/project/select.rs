//! Which organizations PATH and `--org` choose.

use super::files::relative;
use crate::cli::error;
use crate::cli::files::cant_read;
use anyhow::Result;
use camino::{Utf8Component, Utf8Path, Utf8PathBuf};
use rolecall::model::{Desired, NamePattern};
use std::path::{Path, PathBuf};

/// The path without links and dots, so that its folders are its ancestors.
pub(crate) fn existing(path: &Path) -> Result<Utf8PathBuf> {
    let there = dunce::canonicalize(path).map_err(|source| match source.kind() {
        std::io::ErrorKind::NotFound => error::usage(
            format!("no file or folder {}", path.display()),
            "PATH is a file or folder of a project; left out, it is the project of the current directory",
        ),
        _ => cant_read(path, source),
    })?;
    Utf8PathBuf::from_path_buf(there).map_err(|there| {
        error::usage(
            format!("the path {} is not Unicode", there.display()),
            "move the project to a folder whose name is",
        )
    })
}

/// The path with its links as they are written, and without dots.
pub(super) fn as_written(path: &Path) -> Option<Utf8PathBuf> {
    let absolute = Utf8PathBuf::from_path_buf(std::path::absolute(path).ok()?).ok()?;
    let mut plain = Utf8PathBuf::new();
    for part in absolute.components() {
        match part {
            Utf8Component::ParentDir => drop(plain.pop()),
            part => plain.push(part),
        }
    }
    Some(plain)
}

/// Keeps the organizations that are declared under one of the PATHs and named by one of the `--org`s;
/// no PATH is the whole Project, no `--org` is everybody.
pub(super) fn choose(
    organizations: Vec<Desired>,
    root: &Utf8Path,
    paths: &[PathBuf],
    names: &[NamePattern],
) -> Result<Vec<Desired>> {
    let mut places = Vec::with_capacity(paths.len());
    for path in paths {
        let there = existing(path)?;
        if !there.starts_with(root) {
            return Err(error::usage(
                format!("{} is outside of the project in {}", path.display(), root),
                "give paths of one project; the first one decides which",
            ));
        }
        places.push(relative(root, &there));
    }
    for name in names {
        if !organizations.iter().any(|one| name.matches(&one.name)) {
            let known: Vec<_> = organizations.iter().map(|it| it.name.as_str()).collect();
            return Err(error::usage(
                format!("no organization fits `{name}`"),
                format!("there are: {}", known.join(", ")),
            ));
        }
    }
    let chosen = organizations.into_iter().filter(|it| {
        (places.is_empty() || places.iter().any(|place| is_under(place, &it.source.file)))
            && (names.is_empty() || names.iter().any(|name| name.matches(&it.name)))
    });
    Ok(chosen.collect())
}

/// Whether the file is the place, or is somewhere in it. The empty place is the whole Project.
fn is_under(place: &str, file: &str) -> bool {
    place.is_empty()
        || file == place
        || file.strip_prefix(place).is_some_and(|rest| rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::is_under;

    #[test]
    fn a_place_is_a_file_or_a_folder_and_no_prefix() {
        assert!(is_under("", "a.yaml"));
        assert!(is_under("clients", "clients/a.yaml"));
        assert!(is_under("clients/a.yaml", "clients/a.yaml"));
        assert!(!is_under("client", "clients/a.yaml"));
        assert!(!is_under("clients/b", "clients/a.yaml"));
    }
}
