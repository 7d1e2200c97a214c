use super::super::sentence::{Sentence, cost, counts};
use super::alike::{Group, group};
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
    let (groups, others) = group(busy);
    let mut members: Vec<_> = groups.iter().flat_map(|group| group.plans.iter().copied()).collect();
    members.sort_by(|a, b| a.name.cmp(&b.name));
    Document {
        title,
        lead,
        table: table(&groups, &others),
        chapters: groups
            .iter()
            .map(Group::chapter)
            .chain(others.into_iter().map(chapter))
            .collect(),
        members: members.into_iter().map(chapter).collect(),
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

fn table(groups: &[Group<'_>], others: &[&OrganizationPlan]) -> Table {
    let head =
        vec!["create", "grant", "change", "revoke", "destroy", "by hand", "held", "warnings"];
    let groups = groups.iter().map(|group| {
        let count = group.plans.len() as u64;
        let name = Sentence::new().count(count, "organization", "organizations").say(" alike");
        Row { anchor: group.anchor(), name, numbers: row(&group.plans) }
    });
    let others = others.iter().map(|plan| {
        let mut name = Sentence::new().name(plan.name.as_str());
        if plan.refused.is_some() {
            name = name.say(" ").strong("refused");
        }
        Row { anchor: plan.name.to_string(), name, numbers: row(&[plan]) }
    });
    Table::new(head, groups.chain(others).collect())
}

/// The numbers of these plans together, in the order of the head.
fn row(plans: &[&OrganizationPlan]) -> Vec<u64> {
    let effects = [Effect::Create, Effect::Grant, Effect::Change, Effect::Revoke, Effect::Destroy];
    let sum = |of: &dyn Fn(&OrganizationPlan) -> u64| plans.iter().map(|plan| of(plan)).sum();
    let mut all: Vec<u64> = effects.iter().map(|&it| sum(&|plan| plan.count(it))).collect();
    all.push(sum(&|plan| numbers(plan)[1]));
    all.push(sum(&|plan| numbers(plan)[2]));
    all.push(sum(&|plan| plan.warnings.len() as u64));
    all
}
