use super::Sentence;
use crate::plan::Cost;

/// What applying costs: `7 requests, 4 reads, about 1.4 s`.
pub(crate) fn cost(cost: &Cost) -> Sentence {
    requests(cost.requests, cost.reads).say(", about ").seconds(cost.estimated_seconds)
}

/// The same without the time: `7 requests, 4 reads`.
pub(crate) fn requests(requests: u64, reads: u64) -> Sentence {
    let words = Sentence::new().count(requests, "request", "requests").say(", ");
    words.count(reads, "read", "reads")
}

/// `9 automatic, 2 by hand, 1 held`; what is none is left out, all none is empty.
pub(crate) fn counts(automatic: u64, manual: u64, held: u64) -> Sentence {
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
    Sentence::new().joined(", ", all)
}
