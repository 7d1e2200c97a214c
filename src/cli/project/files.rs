//! Reading the YAML files of a Project's folder.

use crate::cli::error::invalid;
use crate::cli::files::cant_read;
use anyhow::Result;
use camino::{Utf8Path, Utf8PathBuf};
use rolecall::manifest::SourceFile;
use std::fs;
use std::io::Read as _;

/// The largest file that is read. A thousand people take about 100 KB, so what is larger is no manifest.
const MAX_BYTES: u64 = 8 * 1024 * 1024;

/// All `*.yaml` and `*.yml` under the folder, sorted by path. Dot-folders are skipped, and folders behind
/// symbolic links too, since those can go round in circles.
pub(super) fn read_all(root: &Utf8Path) -> Result<Vec<SourceFile>> {
    let mut paths = Vec::new();
    list(root, &mut paths)?;
    let mut files = Vec::with_capacity(paths.len());
    for path in paths {
        let name = relative(root, &path);
        files.push(SourceFile { text: read(&path)?, path: name });
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

/// The path under the Project's folder with forward slashes, the same on every machine.
pub(super) fn relative(root: &Utf8Path, path: &Utf8Path) -> String {
    let inner = path.strip_prefix(root).unwrap_or(path);
    let parts: Vec<_> = inner.components().map(|part| part.as_str()).collect();
    parts.join("/")
}

fn list(folder: &Utf8Path, paths: &mut Vec<Utf8PathBuf>) -> Result<()> {
    let failed = |error| cant_read(folder, error);
    for entry in folder.read_dir_utf8().map_err(failed)? {
        let entry = entry.map_err(failed)?;
        if entry.file_name().starts_with('.') {
            continue;
        }
        let kind = entry.file_type().map_err(failed)?;
        let path = entry.into_path();
        if kind.is_dir() {
            list(&path, paths)?;
        } else if is_yaml(&path) && path.is_file() {
            paths.push(path);
        }
    }
    Ok(())
}

fn is_yaml(path: &Utf8Path) -> bool {
    matches!(path.extension(), Some("yaml" | "yml"))
}

pub(super) fn read(path: &Utf8Path) -> Result<String> {
    let failed = |error| cant_read(path, error);
    let file = fs::File::open(path).map_err(failed)?;
    let mut bytes = Vec::new();
    // One byte more than allowed is asked for, so that a file that grows meanwhile can't get past the cap.
    file.take(MAX_BYTES + 1).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(invalid(
            format!("{path}: it is larger than {} MiB", MAX_BYTES / 1024 / 1024),
            "split it, or move what is no manifest out of the project's folder",
        ));
    }
    String::from_utf8(bytes).map_err(|error| {
        let before = error.utf8_error().valid_up_to();
        let line = error.as_bytes()[..before].iter().filter(|byte| **byte == b'\n').count() + 1;
        invalid(format!("{path}: line {line} is not UTF-8"), "save it as UTF-8")
    })
}
