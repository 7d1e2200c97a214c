//! Whether any subset of each wave, in any order, with any of the manual steps done, keeps every rule.

use super::atlas::Atlas;
use super::legal::Verdict;
use super::search::Search;
use super::single::{Act, Single};
use crate::plan::rules::Rule;

/// The first place where a plan is unsafe.
pub(in crate::plan::tests) fn unsafe_wave(atlas: &Atlas, all: &[Single]) -> Option<(Rule, String)> {
    let placed = || all.iter().filter(|it| it.wave.is_some());
    let hands = Search::of(atlas, placed().filter(|it| !it.by_machine));
    let mut waves: Vec<u32> =
        placed().filter(|it| it.by_machine).filter_map(|it| it.wave).collect();
    waves.sort_unstable();
    waves.dedup();
    let mut state = atlas.start;
    let none = [];
    let in_wave = |wave: u32| {
        let acts = all.iter().filter(move |it| it.by_machine && it.wave == Some(wave));
        acts.map(|it| it.act).collect::<Vec<Act>>()
    };
    if waves.is_empty() {
        return any_subset(atlas, &hands, &state, &none, false);
    }
    for wave in &waves {
        let acts = in_wave(*wave);
        let later = all.iter().any(|it| {
            it.by_machine
                && it.wave.is_some_and(|it| it > *wave)
                && !matches!(it.act, Act::Delete { .. })
        });
        if let Some((rule, what)) = any_subset(atlas, &hands, &state, &acts, later) {
            return Some((rule, format!("wave {wave}: {what}")));
        }
        for act in acts {
            act.apply(&mut state);
        }
    }
    None
}

fn any_subset(
    atlas: &Atlas,
    hands: &Search,
    before: &super::state::State,
    wave: &[Act],
    later: bool,
) -> Option<(Rule, String)> {
    for subset in 0_usize..1 << wave.len() {
        let mut state = *before;
        for (number, act) in wave.iter().enumerate().filter(|(it, _)| subset & (1 << it) != 0) {
            let _ = number;
            act.apply(&mut state);
        }
        let open = |but: usize| {
            later
                || (0..wave.len()).any(|it| {
                    it != but && subset & (1 << it) == 0 && !matches!(wave[it], Act::Delete { .. })
                })
        };
        let Some(states) = hands.with_any_hands(&state, open(usize::MAX)) else {
            let rule = first_broken(atlas, hands, &state, open(usize::MAX));
            return Some((rule, format!("subset {subset:b} with manual steps")));
        };
        for (number, act) in wave.iter().enumerate().filter(|(it, _)| subset & (1 << it) == 0) {
            for here in &states {
                match atlas.verdict(*act, here, open(number)) {
                    Verdict::Fine => {}
                    Verdict::Impossible => {
                        return Some((
                            Rule::References,
                            format!("{act:?} is impossible after {subset:b}"),
                        ));
                    }
                    Verdict::Breaks(rule) => {
                        return Some((rule, format!("{act:?} after {subset:b}")));
                    }
                }
            }
        }
    }
    None
}

/// The rule that is broken when a person does all that can be done, in whichever order it shows.
fn first_broken(atlas: &Atlas, hands: &Search, state: &super::state::State, others: bool) -> Rule {
    let mut state = *state;
    let mut left = hands.person.clone();
    loop {
        if let Some(rule) = atlas.broken(&state) {
            return rule;
        }
        let mut next = None;
        for (index, act) in left.iter().enumerate() {
            match atlas.verdict(*act, &state, others) {
                Verdict::Breaks(rule) => return rule,
                Verdict::Fine => next = next.or(Some(index)),
                Verdict::Impossible => {}
            }
        }
        match next {
            Some(index) => left.remove(index).apply(&mut state),
            None => return Rule::References,
        }
    }
}
