/// So many words are compared: somebody's file can have any number of them, and of wrong ones too.
const MOST: usize = 300;

/// The word that was probably meant: one letter differs, or at most a third of its letters.
pub(crate) fn nearest<'w>(word: &str, words: impl IntoIterator<Item = &'w str>) -> Option<&'w str> {
    const LONGEST: usize = 64;
    if word.is_empty() || word.len() > LONGEST {
        return None;
    }
    let lower = word.to_lowercase();
    let words = words.into_iter().take(MOST).filter(|it| it.len() <= LONGEST);
    let near = words.filter_map(|it| {
        let most = match it.chars().count() {
            0..=1 => 0,
            letters => (letters / 3).max(1),
        };
        if lower.len().abs_diff(it.len()) > most * 4 {
            return None;
        }
        let distance = distance(&lower, &it.to_lowercase());
        (distance <= most).then_some((distance, it))
    });
    near.min().map(|(_, word)| word)
}

/// Help for a word that isn't one of those: the nearest, or all of them where they are few.
pub(crate) fn did_you_mean<'w>(
    word: &str,
    words: impl IntoIterator<Item = &'w str>,
) -> Option<String> {
    const FEW: usize = 16;
    let words: Vec<_> = words.into_iter().take(MOST).collect();
    if let Some(near) = nearest(word, words.iter().copied()) {
        return Some(format!("did you mean `{near}`?"));
    }
    if words.is_empty() || words.len() > FEW {
        return None;
    }
    let listed: Vec<_> = words.iter().map(|word| format!("`{word}`")).collect();
    Some(format!("it can be {}", listed.join(", ")))
}

/// Letters to add, drop, change or swap with their neighbour (optimal string alignment).
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<_>, Vec<_>) = (a.chars().collect(), b.chars().collect());
    let mut rows = vec![vec![0; b.len() + 1]; a.len() + 1];
    for (i, row) in rows.iter_mut().enumerate() {
        row[0] = i;
    }
    for (j, cell) in rows[0].iter_mut().enumerate() {
        *cell = j;
    }
    for i in 1..=a.len() {
        for j in 1..=b.len() {
            let change = usize::from(a[i - 1] != b[j - 1]);
            let mut least =
                (rows[i - 1][j] + 1).min(rows[i][j - 1] + 1).min(rows[i - 1][j - 1] + change);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                least = least.min(rows[i - 2][j - 2] + 1);
            }
            rows[i][j] = least;
        }
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_words_are_found_and_far_ones_are_not() {
        let roles = ["admin", "user_admin", "billing_admin", "member"];
        assert_eq!(nearest("useradmin", roles), Some("user_admin"));
        assert_eq!(nearest("Admin", roles), Some("admin"));
        assert_eq!(nearest("mebmer", roles), Some("member"));
        assert_eq!(nearest("boss", roles), None);
        assert_eq!(nearest("idx", ["id", "name"]), Some("id"));
        assert_eq!(distance("", "abc"), 3);
    }
}
