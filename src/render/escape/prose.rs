/// A piece of a sentence that somebody else wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Prose<'a> {
    /// Words.
    Words(&'a str),
    /// What stood between backticks.
    Quoted(&'a str),
}

/// The sentence in pieces. Backticks quote where they come in pairs, else they are characters like others.
pub(crate) fn prose(text: &str) -> Vec<Prose<'_>> {
    let pieces: Vec<&str> = text.split('`').collect();
    if pieces.len().is_multiple_of(2) {
        return vec![Prose::Words(text)];
    }
    let piece = |(at, piece)| if at % 2 == 0 { Prose::Words(piece) } else { Prose::Quoted(piece) };
    let empty = |piece: &Prose<'_>| matches!(piece, Prose::Words("") | Prose::Quoted(""));
    pieces.into_iter().enumerate().map(piece).filter(|piece| !empty(piece)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn backticks_quote_in_pairs_only() {
        let pieces = prose("workspace `Front Desk` has no owner");
        assert_eq!(pieces[1], Prose::Quoted("Front Desk"));
        assert_eq!(prose("a ` b"), [Prose::Words("a ` b")]);
    }
}
