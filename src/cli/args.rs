//! What several verbs take, as it was written, before anything in it is checked against the world.

use super::completions;
use super::printer::ColorChoice;
use clap::{ArgAction, Args};
use jiff::Timestamp;
use rolecall::model::{MaxRemovals, NamePattern};
use std::path::PathBuf;

/// Flags that may stand before or after the verb.
#[derive(Debug, Args)]
#[command(next_help_heading = "Everywhere")]
pub(crate) struct Global {
    /// Where to look for `rolecall.yaml`, from here upward, when no PATH is given.
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) directory: Option<PathBuf>,
    /// Only this organization (`metadata.name`), or those that fit a glob like `'acme-*'`; may be given several times.
    #[arg(
        long = "org",
        global = true,
        value_name = "NAME",
        value_parser = NamePattern::parse,
        add = completions::organization()
    )]
    pub(crate) orgs: Vec<NamePattern>,
    /// `respond-io-console`, `respond-io-developer`, `sandbox`, or a path to a Platform file.
    #[arg(
        long,
        global = true,
        value_name = "P",
        env = "ROLECALL_PLATFORM",
        hide_env_values = true
    )]
    pub(crate) platform: Option<String>,
    /// Where the platform is, instead of where its profile says.
    #[arg(
        long,
        global = true,
        value_name = "URL",
        env = "ROLECALL_BASE_URL",
        hide_env_values = true
    )]
    pub(crate) base_url: Option<String>,
    /// Make calls that nobody has published how to make, instead of leaving them to a person (`plan`, `apply`, …).
    #[arg(long, global = true)]
    pub(crate) allow_assumed: bool,
    /// When to colour. `auto`: on a terminal, unless NO_COLOR is set.
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value_t)]
    pub(crate) color: ColorChoice,
    /// Say nothing but data, warnings and errors.
    #[arg(long, short, global = true)]
    pub(crate) quiet: bool,
    /// Say more; twice, still more.
    #[arg(long, short, global = true, action = ArgAction::Count, conflicts_with = "quiet")]
    pub(crate) verbose: u8,
    /// The time that planning goes by, instead of the clock: `2026-12-01` or `2026-12-01T09:00:00Z`.
    #[arg(long, global = true, value_name = "TIME", value_parser = moment)]
    pub(crate) now: Option<Timestamp>,
}

/// Which organizations a verb is about, besides `--org`.
#[derive(Clone, Debug, Args)]
pub(crate) struct Chosen {
    /// Files or folders: only organizations that are declared there.
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
}

/// How careful a plan is; the same for `plan` and `apply`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Args)]
#[command(next_help_heading = "Safety")]
pub(crate) struct Safety {
    /// How many people may lose something in one organization: a number, or a percentage like `25%`.
    #[arg(long, value_name = "N|P%", value_parser = MaxRemovals::parse)]
    pub(crate) max_removals: Option<MaxRemovals>,
    /// Let workspaces be deleted that a manifest retires. Their contacts and channels are gone for good.
    #[arg(long)]
    pub(crate) allow_workspace_deletion: bool,
}

/// Reads a day (its start, UTC) or a moment.
pub(crate) fn moment(text: &str) -> Result<Timestamp, String> {
    let full =
        if text.contains(['T', 't']) { text.to_owned() } else { format!("{text}T00:00:00Z") };
    full.parse()
        .map_err(|_| "a day is written 2026-12-01, a moment 2026-12-01T09:00:00Z".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_its_start_in_utc() {
        assert_eq!(moment("2026-12-01").unwrap(), moment("2026-12-01T00:00:00Z").unwrap());
        for text in ["", "tomorrow", "2026-13-01", "2026-12-01T09:00:00"] {
            assert!(moment(text).is_err(), "{text}");
        }
    }
}
