//! What ends a run, how it ends with it, and what to do about it. Errors are carried by `anyhow`; the library's own are
//! found again in the chain of causes.

use super::exit_code::Exit;
use rolecall::model::Slug;
use rolecall::model::text::thousands;
use rolecall::plan::{PlanError, PlanFileError};
use rolecall::platform::{PlatformError, Unreachable};
use rolecall::sandbox::{FileError, SandboxError};
use rolecall::store::StoreError;
use std::collections::BTreeSet;

/// An error of the command line itself. Messages are fragments.
#[derive(Debug, thiserror::Error)]
#[error("{what}")]
struct CommandError {
    exit: Exit,
    what: String,
    help: Option<String>,
}

fn error(exit: Exit, what: impl Into<String>, help: Option<String>) -> anyhow::Error {
    CommandError { exit, what: what.into(), help }.into()
}

/// The command line asks for something that can't be.
pub(crate) fn usage(what: impl Into<String>, help: impl Into<String>) -> anyhow::Error {
    error(Exit::Usage, what, Some(help.into()))
}

/// The manifests, or a table, can't be used.
pub(crate) fn invalid(what: impl Into<String>, help: impl Into<String>) -> anyhow::Error {
    error(Exit::Invalid, what, Some(help.into()))
}

/// The diagnostics have been printed.
pub(crate) fn invalid_manifests(errors: usize) -> anyhow::Error {
    let what = format!("the manifests are invalid: {}", count(errors, "error"));
    invalid(what, "nothing was sent to the platform")
}

/// Ctrl-C or SIGTERM, while nothing was done but reading.
pub(crate) fn interrupted() -> anyhow::Error {
    error(Exit::Interrupted, "stopped: nothing was changed", None)
}

/// What was asked for may not be done.
pub(crate) fn refused(what: impl Into<String>, help: impl Into<String>) -> anyhow::Error {
    error(Exit::Refused, what, Some(help.into()))
}

/// Something else went wrong that the reader can do something about.
pub(crate) fn failed(what: impl Into<String>, help: impl Into<String>) -> anyhow::Error {
    error(Exit::Error, what, Some(help.into()))
}

/// The errors that decide how a run ends, or that know what to do about them.
enum Known<'a> {
    Command(&'a CommandError),
    PlanFile(&'a PlanFileError),
    Plan(&'a PlanError),
    Platform(&'a PlatformError),
    Store(&'a StoreError),
    Sandbox(&'a SandboxError),
}

impl<'a> Known<'a> {
    /// The outermost one in the chain of causes.
    fn of(error: &'a anyhow::Error) -> Option<Self> {
        error.chain().find_map(|cause| {
            None.or_else(|| cause.downcast_ref().map(Self::Command))
                .or_else(|| cause.downcast_ref().map(Self::PlanFile))
                .or_else(|| cause.downcast_ref().map(Self::Plan))
                .or_else(|| cause.downcast_ref().map(Self::Platform))
                .or_else(|| cause.downcast_ref().map(Self::Store))
                .or_else(|| cause.downcast_ref().map(Self::Sandbox))
        })
    }
}

/// How the run ends with this error.
pub(crate) fn exit(error: &anyhow::Error) -> Exit {
    match Known::of(error) {
        Some(Known::Command(error)) => error.exit,
        Some(Known::PlanFile(PlanFileError::Edited { .. })) => Exit::Refused,
        Some(
            Known::PlanFile(_)
            | Known::Plan(_)
            | Known::Platform(_)
            | Known::Store(_)
            | Known::Sandbox(_),
        )
        | None => Exit::Error,
    }
}

/// What the reader can do about it.
pub(crate) fn help(error: &anyhow::Error) -> Option<String> {
    let text = match Known::of(error)? {
        Known::Command(error) => return error.help.clone(),
        Known::Platform(error) => return error.help.clone(),
        Known::Store(error) => error.help()?,
        Known::Sandbox(SandboxError::File(FileError::State { .. })) => {
            "put it back as it was; where a state is deleted, the next run begins with its seed"
        }
        Known::PlanFile(PlanFileError::Edited { .. }) => {
            "make a new one, with `rolecall plan --out FILE` or `rolecall drift --format json`"
        }
        Known::PlanFile(_) | Known::Sandbox(_) => return None,
        Known::Plan(PlanError::ActorUnknown { .. }) => {
            "say whose it is with `actor` of the credential in the Project"
        }
        Known::Plan(PlanError::NewName { .. }) => "choose another name",
        Known::Plan(PlanError::Unsafe { .. }) => {
            "this is a fault of rolecall: please report it, with `rolecall snapshot --redact`"
        }
    };
    Some(text.to_owned())
}

/// The host that no call reached, where that is what failed.
pub(crate) fn unreachable(error: &anyhow::Error) -> Option<&Unreachable> {
    match Known::of(error)? {
        Known::Platform(error) => error.unreachable.as_ref(),
        _ => None,
    }
}

/// One message in place of one for each organization that could not be read for that.
pub(crate) fn nobody_reached(failures: &[&(Slug, anyhow::Error)]) -> String {
    let of = || failures.iter().filter_map(|(_, error)| Some((unreachable(error)?, error)));
    let hosts: BTreeSet<String> = of().map(|(it, _)| format!("`{}`", it.host)).collect();
    let hosts = Vec::from_iter(hosts).join(" and ");
    let untried = of().filter(|(it, _)| !it.tried).count();
    let why = of().find(|(it, _)| it.tried).map(|(_, error)| format!(": {error}"));
    let organizations = count(failures.len(), "organization");
    let untried =
        if untried == 0 { String::new() } else { format!(", {untried} of them not tried") };
    let why = why.unwrap_or_default();
    format!("{hosts} can't be reached: {organizations} could not be read{untried}{why}")
}

/// `1 error`, `2 errors`.
pub(crate) fn count(number: usize, thing: &str) -> String {
    if number == 1 {
        format!("1 {thing}")
    } else {
        format!("{} {thing}s", thousands(number as u64))
    }
}
