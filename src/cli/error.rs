//! Everything that can end a run, with what to do about it apart from what it is.

use camino::Utf8PathBuf;
use rolecall::platform::PlatformError;
use std::path::PathBuf;

/// Why a verb could not do its work. Messages are fragments; [`Error::help`] says what to do.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    /// The command line asks for something that can't be.
    #[error("{what}")]
    Usage {
        /// What is wrong with it.
        what: String,
        /// What to write instead.
        help: Option<String>,
    },
    /// A question has to be answered and there is no terminal.
    #[error("there is nobody to ask whether this plan may be applied")]
    NobodyToAsk,
    /// The question was answered with no.
    #[error("not applied: the answer was not `yes`")]
    Declined,
    /// A question of `init` was left without an answer.
    #[error("nothing was written: a question was left without an answer")]
    NoAnswer,
    /// No `rolecall.yaml` from here upward.
    #[error("no `rolecall.yaml` in {from} or in a folder above it")]
    NoProject {
        /// Where the search began.
        from: Utf8PathBuf,
    },
    /// Two Projects, one inside of the other's folder.
    #[error("{inner} is a Project inside of another one's folder, {outer}")]
    NestedProject {
        /// The folder or file that is refused.
        inner: Utf8PathBuf,
        /// The other one's folder.
        outer: Utf8PathBuf,
    },
    /// A `rolecall.yaml` that says nothing.
    #[error("{file} has no document with `kind: Project`")]
    NoProjectDocument {
        /// Which.
        file: Utf8PathBuf,
    },
    /// Nothing to work on.
    #[error("no Organization or Client manifest in {place}")]
    NoOrganizations {
        /// Where none was found.
        place: String,
        /// YAML files there that are not ours.
        passed_over: usize,
    },
    /// The diagnostics have been printed.
    #[error("the manifests are invalid: {}", count(*.errors, "error"))]
    Manifests {
        /// How many errors there are.
        errors: usize,
    },
    /// A table that can't be used. The diagnostics have been printed.
    #[error("no client was written: {}", count(*.errors, "error"))]
    Table {
        /// How many errors there are.
        errors: usize,
    },
    /// A YAML file that is too large, or no text.
    #[error("{}: {what}", .path.display())]
    NotText {
        /// Which.
        path: PathBuf,
        /// What is wrong with it.
        what: String,
        /// What to do about it.
        help: &'static str,
    },
    /// A file or folder can't be read.
    #[error("can't read {}", .path.display())]
    Read {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A file, folder or stream can't be written.
    #[error("can't write {what}")]
    Write {
        /// Which.
        what: String,
        /// Why.
        source: std::io::Error,
    },
    /// A file is not what it should be.
    #[error("{} can't be used", .path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// What is wrong with it.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// A saved plan was changed after it was made.
    #[error("{} is refused", .path.display())]
    PlanEdited {
        /// Which.
        path: PathBuf,
        /// What does not fit.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The platform can't be reached or used at all.
    #[error("{what}")]
    Platform {
        /// What went wrong.
        what: String,
        /// What to do.
        help: Option<String>,
    },
    /// The embedded platform does not start.
    #[error("the embedded platform does not start")]
    Sandbox(#[source] rolecall::sandbox::SandboxError),
    /// The folder of locks and journals can't be used.
    #[error(transparent)]
    Store(rolecall::store::StoreError),
    /// Something of the machine is missing.
    #[error("can't start {what}")]
    Start {
        /// What.
        what: &'static str,
        /// Why.
        source: std::io::Error,
    },
}

impl Error {
    /// A usage error with advice.
    pub(crate) fn usage(what: impl Into<String>, help: impl Into<String>) -> Self {
        Self::Usage { what: what.into(), help: Some(help.into()) }
    }

    /// What the reader can do about it.
    pub(crate) fn help(&self) -> Option<String> {
        let text = match self {
            Self::Usage { help, .. } | Self::Platform { help, .. } => return help.clone(),
            Self::Store(error) => return error.help().map(str::to_owned),
            Self::NotText { help, .. } => help,
            Self::NobodyToAsk => {
                "look at `rolecall plan` first, then give `--yes`, or run it on a terminal"
            }
            Self::NoAnswer => "answer it, or give `--name`, `--platform` and `--ci`",
            Self::NoProject { .. } => {
                "give the path of a project, or write a `rolecall.yaml` with `kind: Project` there"
            }
            Self::NestedProject { .. } => {
                "remove it, or move it out of that folder: only the outer Project may name commands and files"
            }
            Self::NoProjectDocument { .. } => {
                "begin with: {apiVersion: rolecall/v1, kind: Project, metadata: {name: my-project}, spec: {platform: sandbox}}"
            }
            Self::NoOrganizations { passed_over: 0, .. } => {
                "write one document with `apiVersion: rolecall/v1` and `kind: Organization` for each organization"
            }
            Self::NoOrganizations { .. } => {
                "YAML without `apiVersion: rolecall/v1` is passed over: is this the right folder?"
            }
            Self::Manifests { .. } => "nothing was sent to the platform",
            Self::Table { .. } => "all rows have to be right before any file is written",
            Self::PlanEdited { .. } => {
                "make a new one, with `rolecall plan --out FILE` or `rolecall drift --format json`"
            }
            Self::File { .. }
            | Self::Declined
            | Self::Sandbox(_)
            | Self::Read { .. }
            | Self::Write { .. }
            | Self::Start { .. } => return None,
        };
        Some(text.to_owned())
    }
}

impl From<PlatformError> for Error {
    fn from(error: PlatformError) -> Self {
        let PlatformError { what, help } = error;
        Self::Platform { what, help }
    }
}

/// `1 error`, `2 errors`.
pub(crate) fn count(number: usize, thing: &str) -> String {
    if number == 1 { format!("1 {thing}") } else { format!("{number} {thing}s") }
}
