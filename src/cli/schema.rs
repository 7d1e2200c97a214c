use super::access::AccessFile;
use super::adopt::AdoptFile;
use super::doctor::findings;
use super::drift::DriftFile;
use super::exit_code::Exit;
use super::files;
use super::learn::Learned;
use super::offboard::OffboardFile;
use super::printer::Printer;
use super::snapshot::SnapshotFile;
use anyhow::Result;
use clap::ValueEnum;
use rolecall::apply::journal::History;
use rolecall::apply::{Report, journal};
use rolecall::learn::script::Script;
use rolecall::manifest::{self, Diagnostic, Kind};
use rolecall::plan::Plan;
use rolecall::platform::platform_schema;
use rolecall::sandbox::State;
use rolecall::store::LockRecord;
use schemars::schema_for;
use serde_json::Value;
use std::path::PathBuf;

/// The JSON Schemas of manifests and of files that rolecall writes
///
/// Without KIND, the one that fits every manifest, for editors: it looks at `kind`. With
/// `--out`, all of them, a file each.
///
///   rolecall schema > .vscode/rolecall.schema.json
///   rolecall schema plan
///   rolecall schema --out schemas
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    /// Of what.
    #[arg(value_enum, value_name = "KIND", conflicts_with = "out", default_value_t)]
    kind: Of,
    /// Write all of them to this folder.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

/// What there is a schema of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Of {
    /// Every kind of manifest.
    #[default]
    Manifest,
    /// How a repository talks to the platform.
    Project,
    /// An organization of the platform.
    Organization,
    /// People that are listed together.
    Group,
    /// What clients have in common.
    Template,
    /// An organization made from a template.
    Client,
    /// How to talk to a platform's API.
    Platform,
    /// `rolecall.plan/v1`: what `plan --out` writes.
    Plan,
    /// `rolecall.snapshot/v1`: what `snapshot --out` writes.
    Snapshot,
    /// `rolecall.report/v1`: what `apply --report` writes.
    Report,
    /// `rolecall.drift/v1`: what `drift --format json` says.
    Drift,
    /// `rolecall.access/v1`: what `access --format json` says.
    Access,
    /// `rolecall.offboard/v1`: what `offboard --format json` says.
    Offboard,
    /// `rolecall.adopt/v1`: what `adopt --format json` says.
    Adopt,
    /// `rolecall.journal/v1`: one line of a journal.
    Journal,
    /// `rolecall.lock/v1`: a lock in an object store.
    Lock,
    /// What `validate --format json` says.
    Validate,
    /// What `doctor --format json` says.
    Doctor,
    /// What `history --format json` says.
    History,
    /// `rolecall.learn/v1`: what `learn script` writes.
    Learn,
    /// What `learn --format json` says.
    Learned,
    /// `rolecall.sandbox/v1`: the state of the embedded platform.
    Sandbox,
}

pub(crate) fn run(args: Args, printer: &Printer) -> Result<Exit> {
    let Some(folder) = args.out else {
        printer.data(&text(args.kind))?;
        return Ok(Exit::Done);
    };
    std::fs::create_dir_all(&folder).map_err(|error| files::cant_write(&folder, error))?;
    for kind in Of::value_variants() {
        let name = kind.to_possible_value().map_or_else(String::new, |it| it.get_name().to_owned());
        files::write(&folder.join(format!("{name}.schema.json")), &text(*kind))?;
    }
    Ok(Exit::Done)
}

/// The one that fits every manifest.
pub(crate) fn of_manifests() -> String {
    text(Of::Manifest)
}

fn text(of: Of) -> String {
    format!("{:#}\n", manifest::portable_schema(schema(of)))
}

fn schema(of: Of) -> Value {
    match of {
        Of::Manifest => {
            let all = Kind::ALL.iter().map(|kind| (*kind, of_manifest(*kind)));
            manifest::any_schema(&all.collect::<Vec<_>>())
        }
        Of::Project => of_manifest(Kind::Project),
        Of::Organization => of_manifest(Kind::Organization),
        Of::Group => of_manifest(Kind::Group),
        Of::Template => of_manifest(Kind::Template),
        Of::Client => of_manifest(Kind::Client),
        Of::Platform => of_manifest(Kind::Platform),
        Of::Plan => schema_for!(Plan).to_value(),
        Of::Snapshot => schema_for!(SnapshotFile).to_value(),
        Of::Report => schema_for!(Report).to_value(),
        Of::Drift => schema_for!(DriftFile).to_value(),
        Of::Access => schema_for!(AccessFile).to_value(),
        Of::Offboard => schema_for!(OffboardFile).to_value(),
        Of::Adopt => schema_for!(AdoptFile).to_value(),
        Of::Lock => schema_for!(LockRecord).to_value(),
        Of::Validate => schema_for!(Vec<Diagnostic>).to_value(),
        Of::Doctor => findings::schema(),
        Of::History => schema_for!(History).to_value(),
        Of::Journal => schema_for!(journal::Record).to_value(),
        Of::Learn => schema_for!(Script).to_value(),
        Of::Learned => schema_for!(Learned).to_value(),
        Of::Sandbox => schema_for!(State).to_value(),
    }
}

/// The platform's room has the schema of its own kind.
pub(crate) fn of_manifest(kind: Kind) -> Value {
    manifest::schema(kind).unwrap_or_else(|| platform_schema().to_value())
}
