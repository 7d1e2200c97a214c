use super::Sentence;
use crate::plan::Cost;

/// What applying costs: `7 requests, 4 reads, about 1.4 s`.
pub(crate) fn cost(cost: &Cost) -> Sentence {
    let Cost { requests, reads, estimated_seconds } = cost;
    let words = Sentence::new().count(*requests, "request", "requests").say(", ");
    words.count(*reads, "read", "reads").say(", about ").seconds(*estimated_seconds)
}

/// `9 automatic, 2 by hand, 1 held`; what is none is left out, all none is `nothing to do`.
pub(crate) fn counts(automatic: u64, manual: u64, held: u64, refused: u64) -> Sentence {
    let mut all = Vec::new();
    if automatic > 0 {
        all.push(Sentence::new().number(automatic).say(" automatic"));
    }
    if manual > 0 {
        all.push(Sentence::new().number(manual).say(" ").strong("by hand"));
    }
    if held > 0 {
        all.push(Sentence::new().number(held).say(" ").strong("held"));
    }
    if refused > 0 {
        all.push(Sentence::new().number(refused).say(" ").strong("refused"));
    }
    if all.is_empty() {
        return Sentence::new().strong("nothing to do");
    }
    Sentence::new().joined(", ", all)
}
