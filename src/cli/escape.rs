//! Somebody else's words on one line of stderr.

use rolecall::model::text::{characters, spell};

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
