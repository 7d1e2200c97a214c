use std::borrow::Cow;
use std::fmt::Write as _;

/// Text of a manifest made safe for one line of a message: control characters, line breaks and what changes
/// the direction of text are spelled out, and a long text is cut.
#[must_use]
pub fn escape(text: &str) -> Cow<'_, str> {
    const LONGEST: usize = 120;
    let short = text.len() <= LONGEST;
    if short && !text.chars().any(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len().min(LONGEST) + 8);
    for (number, c) in text.chars().enumerate() {
        if number == LONGEST {
            escaped.push('…');
            break;
        }
        if is_hidden(c) {
            let _ = write!(escaped, "\\u{{{:x}}}", u32::from(c));
        } else {
            escaped.push(c);
        }
    }
    Cow::Owned(escaped)
}

/// Characters that a reader doesn't see as what they are.
pub(crate) fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
        || matches!(c, '\u{61c}' | '\u{feff}' | '\u{ad}' | '\u{fff9}'..='\u{fffb}')
        || matches!(c, '\u{e0000}'..='\u{e007f}')
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
