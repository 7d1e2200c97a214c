use super::super::document::{Block, NoteKind, Person, Section, StepLine, Task, Wave};
use super::super::sentence::Sentence;
use super::page::Page;
use super::tone::Tone;

/// One organization.
pub(super) fn section(page: &mut Page, section: &Section) {
    let Section { anchor: _, name: _, title, subtitle, lead, organizations: _, blocks } = section;
    let parts = [title, subtitle].into_iter().filter(|part| !part.is_empty()).cloned();
    let head = Sentence::new().joined(" · ", parts);
    page.line(&[], &head);
    page.line(&[("  ", Tone::Plain)], lead);
    for one in blocks {
        if matches!(one, Block::Chart(_)) || matches!(one, Block::Waves(waves) if waves.len() < 2) {
            continue;
        }
        page.blank();
        block(page, one);
    }
}

fn block(page: &mut Page, block: &Block) {
    match block {
        Block::Steps { title, lines } => {
            page.heading(title);
            let digits = |line: &StepLine| line.number.map_or(0, |it| it.to_string().len());
            let digits = lines.iter().map(digits).max().unwrap_or(0).max(3);
            for one in lines {
                step(page, one, digits);
            }
        }
        Block::Tasks(tasks) => {
            page.heading(&Sentence::of("By hand, in this order"));
            for one in tasks {
                task(page, one);
            }
        }
        Block::People { title, people } => {
            page.heading(&Sentence::of(title));
            for one in people {
                person(page, one);
            }
        }
        Block::Notes { kind, items } => notes(page, *kind, items),
        Block::Chart(_) => {}
        Block::Waves(waves) => {
            page.heading(&Sentence::of("Order"));
            let waves = Sentence::new().joined(" · ", waves.iter().map(wave));
            page.line(&[("    ", Tone::Plain)], &waves);
        }
    }
}

/// `  12 + cy@acme.example joins Support as agent  acme.yaml:17`.
fn step(page: &mut Page, line: &StepLine, digits: usize) {
    let number = line.number.map(|number| number.to_string()).unwrap_or_default();
    let gutter = format!("  {number:>digits$} ");
    let sign = format!("{} ", line.mark.sign());
    let lead = [(&*gutter, Tone::Dim), (&*sign, line.mark.into())];
    page.sourced(&lead, &line.sentence(), &line.source);
    let below = " ".repeat(gutter.len() + 3);
    for why in &line.why {
        page.line(&[(&below, Tone::Plain)], why);
    }
}

fn task(page: &mut Page, task: &Task) {
    let Task { number, anchor: _, words, after, clicks } = task;
    let lead = format!("    [ ] {number} ");
    let inner = " ".repeat(lead.len());
    for (at, one) in words.iter().enumerate() {
        page.line(&[(if at == 0 { &lead } else { &inner }, Tone::Plain)], one);
    }
    if !after.is_empty() {
        let words = Sentence::of(if after.len() == 1 { "after step " } else { "after steps " });
        page.line(&[(&inner, Tone::Plain)], &words.list(after, |words, it| words.number(*it)));
    }
    for (at, click) in clicks.iter().enumerate() {
        let lead = format!("{inner}{}. ", at + 1);
        page.line(&[(&lead, Tone::Dim)], click);
    }
}

fn person(page: &mut Page, person: &Person) {
    let Person { who, before: _, after: _, changes, notes } = person;
    let words = match changes.is_empty() {
        true => who.clone(),
        false => who.clone().say(" · ").joined("; ", changes.clone()),
    };
    page.hanging(&[("    ", Tone::Plain)], 2, &words);
    for note in notes {
        page.line(&[("      ! ", Tone::Alarm)], note);
    }
}

fn notes(page: &mut Page, kind: NoteKind, items: &[Sentence]) {
    page.heading(&Sentence::of(kind.title()));
    let (sign, tone) = match kind {
        NoteKind::Refused | NoteKind::Problem | NoteKind::Left | NoteKind::Unverified => {
            ("    ! ", Tone::Alarm)
        }
        NoteKind::Warnings => ("    ! ", Tone::Change),
        NoteKind::RunAgain
        | NoteKind::Members
        | NoteKind::Access
        | NoteKind::Effects
        | NoteKind::Unmanaged
        | NoteKind::Cost => ("    ", Tone::Plain),
    };
    for item in items {
        page.line(&[(sign, tone)], item);
    }
}

/// `wave 2: steps 4–7 and 9`.
fn wave(wave: &Wave) -> Sentence {
    let numbers: Vec<u64> = wave.steps.iter().map(|step| step.number).collect();
    let ranges = ranges(&numbers);
    let words = Sentence::of("wave ").number(u64::from(wave.number)).say(": ");
    let words = words.say(if numbers.len() == 1 { "step " } else { "steps " });
    words.list(ranges, |words, (from, to)| {
        let words = words.number(from);
        if from == to { words } else { words.say("–").number(to) }
    })
}

/// Runs of numbers that follow each other.
fn ranges(numbers: &[u64]) -> Vec<(u64, u64)> {
    let mut ranges: Vec<(u64, u64)> = Vec::new();
    for &number in numbers {
        match ranges.last_mut() {
            Some((_, to)) if *to + 1 == number => *to = number,
            _ => ranges.push((number, number)),
        }
    }
    ranges
}
