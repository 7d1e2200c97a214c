/// A stretch of a text that may hold expressions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part<'t> {
    /// As it is.
    Text(&'t str),
    /// What stands between `${{` and `}}`.
    Expression(&'t str),
}

const OPEN: &str = "${{";

/// Whether there may be an expression in it.
pub(super) fn has_expression(text: &str) -> bool {
    text.contains(OPEN)
}

/// Splits a text into literal text and expressions. An expression ends at the first `}}` that is in no string
/// and in no braces of its own, so `${{ "${{" }}` is the way to write the signs themselves.
/// `None` where an expression is not closed.
pub(super) fn parts(text: &str) -> Option<Vec<Part<'_>>> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some(open) = rest.find(OPEN) {
        if open > 0 {
            parts.push(Part::Text(&rest[..open]));
        }
        let inner = &rest[open + OPEN.len()..];
        let end = end(inner)?;
        parts.push(Part::Expression(inner[..end].trim()));
        rest = &inner[end + 2..];
    }
    if !rest.is_empty() {
        parts.push(Part::Text(rest));
    }
    Some(parts)
}

/// The expression that is all of a text, but for the space around it.
pub(super) fn whole<'t>(parts: &[Part<'t>]) -> Option<&'t str> {
    let blank = |part: &&Part<'t>| !matches!(part, Part::Text(text) if text.trim().is_empty());
    let mut solid = parts.iter().filter(blank);
    match (solid.next(), solid.next()) {
        (Some(Part::Expression(source)), None) => Some(source),
        _ => None,
    }
}

fn end(inner: &str) -> Option<usize> {
    let (mut quote, mut escaped, mut depth) = (None, false, 0_usize);
    for (at, c) in inner.char_indices() {
        match (quote, c) {
            (Some(_), _) if escaped => escaped = false,
            (Some(_), '\\') => escaped = true,
            (Some(open), c) if c == open => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, '{') => depth += 1,
            (None, '}') if depth > 0 => depth -= 1,
            (None, '}') if inner[at..].starts_with("}}") => return Some(at),
            (None, _) => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_split_into_parts() {
        use Part::{Expression, Text};
        assert_eq!(parts("plain {{ x }}"), Some(vec![Text("plain {{ x }}")]));
        assert_eq!(
            parts("a ${{ b }}c${{d}}"),
            Some(vec![Text("a "), Expression("b"), Text("c"), Expression("d")])
        );
        assert_eq!(parts(r#"${{ "}}" }}"#), Some(vec![Expression(r#""}}""#)]));
        assert_eq!(
            parts(r#"${{ {"a": {"b": 1}} }}"#),
            Some(vec![Expression(r#"{"a": {"b": 1}}"#)])
        );
        assert_eq!(parts("${{ a }"), None);
        assert_eq!(parts("${{ 'a }}"), None);
        assert_eq!(whole(&parts(" ${{ a }}\n").unwrap()), Some("a"));
        assert_eq!(whole(&parts("x${{ a }}").unwrap()), None);
    }
}
