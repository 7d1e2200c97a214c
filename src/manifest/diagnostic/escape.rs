use crate::model::text::{characters, spell};
use std::borrow::Cow;

/// Text of a manifest made safe for one line of a message: what can't be seen or may be taken for something else is
/// spelled out, and a long text is cut.
#[must_use]
pub fn escape(text: &str) -> Cow<'_, str> {
    const LONGEST: usize = 120;
    if text.len() <= LONGEST && !characters(text).any(|(_, spelled)| spelled) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len().min(LONGEST) + 8);
    for (number, (c, spelled)) in characters(text).enumerate() {
        if number == LONGEST {
            escaped.push('…');
            break;
        }
        if spelled {
            spell(c, &mut escaped);
        } else {
            escaped.push(c);
        }
    }
    Cow::Owned(escaped)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_not_be_seen_is_spelled_out() {
        assert_eq!(escape("plain ☂"), "plain ☂");
        assert_eq!(escape("a\u{1b}[31mb\n\u{202e}"), "a\\u{1b}[31mb\\u{a}\\u{202e}");
        assert!(escape(&"x".repeat(500)).chars().count() < 130);
    }
}
