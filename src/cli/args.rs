//! What several verbs take, as it was written, before anything in it is checked against the world.

use super::printer::ColorChoice;
use clap::{ArgAction, Args};
use jiff::Timestamp;
use rolecall::model::{Email, InvalidShard, MaxRemovals, NamePattern, OrganizationId, Shard};
use std::path::PathBuf;

/// Flags that may stand before or after the verb.
#[derive(Debug, Args)]
#[command(next_help_heading = "Everywhere")]
pub(crate) struct Global {
    /// Where to look for `rolecall.yaml`, from here upward, when no PATH is given.
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) directory: Option<PathBuf>,
    /// Only this organization (`metadata.name`), or those that fit a glob like `'acme-*'`; may be given several times.
    #[arg(long = "org", global = true, value_name = "NAME", value_parser = NamePattern::parse)]
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
    /// Where locks, journals, reports and plans are kept, instead of where the Project says: `s3://bucket/prefix`,
    /// `gs://…`, `az://…` or `file:///path`.
    #[arg(long, global = true, value_name = "URL")]
    pub(crate) store: Option<String>,
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

/// Which part of the fleet a run is about.
#[derive(Clone, Copy, Debug, Default, Args)]
pub(crate) struct Part {
    /// Only shard I of N: every organization is in one of them, by its id. `auto/N` is the one of this job of a
    /// Kubernetes Indexed Job (`JOB_COMPLETION_INDEX`, from 0).
    #[arg(long, value_name = "I/N", value_parser = shard)]
    pub(crate) shard: Option<Shard>,
}

impl Part {
    /// Whether an organization is in it.
    pub(crate) fn has(self, id: OrganizationId) -> bool {
        self.shard.is_none_or(|shard| shard.has(id))
    }
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

/// Reads a shard.
fn shard(text: &str) -> Result<Shard, String> {
    let index = || std::env::var("JOB_COMPLETION_INDEX").ok();
    shard_of(text, index)
}

fn shard_of(text: &str, index: impl Fn() -> Option<String>) -> Result<Shard, String> {
    let whole = match text.strip_prefix("auto/") {
        None => text.to_owned(),
        Some(of) => {
            let index =
                index().ok_or("JOB_COMPLETION_INDEX is not set, which an Indexed Job sets")?;
            let index: usize =
                index.trim().parse().map_err(|_| "JOB_COMPLETION_INDEX is no number")?;
            format!("{}/{of}", index.checked_add(1).ok_or("JOB_COMPLETION_INDEX is too large")?)
        }
    };
    whole.parse().map_err(|error: InvalidShard| error.to_string())
}

/// Reads a day (its start, UTC) or a moment.
pub(crate) fn moment(text: &str) -> Result<Timestamp, String> {
    let full =
        if text.contains(['T', 't']) { text.to_owned() } else { format!("{text}T00:00:00Z") };
    full.parse()
        .map_err(|_| "a day is written 2026-12-01, a moment 2026-12-01T09:00:00Z".to_owned())
}

/// Reads the address of somebody who may be on the platform, whatever it is like: what can't be seen in it has to be spelled out as rolecall shows it, `\u{200b}`, since
/// whoever has the same address without it is somebody else.
pub(crate) fn address(text: &str) -> Result<Email, String> {
    if let Some(hidden) = Email::hidden(text) {
        let code = u32::from(hidden);
        return Err(format!(
            "it has the character U+{code:04X}, which can't be seen: delete it, or write it as `\\u{{{code:04x}}}`"
        ));
    }
    let (mut spelled, mut rest) = (String::with_capacity(text.len()), text);
    while let Some((before, behind)) = rest.split_once("\\u{") {
        let (code, after) = behind.split_once('}').ok_or("`\\u{` is not closed")?;
        let c = u32::from_str_radix(code, 16).ok().and_then(char::from_u32);
        spelled.push_str(before);
        spelled.push(c.ok_or_else(|| format!("there is no character `\\u{{{code}}}`"))?);
        rest = after;
    }
    spelled.push_str(rest);
    Ok(Email::seen(&spelled))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_what_can_be_seen() {
        let written = |text: &str| address(text).map(|it| it.as_str().to_owned());
        assert_eq!(written(" Jo+x@bücher.example ").unwrap(), "Jo+x@bücher.example");
        assert_eq!(written(r"a\u{200b}@x.example").unwrap(), "a\u{200b}@x.example");
        assert_eq!(written(r"a\u{e0041}@x.example").unwrap(), "a\u{e0041}@x.example");
        for (text, why) in [
            (
                "a\u{200b}@x.example",
                r"U+200B, which can't be seen: delete it, or write it as `\u{200b}`",
            ),
            (r"a\u{200b@x.example", "is not closed"),
            (r"a\u{d800}@x.example", r"no character `\u{d800}`"),
        ] {
            let said = address(text).unwrap_err();
            assert!(said.contains(why), "{text:?}: {said}");
        }
    }

    #[test]
    fn a_shard_may_be_the_one_of_a_job() {
        let read = |text: &str, index: Option<&str>| {
            shard_of(text, || index.map(str::to_owned)).map(|it| it.to_string())
        };
        assert_eq!(read("2/3", None).unwrap(), "2/3");
        assert_eq!(read("auto/3", Some("0")).unwrap(), "1/3");
        assert_eq!(read("auto/3", Some("2")).unwrap(), "3/3");
        for (text, index) in [
            ("auto/3", None),
            ("auto/3", Some("3")),
            ("auto/3", Some("-1")),
            ("auto/3", Some("18446744073709551615")),
            ("auto/", Some("0")),
            ("auto", Some("0")),
            ("Auto/3", Some("0")),
        ] {
            assert!(read(text, index).is_err(), "{text} {index:?}");
        }
    }

    #[test]
    fn a_day_is_its_start_in_utc() {
        assert_eq!(moment("2026-12-01").unwrap(), moment("2026-12-01T00:00:00Z").unwrap());
        for text in ["", "tomorrow", "2026-13-01", "2026-12-01T09:00:00"] {
            assert!(moment(text).is_err(), "{text}");
        }
    }
}
