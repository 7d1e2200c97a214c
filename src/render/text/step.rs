use super::Style;
use super::page::Page;
use super::tone::Tone;
use crate::model::Email;
use crate::plan::{Hold, Step};
use crate::render::sentence::{self, Sentence, StepSentence};

/// So wide that nothing is wrapped.
const WIDE: usize = 100_000;

/// What a step does, a line for each person or field, not wrapped and not painted: for logs and progress.
#[must_use]
pub fn step(step: &Step) -> Vec<String> {
    step_by_person(step).into_iter().map(|(_, line)| line).collect()
}

/// The same, each line with whom it is about.
#[must_use]
pub fn step_by_person(step: &Step) -> Vec<(Option<Email>, String)> {
    let line = |StepSentence { mark, person, words }: StepSentence| {
        (person, plain(&Sentence::of(mark.sign()).say(" ").then(words)))
    };
    step.planned().into_iter().map(line).collect()
}

/// Why a step is held and what to do next, a line each, likewise.
#[must_use]
pub fn hold(reason: &Hold) -> String {
    let why = sentence::hold(reason);
    let held = std::iter::once(plain(&why.held));
    let lines: Vec<_> = held.chain(why.lines().iter().map(plain)).collect();
    lines.join("\n")
}

/// A sentence by itself, not wrapped and not painted.
pub(crate) fn plain(sentence: &Sentence) -> String {
    let mut page = Page::new(Style { width: WIDE, color: false, cuts: false });
    page.line(&[("", Tone::Plain)], sentence);
    page.finish().trim_end().to_owned()
}
