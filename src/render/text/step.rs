use super::page::Page;
use super::tone::Tone;
use crate::plan::Step;
use crate::render::sentence::StepSentence;

/// So wide that nothing is wrapped.
const WIDE: usize = 100_000;

/// What a step does, a line for each person or field, not wrapped and not painted: for logs and progress.
#[must_use]
pub fn step(step: &Step) -> Vec<String> {
    let line = |StepSentence { mark, person: _, words }: StepSentence| {
        let mut page = Page::new(WIDE, false);
        page.line(&[(mark.sign(), Tone::Plain), (" ", Tone::Plain)], &words);
        page.finish().trim_end().to_owned()
    };
    step.action.words().planned().into_iter().map(line).collect()
}
