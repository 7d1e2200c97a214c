//! Somebody else's words on one line of stderr.

/// Longer than any honest message; what a broken server says can be longer still.
const LONGEST: usize = 2_000;

/// The text with everything spelled out that can't be seen, that would begin another line, or that a runner of
/// workflows would take for a command. What is escaped already stays as it is.
pub(crate) fn one_line(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for (number, c) in text.chars().enumerate() {
        if number == LONGEST {
            safe.push('…');
            break;
        }
        if is_hidden(c) || (c == '#' && safe.ends_with('#')) {
            safe.extend(c.escape_unicode());
        } else {
            safe.push(c);
        }
    }
    safe
}

/// Control characters, and those that have no shape or change the order of others.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
        || matches!(c, '\u{61c}' | '\u{feff}' | '\u{ad}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::one_line;

    #[test]
    fn nothing_begins_another_line_or_hides() {
        assert_eq!(one_line("a\nerror: b"), r"a\u{a}error: b");
        assert_eq!(one_line("\u{1b}[31mred\u{202e}"), r"\u{1b}[31mred\u{202e}");
        assert_eq!(one_line("##[error]x"), r"#\u{23}[error]x");
        assert_eq!(one_line(r"C:\temp ☂"), r"C:\temp ☂");
        assert_eq!(one_line(&"x".repeat(3_000)).chars().count(), 2_001);
    }
}
