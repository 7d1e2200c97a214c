use super::super::sentence::{
    Mark, Sentence, StepSentence, changes, cost, counts, effective, hold, note, refusal, warning,
};
use super::{Block, NoteKind, Person, Section, StepLine, Task, tally, waves};
use crate::model::{Email, WorkspaceName};
use crate::plan::{Execution, OrganizationPlan, PersonAccess, Step, Unmanaged};
use std::collections::BTreeMap;

/// From which side a plan is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// What will be done.
    Plan,
    /// What happened on the platform.
    Drift,
}

/// Everything about one organization of a plan.
pub(super) fn section(plan: &OrganizationPlan) -> Section {
    let OrganizationPlan {
        name,
        id: _,
        actor: _,
        snapshot: _,
        refused,
        incomplete,
        out_of_sight: _,
        steps,
        warnings,
        unmanaged,
        access,
        attention: _,
        cost: costs,
    } = plan;
    let mut blocks = Vec::new();
    notes(&mut blocks, NoteKind::Refused, refused.iter().map(refusal).collect());
    blocks.extend(groups(plan, Side::Plan));
    if refused.is_none() {
        blocks.extend(what_runs(steps, waves::waves(plan), access));
    }
    notes(&mut blocks, NoteKind::Effects, tally::effects(plan));
    notes(&mut blocks, NoteKind::Unmanaged, not_managed(unmanaged));
    notes(&mut blocks, NoteKind::Warnings, warnings.iter().map(warning).collect());
    if plan.pending().next().is_some() {
        notes(&mut blocks, NoteKind::Cost, vec![cost(costs)]);
    }
    let [automatic, manual, held] = numbers(plan);
    let lead = match refused {
        Some(_) => {
            let words = Sentence::new().strong("refused").say(", so none of it runs: ");
            words.count(steps.len() as u64, "step", "steps")
        }
        None => lead(counts(automatic, manual, held), !incomplete.is_empty()),
    };
    Section {
        anchor: name.to_string(),
        name: Sentence::new().name(name.as_str()),
        title: Sentence::new().name(name.as_str()),
        subtitle: subtitle(plan),
        lead,
        organizations: 1,
        blocks,
    }
}

/// The steps there are, and whether there may be more: `2 automatic; incomplete`.
pub(super) fn lead(steps: Sentence, incomplete: bool) -> Sentence {
    match (steps.is_empty(), incomplete) {
        (true, false) => Sentence::new().strong("nothing to do"),
        (true, true) => Sentence::of("no steps; ").strong("incomplete"),
        (false, false) => steps,
        (false, true) => steps.say("; ").strong("incomplete"),
    }
}

/// Steps by hand, the order, and who reaches what afterwards.
fn what_runs(steps: &[Step], waves: Vec<waves::Wave>, access: &[PersonAccess]) -> Vec<Block> {
    let tasks = tasks(steps);
    let people: Vec<Person> = access.iter().map(person).collect();
    let title = match tasks.is_empty() {
        true => "Access afterwards",
        false => "Access once the automatic steps are done",
    };
    let all = [
        (!tasks.is_empty()).then_some(Block::Tasks(tasks)),
        (!waves.is_empty()).then_some(Block::Waves(waves)),
        (!people.is_empty()).then_some(Block::People { title, people }),
    ];
    all.into_iter().flatten().collect()
}

/// `id 239021, as ops@agency.example`.
pub(super) fn subtitle(plan: &OrganizationPlan) -> Sentence {
    let words = Sentence::of("id ").id(plan.id);
    match &plan.actor {
        Some(actor) => words.say(", as ").email(actor),
        None => words,
    }
}

/// Adds notes, where there are any.
pub(super) fn notes(blocks: &mut Vec<Block>, kind: NoteKind, items: Vec<Sentence>) {
    if !items.is_empty() {
        blocks.push(Block::Notes { kind, items });
    }
}

/// How many steps are automatic, by hand and held; none of a plan that is refused.
pub(super) fn numbers(plan: &OrganizationPlan) -> [u64; 3] {
    if plan.refused.is_some() {
        return [0; 3];
    }
    [plan.automatic().count(), plan.manual().count(), plan.held().count()].map(|it| it as u64)
}

