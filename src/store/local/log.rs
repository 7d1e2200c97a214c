use super::blocking;
use super::files::{create_folder, private, sync_folder};
use crate::store::{Log, StoreError};
use camino::{Utf8Path, Utf8PathBuf};
use futures::FutureExt as _;
use futures::future::BoxFuture;
use std::fs::File;
use std::io::{self, Write as _};
use std::sync::Arc;

const EXTENSION: &str = "jsonl";

struct LogFile {
    file: Arc<File>,
    path: Utf8PathBuf,
}

/// Creates `<name>.jsonl`, or `<name>_2.jsonl` and so on where there is one (sorts after it), and makes its name last.
pub(super) fn create(folder: &Utf8Path, name: &str) -> Result<Box<dyn Log>, StoreError> {
    let failed =
        |path: &Utf8Path, error| StoreError::new(format!("can't write the journal {path}"), error);
    create_folder(folder).map_err(|error| failed(folder, error))?;
    let mut path = folder.join(format!("{name}.{EXTENSION}"));
    let mut number = 1;
    let file = loop {
        match private().append(true).create_new(true).open(&path) {
            Ok(file) => break file,
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                number += 1;
                path = folder.join(format!("{name}_{number}.{EXTENSION}"));
            }
            Err(error) => return Err(failed(&path, error)),
        }
    };
    let synced = sync_folder(folder).and_then(|()| folder.parent().map_or(Ok(()), sync_folder));
    synced.map_err(|error| failed(&path, error))?;
    Ok(Box::new(LogFile { file: Arc::new(file), path }))
}

/// Names of all logs, sorted, which is by time.
pub(super) fn names(folder: &Utf8Path) -> Result<Vec<String>, StoreError> {
    let failed = |error| StoreError::new(format!("can't read the folder {folder}"), error);
    let entries = match folder.read_dir_utf8() {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(failed(error)),
    };
    let mut names = Vec::new();
    for entry in entries {
        let path = entry.map_err(failed)?.into_path();
        if path.extension() == Some(EXTENSION) {
            names.extend(path.file_name().map(str::to_owned));
        }
    }
    names.sort();
    Ok(names)
}

impl Log for LogFile {
    fn location(&self) -> String {
        self.path.to_string()
    }

    fn lingers(&self) -> bool {
        false
    }

    fn rescue(&mut self, _: &[u8]) -> Option<String> {
        None
    }

    fn append(&mut self, lines: Vec<u8>) -> BoxFuture<'_, Result<(), StoreError>> {
        let (file, path) = (Arc::clone(&self.file), self.path.clone());
        blocking(move || {
            let written = file.as_ref().write_all(&lines).and_then(|()| file.sync_data());
            written
                .map_err(|error| StoreError::new(format!("can't write the journal {path}"), error))
        })
        .boxed()
    }
}
