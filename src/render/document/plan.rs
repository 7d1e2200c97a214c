use super::super::sentence::{Sentence, cost, counts};
use super::organization::{chapter, numbers};
use super::{Document, Fact, Row, Table};
use crate::plan::{Cost, Effect, OrganizationPlan, Plan, Summary};

/// The plan as a reviewer reads it. `command` is the exact command that applies it.
#[must_use]
pub fn plan(plan: &Plan, command: Option<&str>) -> Document {
    let Plan {
        format: _,
        id,
        tool: _,
        created_at: _,
        options: _,
        platform,
        organizations,
        summary,
    } = plan;
    let title = Sentence::of("Plan ").code(id.short());
    let lead = lead(summary, organizations.len() as u64);
    let (busy, quiet): (Vec<_>, Vec<_>) = organizations.iter().partition(|one| has_news(one));
    let mut closing = Vec::new();
    if !quiet.is_empty() {
        closing.push(Fact { name: "In sync", words: in_sync(&quiet) });
    }
    if summary.automatic + summary.manual + summary.held > 0 {
        closing.push(Fact { name: "Changes", words: effects(summary) });
        closing.push(Fact { name: "Cost", words: cost(&total(summary)) });
    }
    let against = Sentence::new().name(&platform.profile).say(" at ").code(&platform.base_url);
    closing.push(Fact { name: "Platform", words: against });
    if let Some(command) = command.filter(|_| summary.automatic + summary.manual > 0) {
        closing.push(Fact { name: "Apply it", words: Sentence::new().code(command) });
    }
    Document {
        title,
        lead,
        table: table(&busy),
        chapters: busy.into_iter().map(chapter).collect(),
        closing,
    }
}

/// Whether there is anything to say of an organization.
fn has_news(plan: &OrganizationPlan) -> bool {
    !plan.steps.is_empty()
        || !plan.warnings.is_empty()
        || !super::organization::not_managed(&plan.unmanaged).is_empty()
}

fn lead(summary: &Summary, organizations: u64) -> Sentence {
    let words = counts(summary.automatic, summary.manual, summary.held, summary.refused);
    words.say(" in ").count(organizations, "organization", "organizations")
}

fn total(summary: &Summary) -> Cost {
    Cost {
        requests: summary.requests,
        reads: summary.reads,
        estimated_seconds: summary.estimated_seconds,
    }
}

fn in_sync(quiet: &[&OrganizationPlan]) -> Sentence {
    let words = Sentence::new().strong("nothing to do").say(" in ");
    if quiet.len() > 8 {
        return words.count(quiet.len() as u64, "organization", "organizations");
    }
    words.list(quiet, |words, one| words.name(one.name.as_str()))
}

fn effects(summary: &Summary) -> Sentence {
    let all = [
        (summary.create, " create"),
        (summary.grant, " grant"),
        (summary.change, " change"),
        (summary.revoke, " revoke"),
        (summary.destroy, " destroy"),
        (summary.notify, " notify"),
    ];
    let some: Vec<_> = all.into_iter().filter(|(number, _)| *number > 0).collect();
    if some.is_empty() {
        return Sentence::of("none now");
    }
    Sentence::new().list(some, |words, (number, verb)| words.number(number).say(verb))
}

fn table(plans: &[&OrganizationPlan]) -> Table {
    let head =
        vec!["create", "grant", "change", "revoke", "destroy", "by hand", "held", "warnings"];
    let rows = plans.iter().map(|plan| {
        let [_, manual, held] = numbers(plan);
        let effects =
            [Effect::Create, Effect::Grant, Effect::Change, Effect::Revoke, Effect::Destroy];
        let mut numbers: Vec<u64> = effects.into_iter().map(|effect| plan.count(effect)).collect();
        numbers.extend([manual, held, plan.warnings.len() as u64]);
        let mut name = Sentence::new().name(plan.name.as_str());
        if plan.refused.is_some() {
            name = name.say(" ").strong("refused");
        }
        Row { anchor: plan.name.to_string(), name, numbers }
    });
    Table { head, rows: rows.collect() }
}
