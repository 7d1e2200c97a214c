//! Recordings, read twice: first to find the API, then what there is to learn from.

use crate::cli::error;
use crate::cli::files;
use anyhow::{Context as _, Result};
use rolecall::learn::recording::{Collector, HarError, Marks, Overview, Recording};
use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// No recording is longer.
const LONGEST: u64 = 512 << 20;

/// What was recorded.
pub(super) struct Recorded {
    pub(super) recording: Recording,
    pub(super) overview: Overview,
    /// `sha256:…` of all files, one after the other.
    pub(super) digest: String,
}

pub(super) fn read(paths: &[PathBuf], marks: &Marks, host: Option<&str>) -> Result<Recorded> {
    files::fit_together(paths, LONGEST)?;
    let mut overview = Overview::default();
    let mut digest = Sha256::new();
    for path in paths {
        let file = Hashed { inner: open(path)?, digest: &mut digest };
        overview.read(file, marks).map_err(|error| unreadable(path, error))?;
    }
    let Some(origin) = overview.origin(host).map(str::to_owned) else {
        let hosts: Vec<_> = overview.hosts().collect();
        return Err(match (host, hosts.is_empty()) {
            (Some(host), false) => error::failed(
                format!("nothing of the script went to {host}"),
                format!("what did went to {}", hosts.join(", ")),
            ),
            _ => error::failed(
                "nothing of the script is in the recording",
                "is it of this script, of this organization and of the console? Record with Preserve log, and export with content",
            ),
        });
    };
    let mut collector = Collector::new(&overview, marks, &origin);
    for path in paths {
        collector.read(open(path)?).map_err(|error| unreadable(path, error))?;
    }
    let recording = collector.finish();
    let hex = digest.finalize().iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    });
    Ok(Recorded { recording, overview, digest: format!("sha256:{hex}") })
}

fn open(path: &Path) -> Result<File> {
    let file = File::open(path).map_err(|error| files::cant_read(path, error))?;
    let known = file.metadata().map_err(|error| files::cant_read(path, error))?;
    if !known.is_file() {
        return Err(error::failed(
            format!("{} is no file", path.display()),
            "a recording is read twice; save it to a file first",
        ));
    }
    if known.len() > LONGEST {
        return Err(error::failed(
            format!("{} is larger than 512 MiB", path.display()),
            "record the steps alone, or in several files: `rolecall learn one.har two.har`",
        ));
    }
    Ok(file)
}

fn unreadable(path: &Path, error: HarError) -> anyhow::Error {
    let help = "export the recording as HAR 1.2, with content";
    match error {
        HarError::Io(error) => files::cant_read(path, error),
        error @ HarError::NotHar(_) => {
            error::failed(format!("{} can't be used: {error}", path.display()), help)
        }
    }
}

/// Takes the digest of what goes by.
struct Hashed<'d> {
    inner: File,
    digest: &'d mut Sha256,
}

impl Read for Hashed<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(out)?;
        self.digest.update(&out[..read]);
        Ok(read)
    }
}

/// Reads a script.
pub(super) fn script(path: &Path) -> Result<rolecall::learn::script::Script> {
    if !path.exists() {
        return Err(error::failed(
            format!("there is no script at {}", path.display()),
            "make one with `rolecall learn script`, follow it while the browser records, then try again",
        ));
    }
    let text = files::read(path)?;
    let read = crate::cli::versioned::read(&text, "script", rolecall::learn::script::FORMAT);
    read.with_context(|| files::cant_use(path))
}
