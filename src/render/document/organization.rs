use super::super::sentence::{
    Line, Mark, Sentence, changes, cost, counts, effective, hold, lines, note, number, refusal,
    warning,
};
use super::{Block, Chapter, NoteKind, Person, StepLine, Task, tally, waves};
use crate::model::{Email, WorkspaceName};
use crate::plan::{Execution, OrganizationPlan, PersonAccess, Step, Unmanaged};
use std::collections::BTreeMap;

/// Words that tell a step: as it will be done, or as drift.
pub(super) type Tell = fn(&Step) -> Vec<Line>;

/// Everything about one organization of a plan.
pub(super) fn chapter(plan: &OrganizationPlan) -> Chapter {
    let OrganizationPlan {
        name,
        id,
        actor,
        snapshot: _,
        refused,
        steps,
        warnings,
        unmanaged,
        access,
        cost: costs,
    } = plan;
    let mut blocks = Vec::new();
    let notes = |blocks: &mut Vec<Block>, kind, items: Vec<Sentence>| {
        if !items.is_empty() {
            blocks.push(Block::Notes { kind, items });
        }
    };
    notes(&mut blocks, NoteKind::Refused, refused.iter().map(refusal).collect());
    blocks.extend(groups(plan, lines));
    let tasks = tasks(steps);
    if !tasks.is_empty() {
        blocks.push(Block::Tasks(tasks));
    }
    let waves = waves::waves(plan);
    if !waves.is_empty() {
        blocks.push(Block::Waves(waves));
    }
    if !access.is_empty() {
        blocks.push(Block::People(access.iter().map(person).collect()));
    }
    notes(&mut blocks, NoteKind::Irreversible, tally::irreversible(plan));
    notes(&mut blocks, NoteKind::Effects, tally::effects(plan));
    notes(&mut blocks, NoteKind::Unmanaged, not_managed(unmanaged));
    notes(&mut blocks, NoteKind::Warnings, warnings.iter().map(warning).collect());
    if !steps.is_empty() {
        notes(&mut blocks, NoteKind::Cost, vec![cost(costs)]);
    }
    let subtitle = Sentence::of("id ").id(id.get());
    let subtitle = match actor {
        Some(actor) => subtitle.say(", as ").email(actor),
        None => subtitle,
    };
    let [automatic, manual, held] = numbers(plan);
    let lead = counts(automatic, manual, held, 0);
    let lead = match refused {
        Some(_) => {
            Sentence::new().strong("refused").say(", so none of this is applied: ").then(lead)
        }
        None => lead,
    };
    Chapter {
        anchor: name.to_string(),
        title: Sentence::new().name(name.as_str()),
        subtitle,
        lead,
        blocks,
    }
}

/// How many steps are automatic, by hand and held.
pub(super) fn numbers(plan: &OrganizationPlan) -> [u64; 3] {
    [plan.automatic().count(), plan.manual().count(), plan.held().count()].map(|it| it as u64)
}

/// Steps by workspace: the organization itself first, then workspaces by name; in each, what is about the workspace
/// itself, then people by address.
pub(super) fn groups(plan: &OrganizationPlan, tell: Tell) -> Vec<Block> {
    let mut groups: BTreeMap<Option<WorkspaceName>, Vec<(Option<Email>, StepLine)>> =
        BTreeMap::new();
    for step in &plan.steps {
        let workspace = step.action.workspace().map(|workspace| workspace.name);
        let group = groups.entry(workspace).or_default();
        for (at, Line { mark, person, words }) in tell(step).into_iter().enumerate() {
            let number = number(&step.id);
            let anchor = (at == 0).then(|| format!("{}-{number}", plan.name));
            let source = Sentence::new().source(&step.source);
            let (mark, state, why) = state(mark, &step.execution);
            let line = StepLine { number, anchor, mark, state, words, why, source };
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
fn state(mark: Mark, execution: &Execution) -> (Mark, Sentence, Vec<Sentence>) {
    match execution {
        Execution::Automatic => (mark, Sentence::new(), Vec::new()),
        Execution::Manual { instructions: _ } => {
            (Mark::Hand, Sentence::new().strong("by hand"), Vec::new())
        }
        Execution::Held { reason } => {
            let why = hold(reason);
            let mut lines = vec![Sentence::of("because ").then(why.reason)];
            if !why.next.is_empty() {
                lines.push(Sentence::of("next: ").then(why.next));
            }
            (Mark::Held, why.held, lines)
        }
    }
}

fn tasks(steps: &[Step]) -> Vec<Task> {
    let mut tasks = Vec::new();
    for step in steps {
        if let Execution::Manual { instructions } = &step.execution {
            tasks.push(Task {
                number: number(&step.id),
                words: lines(step).into_iter().map(|line| line.words).collect(),
                after: step.depends_on.iter().map(number).collect(),
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
        notes: notes.iter().map(|one| note(email, one)).collect(),
    }
}

pub(super) fn not_managed(unmanaged: &Unmanaged) -> Vec<Sentence> {
    let Unmanaged { workspaces, users } = unmanaged;
    let mut all = Vec::new();
    if !workspaces.is_empty() {
        let count = workspaces.len() as u64;
        let words = Sentence::new().count(count, "workspace is", "workspaces are");
        let words = words.say(" in no manifest, and left alone: ");
        all.push(words.list(workspaces, |words, name| words.workspace(name)));
    }
    if !users.is_empty() {
        let count = users.len() as u64;
        let words = Sentence::new().count(count, "person is", "people are");
        all.push(words.say(" not managed, and left alone: ").people(users));
    }
    all
}
