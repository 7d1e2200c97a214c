//! Somebody else's words on one line of stderr.

use rolecall::model::text::{characters, spell};
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

/// JSON with everything escaped that can't be seen, that may be taken for another letter, or that a runner of workflows
/// would take for a command, so that it may be shown as it is; it says the same.
pub(crate) fn json(text: String) -> String {
    let is_plain = |byte: u8| byte == b'\n' || byte == b' ' || byte.is_ascii_graphic();
    if text.bytes().all(is_plain) && !text.contains("##") {
        return text;
    }
    let mut safe = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while !rest.is_empty() {
        // Each text by itself, and what is escaped already stays: it is no letter of the word behind it.
        let (run, behind) = rest.split_at(rest.find(['"', '\\']).unwrap_or(rest.len()));
        for (c, spelled) in characters(run) {
            if (spelled && c != '\n') || (c == '#' && safe.ends_with('#')) {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    let _ = write!(safe, "\\u{unit:04x}");
                }
            } else {
                safe.push(c);
            }
        }
        let sign = match behind.as_bytes() {
            [b'\\', b'u', ..] => 6,
            [b'\\', ..] => 2,
            _ => 1,
        };
        let (sign, behind) = behind.split_at(behind.floor_char_boundary(sign.min(behind.len())));
        safe.push_str(sign);
        rest = behind;
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::{json, one_line};

    #[test]
    fn json_says_the_same_and_hides_nothing() {
        let text = serde_json::to_string("a\u{202e}b\u{e0041}\u{7f}☂\n").unwrap();
        let shown = json(text);
        assert_eq!(shown, r#""a\u202eb\udb40\udc41\u007f☂\n""#);
        assert_eq!(serde_json::from_str::<String>(&shown).unwrap(), "a\u{202e}b\u{e0041}\u{7f}☂\n");
        for (said, shown) in [
            ("p\u{430}t@x.example Москва", r#""p\u0430t@x.example Москва""#),
            ("a\n\u{43c}ир \\\u{43c}ир \"\u{43c}ир\"", r#""a\nмир \\мир \"мир\"""#),
            ("Cafe\u{301}", r#""Cafe\u0301""#),
            ("ไทย हिन्दी 東京カフェ Zürich ☂️", r#""ไทย हिन्दी 東京カフェ Zürich ☂️""#),
        ] {
            let text = serde_json::to_string(said).unwrap();
            assert_eq!(json(text), shown);
            assert_eq!(serde_json::from_str::<String>(shown).unwrap(), said);
        }
        assert_eq!(json("\"##[error]\"".to_owned()), "\"#\\u0023[error]\"");
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
