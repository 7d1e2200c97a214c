use super::super::document::{Block, NoteKind, Person, Section, StepLine, Task};
use super::super::escape::{markdown as inline, own, summary};
use super::super::mermaid::flowchart;
use super::super::sentence::Sentence;
use crate::model::text::thousands;
use std::fmt::Write as _;

/// One organization, folded: what stands outside, and what is inside, piece by piece.
pub(super) struct Folded {
    head: String,
    pieces: Vec<String>,
}

const TAIL: &str = "\n</details>\n";

impl Folded {
    /// Bytes.
    pub(super) fn len(&self) -> usize {
        self.head.len() + self.pieces.iter().map(String::len).sum::<usize>() + TAIL.len()
    }

    /// All of it.
    pub(super) fn whole(self) -> String {
        self.head + &self.pieces.concat() + TAIL
    }

    /// As much as has room, and how many lines are left out.
    pub(super) fn cut(self, longest: usize) -> (String, usize) {
        let Self { head: mut out, pieces } = self;
        let mut pieces = pieces.into_iter().peekable();
        while let Some(piece) = pieces.next_if(|piece| out.len() + piece.len() + 200 <= longest) {
            out.push_str(&piece);
        }
        let more: usize = pieces.map(|piece| piece.trim().lines().count()).sum();
        (format!("{out}\n- … and {} lines more\n{TAIL}", thousands(more as u64)), more)
    }
}

/// One organization, folded. What kinds of notes are `told` stand above the folded parts already.
pub(super) fn section(section: &Section, open: bool, told: &[NoteKind]) -> Folded {
    let Section { anchor: _, name: _, title, subtitle, lead, organizations: _, blocks } = section;
    let open = if open { " open" } else { "" };
    let (title, lead) = (summary(title), summary(lead));
    let mut head = format!("\n<details{open}>\n<summary>{title} · {lead}</summary>\n\n");
    head.push_str(&inline(subtitle));
    head.push('\n');
    let shown = blocks.iter().filter(|block| match block {
        Block::Notes { kind, items: _ } => !told.contains(kind),
        _ => true,
    });
    Folded { head, pieces: shown.flat_map(block).collect() }
}

/// A block, in pieces between which it can be cut; the heading goes with the first.
fn block(block: &Block) -> Vec<String> {
    let (title, mut pieces): (String, Vec<String>) = match block {
        Block::Steps { title, lines } => (inline(title), lines.iter().map(step).collect()),
        Block::Tasks(tasks) => {
            ("By hand, in this order".to_owned(), tasks.iter().map(task).collect())
        }
        Block::People { title, people } => (own(title), people.iter().map(person).collect()),
        Block::Notes { kind, items } => {
            let item = |item| format!("- {}\n", inline(item));
            (own(kind.title()), items.iter().map(item).collect())
        }
        Block::Waves(waves) | Block::Chart(waves) if waves.len() > 1 => {
            let chart = flowchart(waves).map(|chart| format!("```mermaid\n{chart}```\n"));
            ("Order".to_owned(), chart.into_iter().collect())
        }
        Block::Waves(_) | Block::Chart(_) => return Vec::new(),
    };
    if let Some(first) = pieces.first_mut() {
        first.insert_str(0, &format!("\n#### {title}\n\n"));
    }
    pieces
}

fn step(line: &StepLine) -> String {
    let mut out = String::new();
    let (sign, words) = (own(line.mark.sign()), inline(&line.sentence()));
    let number = line.number.map(|number| number.to_string());
    let source = (!line.source.is_empty()).then(|| inline(&line.source));
    let small: Vec<String> = number.into_iter().chain(source).collect();
    let small = match small.is_empty() {
        true => String::new(),
        false => format!(" <sub>{}</sub>", small.join(" · ")),
    };
    let _ = writeln!(out, "- **{sign}** {words}{small}");
    if !line.why.is_empty() {
        let why = Sentence::new().joined("; ", line.why.clone());
        let _ = writeln!(out, "  - {}", inline(&why));
    }
    out
}

fn task(task: &Task) -> String {
    let mut out = String::new();
    let Task { number, anchor: _, words, after, clicks } = task;
    let words: Vec<String> = words.iter().map(inline).collect();
    out.push_str(&format!("- [ ] **{number}** {}", words.join("; ")));
    if !after.is_empty() {
        let after = Sentence::new().list(after, |words, number| words.id(*number));
        out.push_str(&format!(" (after {})", inline(&after)));
    }
    out.push('\n');
    for (at, click) in clicks.iter().enumerate() {
        out.push_str(&format!("  {}. {}\n", at + 1, inline(click)));
    }
    out
}

fn person(person: &Person) -> String {
    let mut out = String::new();
    let Person { who, before: _, after: _, changes, notes } = person;
    let changes = match changes.is_empty() {
        true => Sentence::new(),
        false => Sentence::of(": ").joined("; ", changes.clone()),
    };
    out.push_str(&format!("- {}{}\n", inline(who), inline(&changes)));
    for note in notes {
        out.push_str(&format!("  - ❗ {}\n", inline(note)));
    }
    out
}
