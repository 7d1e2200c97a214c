//! The waves of a plan as a Mermaid flowchart.

use super::document::{Apart, Block, Document, Wave, WaveStep};
use super::escape;
use super::sentence::Sentence;
use crate::model::text::thousands;
use std::fmt::Write as _;

/// Mermaid refuses texts of more than 50,000 characters; what is near that can't be read as a drawing either.
const LONGEST: usize = 45_000;

/// More arrows than these hide what they are to show (Mermaid refuses more than 500).
const MOST_ARROWS: usize = 40;

/// Organizations that are drawn apart.
const MOST_APART: usize = 20;

/// The waves of each organization, as one flowchart; those that change alike are drawn once. How many don't fit is
/// said in a comment.
#[must_use]
pub fn mermaid(document: &Document<'_>) -> String {
    let mut out = String::from("flowchart TB\n");
    let mut left_out = 0;
    for (at, section) in document.sections.iter().enumerate() {
        for block in &section.blocks {
            let (Block::Waves(waves) | Block::Chart(waves)) = block else { continue };
            if waves.is_empty() {
                continue;
            }
            let room = LONGEST.saturating_sub(out.len());
            let Some(inner) = fitting(waves, &format!("o{at}"), "    ", room) else {
                left_out += section.organizations;
                continue;
            };
            let title = escape::mermaid(&section.title);
            let _ = write!(out, "  subgraph o{at}[\"{title}\"]\n    direction TB\n{inner}  end\n");
        }
    }
    apart(&document.apart, &mut out);
    if left_out > 0 {
        let _ = writeln!(
            out,
            "  %% {} organizations more don't fit into a drawing",
            thousands(left_out)
        );
    }
    out
}

/// Organizations of which nothing runs, drawn apart.
fn apart(all: &[Apart], out: &mut String) {
    if all.is_empty() {
        return;
    }
    let (shown, more) = all.split_at(all.len().min(MOST_APART));
    out.push_str("  subgraph apart[\"None of these runs\"]\n    direction TB\n");
    for (at, Apart { name, why }) in shown.iter().enumerate() {
        let words = escape::mermaid(&name.clone().say(": ").then(why.clone()));
        let _ = writeln!(out, "    a{at}[\"{words}\"]");
    }
    if !more.is_empty() {
        let _ = writeln!(out, "    more[\"and {} more\"]", thousands(more.len() as u64));
    }
    out.push_str("  end\n");
}

/// The waves of one organization as a flowchart of their own; `None` where it would be too big.
pub(super) fn flowchart(waves: &[Wave]) -> Option<String> {
    Some(String::from("flowchart TB\n") + &fitting(waves, "p", "  ", LONGEST / 5)?)
}

/// A drawing that has room: of waves with many steps, the first ones.
fn fitting(waves: &[Wave], prefix: &str, indent: &str, room: usize) -> Option<String> {
    [usize::MAX, 40, 10, 3].into_iter().find_map(|most| {
        let mut out = String::new();
        draw(waves, prefix, indent, most, &mut out);
        (out.len() <= room).then_some(out)
    })
}

fn draw(waves: &[Wave], prefix: &str, indent: &str, most: usize, out: &mut String) {
    for wave in waves {
        let number = wave.number;
        let _ = writeln!(out, "{indent}subgraph {prefix}w{number}[\"wave {number}\"]");
        let (shown, more) = wave.steps.split_at(wave.steps.len().min(most));
        for step in shown {
            let label = label(step);
            let _ = writeln!(out, "{indent}  {prefix}s{}[\"{label}\"]", step.number);
        }
        if !more.is_empty() {
            let more = thousands(more.len() as u64);
            let _ = writeln!(out, "{indent}  {prefix}w{number}more[\"and {more} steps more\"]");
        }
        let _ = writeln!(out, "{indent}end");
    }
    for pair in waves.windows(2) {
        let [from, to] = pair else { continue };
        let _ = writeln!(out, "{indent}{prefix}w{} --> {prefix}w{}", from.number, to.number);
    }
    let steps = waves.iter().flat_map(|wave| wave.steps.iter().take(most));
    let arrows: Vec<_> =
        steps.flat_map(|to| to.after.iter().map(move |from| (*from, to.number))).collect();
    if arrows.len() <= MOST_ARROWS && most == usize::MAX {
        for (from, to) in arrows {
            let _ = writeln!(out, "{indent}{prefix}s{from} -.-> {prefix}s{to}");
        }
    }
}

/// `3 + cy joins Support as agent`. It begins with a number without a dot, since Mermaid takes `-` or `1.` at the
/// beginning of a label for a list.
fn label(step: &WaveStep) -> String {
    let words = Sentence::new().id(step.number).say(" ");
    let words = match step.by_hand {
        true => words.say("☞ by hand: "),
        false => words.say(step.mark.sign()).say(" "),
    };
    let words = words.then(step.words.clone());
    let words = match step.more {
        0 => words,
        more => words.say(" and ").number(more as u64).say(" more"),
    };
    escape::mermaid(&words)
}
