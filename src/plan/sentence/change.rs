use super::Sentence;
use similar::{Algorithm, DiffOp, capture_diff_slices};

/// Shorter texts are compared at a glance.
const LONG: usize = 30;

/// `"Old name" → "New name"`; of two long texts that differ in one place also what differs.
pub(crate) fn change(words: Sentence, before: &str, arrow: &'static str, after: &str) -> Sentence {
    let words = words.name(before).say(arrow).name(after);
    match difference(before, after) {
        Some((old, new)) => words.say(" (only ").name(&old).say(" → ").name(&new).say(")"),
        None => words,
    }
}

/// The words that are different, where most are not.
fn difference(before: &str, after: &str) -> Option<(String, String)> {
    if before.chars().count().min(after.chars().count()) < LONG {
        return None;
    }
    let (old, new): (Vec<_>, Vec<_>) = (before.split(' ').collect(), after.split(' ').collect());
    let ops = capture_diff_slices(Algorithm::Myers, &old, &new);
    let mut changed = ops.iter().filter(|op| !matches!(op, DiffOp::Equal { .. }));
    let (Some(DiffOp::Replace { old_index, old_len, new_index, new_len }), None) =
        (changed.next(), changed.next())
    else {
        return None;
    };
    let words = |all: &[&str], from: usize, count: usize| all[from..from + count].join(" ");
    (old_len * 2 < old.len())
        .then(|| (words(&old, *old_index, *old_len), words(&new, *new_index, *new_len)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_difference_in_a_long_name_is_pointed_out() {
        let (before, after) =
            ("Support for the northern region 2025", "Support for the northern region 2026");
        assert_eq!(difference(before, after), Some(("2025".to_owned(), "2026".to_owned())));
    }

    #[test]
    fn short_names_and_other_names_speak_for_themselves() {
        assert_eq!(difference("Support 2025", "Support 2026"), None);
        assert_eq!(
            difference("Support for the northern region", "Sales and everything else there is"),
            None
        );
        let (before, after) =
            ("a Support for the northern region b", "c Support for the northern region d");
        assert_eq!(difference(before, after), None);
    }
}
