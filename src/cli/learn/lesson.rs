//! `learn FILE…`.

use super::learned::{Learned, LearnedOperation};
use super::read::{self, Recorded};
use super::{Format, script_file, text};
use crate::cli::difference::difference;
use crate::cli::error;
use crate::cli::exit_code::Exit;
use crate::cli::inside;
use crate::cli::platform;
use crate::cli::printer::Printer;
use crate::cli::project::Manifests;
use crate::cli::settings::Settings;
use anyhow::Result;
use camino::{Utf8Path, Utf8PathBuf};
use jiff::tz::Offset;
use rolecall::learn::file::{About, platform as platform_file};
use rolecall::learn::infer::{Findings, Gap, infer};
use rolecall::learn::recording::Marks;
use rolecall::learn::script::Script;
use rolecall::manifest::{self, PlatformChoice, SourceFile};
use rolecall::model::{Operation, Slug};
use rolecall::platform::{self as wire, Profile};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// What to read, and where to write.
#[derive(Debug, clap::Args)]
#[group(skip)]
pub(super) struct Args {
    /// Recordings: HAR of Chrome, Edge, Firefox, Safari, Playwright, mitmproxy or another proxy.
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// The script that was followed; left out: `.rolecall/learn.json`.
    #[arg(long, value_name = "FILE")]
    script: Option<PathBuf>,
    /// The Platform file to write; its name is the file's.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// The Platform that the new one is built on: login and credentials come from there.
    #[arg(long, value_name = "PLATFORM", default_value = "respond-io-console")]
    extends: String,
    /// Where the API is; left out: where most values of the script went.
    #[arg(long, value_name = "HOST")]
    host: Option<String>,
    /// How to show what was learned.
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,
    /// Replace the file if it is there.
    #[arg(long, requires = "out")]
    force: bool,
}

pub(super) fn run(args: Args, settings: &Settings, printer: &Printer) -> Result<Exit> {
    let Args { files, script, out, extends, host, format, force } = args;
    let manifests = Manifests::read(&[], settings)?;
    let root = manifests.root().to_owned();
    let out = out.map(|out| place(&root, &settings.directory.join(out))).transpose()?;
    let script = read::script(&script_file(script, &root))?;
    let base = base(&extends, manifests.files())?;
    let marks = Marks::of(&script);
    let recorded = read::read(&files, &marks, host.as_deref())?;
    older(&recorded, &script)?;
    let Recorded { recording, overview, digest } = recorded;
    let findings = infer(&script, &recording, &base);
    let operations: BTreeSet<Operation> = script.steps.iter().map(|step| step.operation).collect();
    let operations: Vec<Operation> = operations.into_iter().collect();
    let on = Offset::UTC.to_datetime(overview.last.unwrap_or(script.created_at)).date();
    let host = recording.origin.split_once("://").map_or("", |(_, host)| host).to_owned();
    let about = About {
        name: out.as_ref().map_or("learned", |(name, _)| name.as_str()),
        base: &base,
        origin: &recording.origin,
        recorded: &wire::Recorded { on, host, digest },
        operations: &operations,
    };
    let file = platform_file(&findings, &about);
    let replaced = out.as_ref().and_then(|(_, file)| file.strip_prefix(&root).ok());
    let learned = sound(&file, replaced, manifests.files())?;
    let lesson = Learned {
        api: recording.origin.clone(),
        entries: overview.entries,
        used: recording.exchanges.len(),
        is_cut: overview.is_cut,
        passed_over: recording.passed_over,
        compared_with: base.name().to_owned(),
        operations: told(&findings, &operations, &learned, &base),
        next: next(
            &findings,
            out.as_ref().map(|(_, file)| file.strip_prefix(&root).unwrap_or(file)),
        ),
    };
    printer.data(&format.show(&lesson, text::text))?;
    if findings.learned.is_empty() {
        return Err(error::failed(
            "nothing could be learned",
            "the table says why for each operation, and which steps to record again",
        ));
    }
    if let Some((_, path)) = out {
        write(&path, &file, force, printer)?;
    }
    Ok(if findings.missing.is_empty() { Exit::Done } else { Exit::Pending })
}

