//! What is in one plan and not in another, organization by organization.

use super::sentence::{Sentence, refusal};
use super::text::{plain, step};
use crate::model::Slug;
use crate::plan::{Execution, OrganizationPlan, Plan, Step};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// What two plans say of one organization, where it is not the same. Sentences are of plain text, with other people's
/// words made harmless.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Difference {
    /// `metadata.name`.
    pub organization: Slug,
    /// What only the first plan says.
    pub only_in_first: BTreeSet<String>,
    /// What only the second plan says.
    pub only_in_second: BTreeSet<String>,
}

/// What differs between two plans, by organization. In which order steps are taken, and which line of a manifest asks for
/// them, makes no difference.
#[must_use]
pub fn differences(first: &Plan, second: &Plan) -> Vec<Difference> {
    let [first, second] = [first, second].map(by_organization);
    let names: BTreeSet<&Slug> = first.keys().chain(second.keys()).copied().collect();
    let none = BTreeSet::new();
    let one = |name: &&Slug| {
        let [a, b] = [&first, &second].map(|plan| plan.get(name).unwrap_or(&none));
        Difference { organization: (*name).clone(), only_in_first: a - b, only_in_second: b - a }
    };
    let all = names.iter().map(one);
    all.filter(|it| !it.only_in_first.is_empty() || !it.only_in_second.is_empty()).collect()
}

/// The differences as text.
#[must_use]
pub fn differences_text(all: &[Difference]) -> String {
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

/// What a plan says of each organization.
fn by_organization(plan: &Plan) -> BTreeMap<&Slug, BTreeSet<String>> {
    let planned = plan.organizations.iter().map(|one| (&one.name, sentences(one)));
    let unread = plan.unread.iter().map(|one| {
        let words = Sentence::of("could not be read: ").prose(&one.error);
        (&one.name, BTreeSet::from([plain(&words)]))
    });
    planned.chain(unread).collect()
}

fn sentences(plan: &OrganizationPlan) -> BTreeSet<String> {
    let refused = plan.refused.iter().map(|it| plain(&refusal(it)));
    plan.steps.iter().flat_map(sentences_of).chain(refused).collect()
}

fn sentences_of(one: &Step) -> Vec<String> {
    let who = match &one.execution {
        Execution::Automatic => String::new(),
        Execution::Manual { instructions: _ } => "by hand: ".to_owned(),
        Execution::Held { reason } => format!("held ({}): ", reason.code()),
    };
    step(one).into_iter().map(|sentence| format!("{who}{sentence}")).collect()
}
