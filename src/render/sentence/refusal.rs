use super::Sentence;
use crate::plan::{Refusal, Warning};

/// Why a whole plan is refused, and what to do next.
pub(crate) fn refusal(refusal: &Refusal) -> Sentence {
    let Refusal { rule, counted, allowed } = refusal;
    let words = Sentence::new().strong("refused").say(": ");
    if rule == "max_removals" {
        let words = words.count(*counted, "person", "people").say(" would lose something, ");
        let words = words.number(*allowed).say(if *allowed == 1 { " is" } else { " are" });
        let words = words.say(" allowed. Look at each, then raise ").code("--max-removals");
        return words.say(" or add a waiver to the manifest");
    }
    let words = words.say("rule ").name(rule).say(" counted ").number(*counted);
    words.say(", allowed are ").number(*allowed)
}

/// Something that a reviewer should know.
pub(crate) fn warning(warning: &Warning) -> Sentence {
    let Warning { code, message, source } = warning;
    let mut words = Sentence::new();
    if let Some(code) = code {
        words = words.name(code).say(" ");
    }
    words = words.prose(message);
    match source {
        Some(source) => words.say(" (").source(source).say(")"),
        None => words,
    }
}