/// The file to write, and the name of the Platform in it.
fn place(root: &Utf8Path, out: &std::path::Path) -> Result<(Slug, Utf8PathBuf)> {
    let wrong = |what: String| {
        error::usage(what, "write it like `--out platforms/console.yaml`, within the project")
    };
    let shown = out.display().to_string();
    let stem = out.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
    let yaml = out.extension().is_some_and(|it| it == "yaml" || it == "yml");
    let name = Slug::parse(stem).ok().filter(|_| yaml);
    let name = name.ok_or_else(|| wrong(format!("{shown} is no name of a Platform file")))?;
    if Profile::built_in_names().any(|known| known == name.as_str()) {
        return Err(wrong(format!("`{name}` is the name of a built-in Platform")));
    }
    let folder = inside::folder(root, out.parent().unwrap_or(out))?;
    let file = out.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let file = folder.join(file);
    // What can't be replaced is told before anything is learned.
    inside::existing(&file)?;
    Ok((name, file))
}

/// The Platform that is extended: a built-in one, or one of the Project.
fn base(name: &str, files: &[SourceFile]) -> Result<Profile> {
    platform::profile(&PlatformChoice::BuiltIn(name.to_owned()), files)
}

/// A recording that was there before the script is of something else.
fn older(recorded: &Recorded, script: &Script) -> Result<()> {
    match recorded.overview.last {
        Some(last) if last < script.created_at => Err(error::failed(
            format!("the recording ends at {last:.0}, before the script was made"),
            "record the steps of this script, or give the script that was followed with `--script`",
        )),
        _ => Ok(()),
    }
}

/// What was written is a sound Platform.
fn sound(file: &str, replaced: Option<&Utf8Path>, files: &[SourceFile]) -> Result<Profile> {
    let own = SourceFile { path: "learned.yaml".to_owned(), text: file.to_owned() };
    let others = files.iter().filter(|it| replaced.is_none_or(|file| it.path != file.as_str()));
    let all: Vec<SourceFile> = others.cloned().chain([own]).collect();
    let learned = Profile::load(&PlatformChoice::File("learned.yaml".to_owned()), &all);
    learned.map_err(|wrong| {
        error::failed(
            format!("what was learned is no sound Platform:\n{}", manifest::text(&wrong, false)),
            "this is a fault of rolecall: please report it; nothing was written",
        )
    })
}

fn told(
    findings: &Findings,
    operations: &[Operation],
    learned: &Profile,
    base: &Profile,
) -> BTreeMap<Operation, LearnedOperation> {
    let of = |operation: &Operation| {
        let known = findings.learned.get(operation);
        let gap = |gap: &Gap| match gap {
            Gap::Argument(argument) => {
                argument.placeholders().first().map_or_else(String::new, ToString::to_string)
            }
            Gap::Field(field) => field.word().to_owned(),
        };
        let told = LearnedOperation {
            goes: known.map(|it| it.goes()),
            seen: known.map_or(0, |it| it.seen),
            differs: known.and_then(|_| learned.differs(base, *operation)),
            gaps: known.map(|it| it.gaps.iter().map(gap).collect()).unwrap_or_default(),
            missing: findings.missing.get(operation).cloned(),
        };
        (*operation, told)
    };
    operations.iter().map(of).collect()
}

fn next(findings: &Findings, file: Option<&Utf8Path>) -> Vec<String> {
    let mut next = Vec::new();
    if findings.missing.values().any(|missing| !missing.again.is_empty()) {
        next.push(
            "make another script, follow it, and learn from it: what is missing now may show then"
                .to_owned(),
        );
    }
    match file {
        None => next.push("write it with `--out platforms/console.yaml`".to_owned()),
        Some(file) => {
            next.push(format!("try its reads with `rolecall doctor --platform {file}`"));
            next.push(format!("have {file} reviewed, and say `platform: {file}` in the Project"));
            next.push("list the host of its API under `hosts` of the credential".to_owned());
        }
    }
    next.push("delete the recording: it holds your session and other people's data".to_owned());
    next
}

fn write(path: &Utf8Path, file: &str, force: bool, printer: &Printer) -> Result<()> {
    match inside::existing(path)? {
        Some(old) if old == file => {
            printer.talk(&format!("{path}: nothing to do"));
            return Ok(());
        }
        Some(old) if !force => {
            let color = printer.out().color;
            printer.data(&difference(&old, file, path.as_str(), "as it was learned", color))?;
            return Err(error::usage(
                format!("{path} is there already and was not replaced"),
                "look at what would change, then give `--force`",
            ));
        }
        _ => inside::replace(path, file)?,
    }
    printer.talk(&format!("written to {path}"));
    Ok(())
}
