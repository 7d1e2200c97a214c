//! Untrusted text on one line of a terminal.

/// Shows control characters and direction overrides as escapes, so that a name can't forge a line.
pub(crate) fn line(text: &str) -> String {
    text.chars().fold(String::with_capacity(text.len()), |mut safe, c| {
        let overrides = matches!(c, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        if c.is_control() || overrides { safe.extend(c.escape_unicode()) } else { safe.push(c) }
        safe
    })
}
