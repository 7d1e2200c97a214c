use super::super::document::{Block, Chapter, NoteKind, Person, StepLine, Task};
use super::super::escape::{markdown as inline, own, summary};
use super::super::mermaid::flowchart;
use super::super::sentence::Sentence;
use std::fmt::Write as _;

/// One organization, folded. What kinds of notes are `told` stand above the folded parts already.
pub(super) fn chapter(chapter: &Chapter, open: bool, told: &[NoteKind]) -> String {
    let Chapter { anchor: _, name: _, title, subtitle, lead, blocks } = chapter;
    let open = if open { " open" } else { "" };
    let mut out =
        format!("\n<details{open}>\n<summary>{} · {}</summary>\n\n", summary(title), summary(lead));
    out.push_str(&inline(subtitle));
    out.push('\n');
    for one in blocks {
        match one {
            Block::Notes { kind, items: _ } if told.contains(kind) => {}
            one => block(one, &mut out),
        }
    }
    out.push_str("\n</details>\n");
    out
}

fn block(block: &Block, out: &mut String) {
    match block {
        Block::Steps { title, lines } => {
            heading(&inline(title), out);
            for line in lines {
                step(line, out);
            }
        }
        Block::Tasks(tasks) => {
            heading("By hand, in this order", out);
            for one in tasks {
                task(one, out);
            }
        }
        Block::People(people) => {
            heading("Access afterwards", out);
            for one in people {
                person(one, out);
            }
        }
        Block::Notes { kind, items } => {
            heading(&own(kind.title()), out);
            for item in items {
                out.push_str(&format!("- {}\n", inline(item)));
            }
        }
        Block::Waves(waves) | Block::Chart(waves) if waves.len() > 1 => {
            if let Some(chart) = flowchart(waves) {
                heading("Order", out);
                out.push_str(&format!("```mermaid\n{chart}```\n"));
            }
        }
        Block::Waves(_) | Block::Chart(_) => {}
    }
}

fn heading(words: &str, out: &mut String) {
    out.push_str(&format!("\n#### {words}\n\n"));
}

fn step(line: &StepLine, out: &mut String) {
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
}

fn task(task: &Task, out: &mut String) {
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
}

fn person(person: &Person, out: &mut String) {
    let Person { who, before: _, after: _, changes, notes } = person;
    let changes = Sentence::new().joined("; ", changes.clone());
    out.push_str(&format!("- {}: {}\n", inline(who), inline(&changes)));
    for note in notes {
        out.push_str(&format!("  - ❗ {}\n", inline(note)));
    }
}
