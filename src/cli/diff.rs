use super::error;
use super::escape::one_line;
use super::exit_code::Exit;
use super::output::Plain;
use super::printer::Printer;
use super::show::read_plan;
use anyhow::Result;
use rolecall::model::Slug;
use rolecall::plan::{Execution, OrganizationPlan, Plan, Step};
use rolecall::render;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::PathBuf;

/// What is in one saved plan and not in the other
///
/// Compares what two plans do, organization by organization; where a line of a manifest stands
/// and in which order steps are taken makes no difference. Exit code 2 if they differ.
///
///   rolecall diff reviewed.json now.json
///   rolecall diff reviewed.json now.json --format json
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    /// The one plan.
    #[arg(value_name = "PLAN")]
    first: PathBuf,
    /// The other plan.
    #[arg(value_name = "PLAN")]
    second: PathBuf,
    /// How to say it.
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Plain,
}

pub(crate) fn run(args: Args, printer: &Printer) -> Result<Exit> {
    let Args { first, second, format } = args;
    let plans = [read_plan(&first)?, read_plan(&second)?];
    if let [Plan { platform: a, .. }, Plan { platform: b, .. }] = &plans
        && a != b
    {
        return Err(error::usage(
            format!(
                "the plans are for different platforms: {} at {}, and {} at {}",
                a.profile, a.base_url, b.profile, b.base_url
            ),
            "compare plans that were made for one platform",
        ));
    }
    let all = differences(&plans);
    printer.data(&format.show(&all, |all| text(all)))?;
    Ok(if all.is_empty() { Exit::Done } else { Exit::Pending })
}

/// What differs in one organization.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Difference {
    organization: Slug,
    only_in_first: BTreeSet<String>,
    only_in_second: BTreeSet<String>,
}

fn differences(plans: &[Plan; 2]) -> Vec<Difference> {
    let [first, second] = plans.each_ref().map(told);
    let names: BTreeSet<&Slug> = first.keys().chain(second.keys()).copied().collect();
    let none = BTreeSet::new();
    let one = |name: &&Slug| {
        let (a, b) = (first.get(name).unwrap_or(&none), second.get(name).unwrap_or(&none));
        Difference { organization: (*name).clone(), only_in_first: a - b, only_in_second: b - a }
    };
    let all = names.iter().map(one);
    all.filter(|it| !it.only_in_first.is_empty() || !it.only_in_second.is_empty()).collect()
}

/// What a plan says of each organization, in sentences.
fn told(plan: &Plan) -> BTreeMap<&Slug, BTreeSet<String>> {
    let planned = plan.organizations.iter().map(|one| (&one.name, sentences(one)));
    let unread = plan.unread.iter().map(|one| {
        (&one.name, BTreeSet::from([format!("could not be read: {}", one_line(&one.error))]))
    });
    planned.chain(unread).collect()
}

fn sentences(plan: &OrganizationPlan) -> BTreeSet<String> {
    let mut all: BTreeSet<String> = plan.steps.iter().flat_map(step).collect();
    if let Some(refusal) = &plan.refused {
        let (counted, allowed) = (refusal.counted, refusal.allowed);
        all.insert(format!("refused: {counted} people would lose something, allowed {allowed}"));
    }
    all
}

fn step(step: &Step) -> Vec<String> {
    let who = match &step.execution {
        Execution::Automatic => String::new(),
        Execution::Manual { instructions: _ } => "by hand: ".to_owned(),
        Execution::Held { reason } => {
            let code = serde_json::to_value(reason).unwrap_or_default();
            let code = code.get("code").and_then(|code| code.as_str()).unwrap_or_default();
            format!("held ({code}): ")
        }
    };
    render::step(step).into_iter().map(|sentence| format!("{who}{sentence}")).collect()
}

fn text(all: &[Difference]) -> String {
    let mut out = String::new();
    for Difference { organization, only_in_first, only_in_second } in all {
        let _ = writeln!(out, "{organization}");
        for (title, sentences) in
            [("only in the first plan", only_in_first), ("only in the second plan", only_in_second)]
        {
            if !sentences.is_empty() {
                let _ = writeln!(out, "  {title}");
            }
            for sentence in sentences {
                let _ = writeln!(out, "    {sentence}");
            }
        }
    }
    if out.is_empty() { "no differences: both plans do the same\n".to_owned() } else { out }
}
