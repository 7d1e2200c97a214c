//! How a text is written so that YAML reads it as just that text, whatever is in it.

use crate::manifest::escape;
use std::fmt::Write as _;

/// Words that some reader of YAML takes for something else than a text.
const TAKEN: &[&str] = &["y", "n", "yes", "no", "true", "false", "on", "off", "null", "nan", "inf"];

/// The text as a scalar that can stand anywhere, also in `{…}`: plain where that is safe, else in double quotes.
pub(super) fn scalar(text: &str) -> String {
    if is_plain(text) { text.to_owned() } else { quoted(text) }
}

/// A text behind `#`, on one line. It begins with a word of ours, so that it can't be an instruction to rolecall
/// or to an editor.
pub(super) fn comment(text: &str) -> String {
    escape(text).chars().map(|c| if is_printable(c) { c } else { '\u{fffd}' }).collect()
}

fn is_plain(text: &str) -> bool {
    text.starts_with(char::is_alphabetic)
        && !text.ends_with(' ')
        && text.chars().all(|c| c.is_alphanumeric() || " -_.+@/()'&!%".contains(c))
        && !TAKEN.contains(&text.to_lowercase().as_str())
}

fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if is_seen(c) => out.push(c),
            c => {
                let code = u32::from(c);
                // Writing to a String can't fail.
                let _ = match code {
                    0..=0xff => write!(out, "\\x{code:02x}"),
                    0x100..=0xffff => write!(out, "\\u{code:04x}"),
                    _ => write!(out, "\\U{code:08x}"),
                };
            }
        }
    }
    out.push('"');
    out
}

/// Whether a reader sees the character as what it is.
fn is_seen(c: char) -> bool {
    let text = c.encode_utf8(&mut [0; 4]).to_owned();
    is_printable(c) && escape(&text) == text
}

/// What may stand in YAML as itself (YAML 1.2, `c-printable`), without line breaks.
const fn is_printable(c: char) -> bool {
    matches!(c, ' '..='~' | '\u{a0}'..='\u{d7ff}' | '\u{e000}'..='\u{fefe}' | '\u{ff00}'..='\u{fffd}' | '\u{10000}'..)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_person_would_not_quote_is_not_quoted() {
        for text in
            ["Support", "Acme Dental (KL)", "ana+x@acme.example", "Zürich", "o'neil@a.example"]
        {
            assert_eq!(scalar(text), text);
        }
    }

    #[test]
    fn what_yaml_would_read_otherwise_is_quoted() {
        for text in
            ["", " a", "a ", "no", "NULL", "1.10", "-", "a: b", "a #b", "[a", "*a", "☂", "~", "a,b"]
        {
            assert_eq!(scalar(text), format!("\"{text}\""));
        }
        assert_eq!(
            scalar("a\"b\\c\n\u{1b}\u{202e}\u{e0001}"),
            r#""a\"b\\c\n\x1b\u202e\U000e0001""#
        );
    }
}
