//! Somebody else's words on one line of stderr.

use rolecall::model::text::{characters, is_hidden, spell};
use std::fmt::Write as _;

/// Longer than any honest message; what a broken server says can be longer still.
const LONGEST: usize = 2_000;

/// The text with everything spelled out that can't be seen, that would begin another line, or that a runner of
/// workflows would take for a command. What is escaped already stays as it is.
pub(crate) fn one_line(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for (number, (c, spelled)) in characters(text).enumerate() {
        if number == LONGEST {
            safe.push('…');
            break;
        }
        if spelled || (c == '#' && safe.ends_with('#')) {
            spell(c, &mut safe);
        } else {
            safe.push(c);
        }
    }
    safe
}

/// JSON with everything escaped that can't be seen, or that a runner of workflows would take for a command, so that it may
/// be shown as it is; it says the same.
pub(crate) fn json(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        if (c != '\n' && is_hidden(c)) || (c == '#' && safe.ends_with('#')) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                let _ = write!(safe, "\\u{unit:04x}");
            }
        } else {
            safe.push(c);
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::{json, one_line};

    #[test]
    fn json_says_the_same_and_hides_nothing() {
        let text = serde_json::to_string("a\u{202e}b\u{e0041}\u{7f}☂\n").unwrap();
        let shown = json(&text);
        assert_eq!(shown, r#""a\u202eb\udb40\udc41\u007f☂\n""#);
        assert_eq!(serde_json::from_str::<String>(&shown).unwrap(), "a\u{202e}b\u{e0041}\u{7f}☂\n");
        assert_eq!(json("\"##[error]\""), "\"#\\u0023[error]\"");
    }

    #[test]
    fn nothing_begins_another_line_or_hides() {
        assert_eq!(one_line("a\nerror: b"), r"a\u{a}error: b");
        assert_eq!(one_line("\u{1b}[31mred\u{202e}"), r"\u{1b}[31mred\u{202e}");
        assert_eq!(one_line("##[error]x"), r"#\u{23}[error]x");
        assert_eq!(one_line(r"C:\temp ☂"), r"C:\temp ☂");
        assert_eq!(one_line(&"x".repeat(3_000)).chars().count(), 2_001);
    }
}
