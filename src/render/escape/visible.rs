use crate::model::text::{characters, is_command, spell};
use std::fmt::Write as _;

/// Longest name that is shown whole. The platform takes 255 characters (`rules.md`, Workspaces, inferred), so only a
/// broken or lying server sends more.
const LONGEST: usize = 300;

/// Words that people and scripts search plans for: a name that is one of them is never shown bare.
const RESERVED: &[&str] = &["held", "by", "hand", "verified", "nothing", "refused"];

/// The text with everything spelled out that can't be seen, moves what is around it or may be taken for something
/// else ([`characters`]): ANSI sequences, line breaks, bidirectional controls, letters of another script than the rest
/// of their word. A backslash is doubled, so that two texts never look alike.
pub(crate) fn visible(text: &str) -> String {
    shown(text, "\\\\")
}

/// The same of a sentence that somebody else wrote: what is escaped in it already stays as it is.
pub(crate) fn sentence(text: &str) -> String {
    shown(text, "\\")
}

fn shown(text: &str, backslash: &str) -> String {
    if is_plain(text) {
        return text.to_owned();
    }
    let mut shown = String::with_capacity(text.len());
    let mut at = 0;
    for (count, (c, spelled)) in characters(text).enumerate() {
        at += c.len_utf8();
        if count == LONGEST {
            let rest = text.chars().count() - LONGEST;
            let _ = write!(shown, "… ({rest} characters more)");
            break;
        }
        match c {
            '\\' => shown.push_str(backslash),
            // Runners of workflows take `##[` and `##vso[` for a command wherever they stand, in a code span too.
            '#' if shown.ends_with('#') && is_command(&text[at..]) => {
                shown.push_str("\\u{23}");
            }
            '\n' => shown.push_str("\\n"),
            '\r' => shown.push_str("\\r"),
            '\t' => shown.push_str("\\t"),
            c if spelled => spell(c, &mut shown),
            c => shown.push(c),
        }
    }
    shown
}

/// Whether it is short and of characters that nothing is to be said of, as most texts are.
fn is_plain(text: &str) -> bool {
    text.len() <= LONGEST
        && text.bytes().all(|b| b == b' ' || (b.is_ascii_graphic() && !br"\#".contains(&b)))
}

/// Something to type or to open, whole and as it can be copied. Only what can't be seen is spelled out; a backslash, which
/// paths have, is doubled just where it would look like that.
pub(crate) fn copyable(text: &str) -> String {
    if is_plain(text) {
        return text.to_owned();
    }
    let mut shown = String::with_capacity(text.len());
    let mut at = 0;
    for (c, spelled) in characters(text) {
        at += c.len_utf8();
        match c {
            '\\' if text[at..].starts_with("u{") => shown.push_str("\\\\"),
            '#' if shown.ends_with('#') && is_command(&text[at..]) => spell(c, &mut shown),
            c if spelled => spell(c, &mut shown),
            c => shown.push(c),
        }
    }
    shown
}

/// The text as it stands in a sentence of plain text: bare where it is one ordinary word, else in quotes, so that a
/// name can't continue the sentence that it stands in.
pub(crate) fn quoted(text: &str) -> String {
    let shown = visible(text);
    if bare(text) { shown } else { format!("\"{}\"", shown.replace('"', "\\\"")) }
}

/// Whether the text is one ordinary word or path: letters, digits, `-`, `_`, `.`, `/`.
pub(crate) fn bare(text: &str) -> bool {
    text.strip_prefix('.').unwrap_or(text).starts_with(char::is_alphanumeric)
        && text.chars().all(|c| c.is_alphanumeric() || "-_./".contains(c))
        && !characters(text).any(|(_, spelled)| spelled)
        && text.chars().count() <= LONGEST
        && !reserved(text)
}

/// Whether it is a word that people search plans for, with or without punctuation.
pub(crate) fn reserved(text: &str) -> bool {
    let word = text.trim_matches(|c: char| c.is_ascii_punctuation()).to_lowercase();
    RESERVED.contains(&word.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_names_stay_as_they_are() {
        for name in ["Support", "acme-2", "Zähler", "客服", "a_b.c"] {
            assert_eq!(quoted(name), name);
        }
        assert_eq!(quoted("Front Desk ☂️"), "\"Front Desk ☂️\"");
    }

    #[test]
    fn what_can_not_be_seen_is_spelled_out() {
        assert_eq!(visible("a\nb\u{1b}[2Jc"), "a\\nb\\u{1b}[2Jc");
        assert_eq!(visible("a\u{202e}b\u{200b}c\u{feff}"), "a\\u{202e}b\\u{200b}c\\u{feff}");
        assert_eq!(visible("a\u{a0}b"), "a\\u{a0}b");
        assert_eq!(quoted("a\\nb"), "\"a\\\\nb\"");
        assert_eq!(quoted("say \"hi\""), "\"say \\\"hi\\\"\"");
    }

    #[test]
    fn what_a_sentence_escaped_stays_as_it_is() {
        let text = r#"`p\u{0430}t` becomes "Say \"hi\"""#;
        assert_eq!(sentence(text), text);
        assert_eq!(sentence("a\u{202e}\nb"), r"a\u{202e}\nb");
    }

    #[test]
    fn what_is_to_be_copied_is_whole() {
        let path = format!("C:\\new\\{}\\plan.json", "x".repeat(500));
        assert_eq!(copyable(&path), path);
        assert_eq!(copyable("a\n\u{202e}b\\u{a}"), "a\\u{a}\\u{202e}b\\\\u{a}");
        assert_eq!(copyable("##[error]"), "#\\u{23}[error]");
    }

    #[test]
    fn only_a_command_of_a_runner_is_broken_up() {
        assert_eq!(visible("## Support ##"), "## Support ##");
        assert_eq!(visible("C## [x]"), "C## [x]");
        assert_eq!(visible("##[error]"), "#\\u{23}[error]");
        assert_eq!(visible("###vso[task]"), "##\\u{23}vso[task]");
    }

    #[test]
    fn a_name_can_not_continue_its_sentence_or_use_a_word_of_ours() {
        assert_eq!(quoted("Support as owner"), "\"Support as owner\"");
        assert_eq!(quoted("verified"), "\"verified\"");
        assert_eq!(quoted(""), "\"\"");
    }

    #[test]
    fn a_huge_name_is_cut() {
        assert_eq!(visible(&"x".repeat(1000)).matches('x').count(), LONGEST);
    }
}