/// Steps by workspace: the organization itself first, then workspaces by name; in each, what is about the workspace
/// itself, then people by address.
pub(super) fn groups(plan: &OrganizationPlan, side: Side) -> Vec<Block> {
    let mut groups: BTreeMap<Option<WorkspaceName>, Vec<(Option<Email>, StepLine)>> =
        BTreeMap::new();
    for step in &plan.steps {
        let workspace = step.action.workspace().map(|workspace| workspace.name);
        let group = groups.entry(workspace).or_default();
        let lines = match side {
            Side::Plan => step.planned(),
            Side::Drift => step.drifted(),
        };
        for (at, StepSentence { mark, person, words }) in lines.into_iter().enumerate() {
            let number = step.id.number() as u64;
            let anchor = (at == 0).then(|| step.id.to_string());
            let source = match at {
                0 => Sentence::new().source(&step.source),
                _ => Sentence::new(),
            };
            let (mark, state, why) = match (side, &plan.refused) {
                (Side::Plan, Some(_)) => {
                    (Mark::Missed, Sentence::new().strong("refused"), Vec::new())
                }
                _ => state(side, mark, &step.execution),
            };
            let line = StepLine { number: Some(number), anchor, mark, state, words, why, source };
            group.push((person, line));
        }
    }
    groups
        .into_iter()
        .map(|(workspace, mut lines)| {
            lines.sort_by(|(a, x), (b, y)| (a, x.number).cmp(&(b, y.number)));
            let title = match workspace {
                Some(name) => Sentence::of("Workspace ").workspace(&name),
                None => Sentence::of("Organization"),
            };
            Block::Steps { title, lines: lines.into_iter().map(|(_, line)| line).collect() }
        })
        .collect()
}

/// The sign, who takes the step, and why it is not taken.
fn state(side: Side, mark: Mark, execution: &Execution) -> (Mark, Sentence, Vec<Sentence>) {
    match execution {
        Execution::Automatic => (mark, Sentence::new(), Vec::new()),
        // Who would set it right, and in which order, does not matter for what is different.
        Execution::Manual { .. } if side == Side::Drift => (mark, Sentence::new(), Vec::new()),
        Execution::Held { reason } if side == Side::Drift && reason.is_order() => {
            (mark, Sentence::new(), Vec::new())
        }
        Execution::Manual { instructions: _ } => {
            (Mark::Manual, Sentence::new().strong("by hand"), Vec::new())
        }
        Execution::Held { reason } => {
            let why = hold(reason);
            (Mark::Held, why.held.clone(), why.lines())
        }
    }
}

fn tasks(steps: &[Step]) -> Vec<Task> {
    let mut tasks = Vec::new();
    for step in steps {
        if let Execution::Manual { instructions } = &step.execution {
            tasks.push(Task {
                number: step.id.number() as u64,
                anchor: None,
                words: step.planned().into_iter().map(|line| line.words).collect(),
                after: step.depends_on.iter().map(|id| id.number() as u64).collect(),
                clicks: instructions.iter().map(|click| Sentence::new().prose(click)).collect(),
            });
        }
    }
    tasks
}

fn person(access: &PersonAccess) -> Person {
    let PersonAccess { email, before, after, notes } = access;
    Person {
        who: Sentence::new().email(email),
        before: effective(before),
        after: effective(after),
        changes: changes(before, after),
        notes: notes.iter().map(|one| note(access, one)).collect(),
    }
}

pub(super) fn not_managed(unmanaged: &Unmanaged) -> Vec<Sentence> {
    let Unmanaged { workspaces, users } = unmanaged;
    let mut all = Vec::new();
    if !workspaces.is_empty() {
        let count = workspaces.len() as u64;
        let words = Sentence::new().count(
            count,
            "workspace is in no manifest and is",
            "workspaces are in no manifest and are",
        );
        let words = words.say(" left alone: ");
        all.push(words.list(workspaces, |words, name| words.workspace(name)));
    }
    if !users.is_empty() {
        let count = users.len() as u64;
        let words = Sentence::new().count(
            count,
            "person is not managed and is",
            "people are not managed and are",
        );
        all.push(words.say(" left alone: ").people(users));
    }
    all
}
