use super::args::Safety;
use super::error::Error;
use super::exit_code::Exit;
use super::output::PlanFormat;
use super::printer::Printer;
use super::project::Repository;
use super::settings::Settings;
use super::{advice, files, output, planning, platform};
use rolecall::plan::{Options, Plan};
use std::path::PathBuf;

/// Show what would be done; changes nothing
///
/// Observes the organizations, compares them with the manifests, and shows the steps in the order in which they
/// would be taken, with what each does to whom. Steps that wait for something are `held`, with the reason; steps that
/// only a person can take are `by hand`, with what to click.
///
///   rolecall plan
///   rolecall plan clients/acme-dental.yaml
///   rolecall plan --out plan.json && rolecall apply --plan plan.json
///   rolecall plan --exit-code || echo "something differs"
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    /// Files or folders: only organizations that are declared there.
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Save the plan, for `rolecall apply --plan FILE`.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// How to show it.
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: PlanFormat,
    /// Plan offline, from what `rolecall snapshot --out FILE` saved.
    #[arg(long, value_name = "FILE")]
    snapshot: Option<PathBuf>,
    /// Exit with 2 if automatic or manual steps are pending. Held steps alone are 0.
    #[arg(long)]
    exit_code: bool,
    #[command(flatten)]
    safety: Safety,
}
