//! Manifests that a proposed branch brings where no project is: nothing plans them, and a reviewer has to hear of it.

use super::files::read_all;
use super::repository;
use crate::cli::files::Room;
use anyhow::Result;
use camino::Utf8Path;
use rolecall::manifest::{PROJECT_FILE, names_us};
use std::collections::{BTreeMap, BTreeSet};

/// Files with our `apiVersion` that stand in no Project's folder, and are not just so in the checkout of the base. Their
/// paths from the repository's root, sorted; none where one of the folders is in no repository, or is its root.
pub(super) fn outside(
    base: &Utf8Path,
    proposed: &Utf8Path,
    room: &mut Room,
) -> Result<Vec<String>> {
    let (Some(base), Some(proposed)) = (around(base), around(proposed)) else {
        return Ok(Vec::new());
    };
    let old: BTreeMap<_, _> =
        read_all(base, room)?.files.into_iter().map(|it| (it.path, it.text)).collect();
    let new = read_all(proposed, room)?.files;
    let projects: BTreeSet<_> = new
        .iter()
        .map(|it| Utf8Path::new(&it.path))
        .filter(|path| path.file_name() == Some(PROJECT_FILE))
        .filter_map(Utf8Path::parent)
        .collect();
    let is_in_one =
        |path: &str| Utf8Path::new(path).ancestors().any(|folder| projects.contains(folder));
    let found = new.iter().filter(|it| {
        names_us(it.text.as_bytes()) && old.get(&it.path) != Some(&it.text) && !is_in_one(&it.path)
    });
    Ok(found.map(|it| it.path.clone()).collect())
}

/// The repository around a folder.
fn around(folder: &Utf8Path) -> Option<&Utf8Path> {
    repository(folder).filter(|root| *root != folder)
}
