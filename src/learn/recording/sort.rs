use super::Exchange;
use std::collections::HashSet;

/// Exchanges in order of time, none twice; those without a time stay behind the one that they came after. Answers how
/// many were there twice.
pub(super) fn sorted(found: Vec<(usize, Exchange)>) -> (Vec<Exchange>, usize) {
    let mut before = None;
    let mut all: Vec<_> = found
        .into_iter()
        .map(|(number, exchange)| {
            before = exchange.at.or(before);
            ((before, number), exchange)
        })
        .collect();
    all.sort_by_key(|(key, _)| *key);
    let mut seen = HashSet::new();
    let before = all.len();
    let once: Vec<_> = all
        .into_iter()
        .map(|(_, exchange)| exchange)
        // Two tabs may do the same; only an entry that began in the very same moment is the same entry.
        .filter(|it| {
            let Exchange { at, method, origin: _, path, query, body, .. } = it;
            at.is_none() || seen.insert(format!("{at:?} {method} {path:?} {query:?} {body:?}"))
        })
        .collect();
    let twice = before - once.len();
    (once, twice)
}
