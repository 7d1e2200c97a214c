use crate::model::Email;
use crate::model::text::{is_command, is_hidden};
use std::borrow::Cow;
use std::fmt::Write as _;

/// A text as a scalar of YAML: as it is where any reader takes it for that text, else in quotes, as formatters put them.
pub(in crate::manifest) fn scalar(text: &str) -> Cow<'_, str> {
    if is_plain(text) { Cow::Borrowed(text) } else { Cow::Owned(quoted(text)) }
}

/// Letters, digits and signs that are safe in a plain scalar wherever they stand.
pub(super) fn is_word(text: &str) -> bool {
    let safe = |c: char| c.is_ascii_alphanumeric() || "_-+.%".contains(c);
    !text.is_empty()
        && text.chars().all(safe)
        && text.starts_with(|c: char| c.is_ascii_alphanumeric())
}

fn is_plain(text: &str) -> bool {
    let (Some(first), Some(last)) = (text.chars().next(), text.chars().last()) else {
        return false;
    };
    let first_fits = first.is_alphanumeric() || "_/($+.".contains(first);
    let inner_fits = text.chars().all(|c| match c {
        // A colon may end a key, a sharp may begin a comment, the others stand around lists and mappings
        // (PyYAML takes a question mark there for the sign of a key).
        '#' | ':' | ',' | '[' | ']' | '{' | '}' | '`' | '?' => false,
        ' ' => true,
        c if c.is_ascii() => c.is_ascii_graphic(),
        c => !hides(c, text),
    });
    first_fits && inner_fits && last != ' ' && !looks_typed(text)
}

/// Whether a character of a text can't be seen; in what may be an address there are more of them.
fn hides(c: char, text: &str) -> bool {
    is_hidden(c) || (Email::hides(c) && text.contains('@'))
}

/// Whether a reader of YAML 1.1 or 1.2 takes it for null, a boolean, a number, a time or a date.
fn looks_typed(text: &str) -> bool {
    const WORDS: &[&str] =
        &["null", "true", "false", "yes", "no", "on", "off", "y", "n", ".inf", ".nan", "+.inf"];
    let lower = text.to_ascii_lowercase();
    let number = lower.starts_with(|c: char| c.is_ascii_digit() || "+.".contains(c));
    WORDS.contains(&lower.as_str())
        || number && lower.chars().all(|c| c.is_ascii_digit() || "_.:+-etzxo ".contains(c))
        || ["0x", "0b", "0o"].iter().any(|it| lower.trim_start_matches('+').starts_with(it))
}

/// Whether a runner of workflows would take something in it for a command, where the text is in its log.
fn has_command(text: &str) -> bool {
    let sharps = text.match_indices('#').map(|(at, _)| &text[at + 1..]);
    sharps.filter_map(|rest| rest.strip_prefix('#')).any(is_command)
}

fn quoted(text: &str) -> String {
    // In single quotes nothing can be escaped, and nothing has to be but they themselves.
    let commands = has_command(text);
    if text.contains('"') && !commands && !text.chars().any(|c| c == '\\' || hides(c, text)) {
        return format!("'{}'", text.replace('\'', "''"));
    }
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for (at, c) in text.char_indices() {
        match c {
            '#' if commands && quoted.ends_with('#') && is_command(&text[at + 1..]) => {
                quoted.push_str("\\x23");
            }
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            c if hides(c, text) => {
                let code = u32::from(c);
                let _ = match code {
                    0..=0xff => write!(quoted, "\\x{code:02x}"),
                    0x100..=0xffff => write!(quoted, "\\u{code:04x}"),
                    _ => write!(quoted, "\\U{code:08x}"),
                };
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_stand_where_they_are_needed() {
        for plain in
            ["Support", "Acme Dental", "ana@acme.example", "a-b", "Zürich ☂", "R&D", "$x", "1st"]
        {
            assert_eq!(scalar(plain), plain);
        }
        for text in [
            "",
            "no",
            "ON",
            "1.10",
            "0777",
            "+15551234567",
            "2026-11-01",
            "12:30",
            "~",
            "- x",
            "a: b",
            "a #b",
            "#",
            "*x",
            "&x",
            "!x",
            " a",
            "a ",
            "a\nb",
            "\u{1b}",
            "[a]",
            "{",
            "a, b",
            "null",
            "0x1F",
            "---",
            "\"a\"",
            "'a'",
            "@a",
            "%a",
            "<<",
            "=",
            "?",
            "-",
            "...",
            "1e3",
            "\u{feff}a",
            "a\u{2028}b",
            "Hungry?",
            "0b101",
            "+0b1",
            "0o17",
            "1_000",
            "190:20:30",
            ".5",
            "Off",
            "y",
        ] {
            assert!(scalar(text).starts_with(['"', '\'']), "{text:?}");
        }
        assert_eq!(scalar("##[error]x"), r##""#\x23[error]x""##);
        assert_eq!(scalar("a \"###vso[task]\""), r###""a \"##\x23vso[task]\"""###);
        assert_eq!(scalar("## x"), "\"## x\"");
        assert_eq!(scalar("a: \"it's\""), "'a: \"it''s\"'");
        assert_eq!(scalar("a: it's"), "\"a: it's\"");
        assert!(scalar("\\ \"x\"").starts_with('"'), "a backslash");
        assert_eq!(scalar("a\u{fe0f}@x.example"), r#""a\ufe0f@x.example""#);
        assert_eq!(scalar("Zürich ☂\u{fe0f}"), "Zürich ☂\u{fe0f}");
        assert_eq!(scalar("a\u{1b}\n\"\u{202e}"), r#""a\x1b\n\"\u202e""#);
    }
}
