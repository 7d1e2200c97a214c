use super::prose::{Prose, prose};
use super::{copyable, sentence as spoken, visible};
use crate::render::sentence::{Part, Sentence};

/// A sentence as GitHub's Markdown. Other people's words stand in code spans, where nothing is a link, a mention, an
/// issue, an emphasis or HTML; only their harmless words stand free.
pub(crate) fn markdown(sentence: &Sentence) -> String {
    let mut out = String::new();
    for part in sentence.parts() {
        match part {
            Part::Own(text) => out.push_str(&own(text)),
            Part::Strong(text) => out.push_str(&format!("**{}**", own(text))),
            Part::Name(text) | Part::Email(text) => out.push_str(&span(text)),
            Part::Code(text) => out.push_str(&fenced(&copyable(text))),
            Part::Prose(text) => {
                for piece in prose(text) {
                    match piece {
                        Prose::Words(words) => out.push_str(&harmless(words)),
                        Prose::Quoted(text) => out.push_str(&fenced(&spoken(text))),
                    }
                }
            }
        }
    }
    out
}

/// The same in a cell of a table, where a bar would end it.
pub(crate) fn cell(sentence: &Sentence) -> String {
    markdown(sentence).replace('|', "\\|")
}

/// Words of ours, with what Markdown would take for its own made literal.
pub(crate) fn own(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if "\\`*_[]<>#|~@&$".contains(c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// A code span of Markdown around whatever the text is.
#[must_use]
pub fn span(text: &str) -> String {
    fenced(&visible(text))
}

fn fenced(shown: &str) -> String {
    if shown.trim().is_empty() {
        return format!("`\"{shown}\"`");
    }
    let longest = shown.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let edge = |c: Option<char>| matches!(c, Some('`' | ' '));
    let padded = edge(shown.chars().next()) || edge(shown.chars().last());
    let pad = if padded { " " } else { "" };
    format!("{fence}{pad}{shown}{pad}{fence}")
}

/// Somebody else's words: those that Markdown or GitHub could take for something else stand in code spans.
fn harmless(text: &str) -> String {
    let words =
        text.split(' ').map(|word| if word.is_empty() { String::new() } else { free(word) });
    words.collect::<Vec<_>>().join(" ")
}

/// A word, as free as it may stand: punctuation around a name is none of its characters.
fn free(word: &str) -> String {
    let inner = word.trim_start_matches(['(', '"']);
    let core = inner.trim_end_matches([',', ';', ':', '.', ')', '"']);
    let is_number = core.chars().all(|c| c.is_ascii_digit());
    if is_harmless(word) {
        word.to_owned()
    } else if is_number {
        fenced(&spoken(word))
    } else {
        let (before, after) = (&word[..word.len() - inner.len()], &inner[core.len()..]);
        let core = if is_harmless(core) { core.to_owned() } else { fenced(&spoken(core)) };
        format!("{before}{core}{after}")
    }
}

/// Whether a word is letters with ordinary punctuation: no link, mention, issue, commit, list or emoji, and nothing that
/// GitLab takes for a reference (`!12`, `%3`, `%"name"`) or for a command (`/close`).
fn is_harmless(word: &str) -> bool {
    let ordinary = |c: char| c.is_alphanumeric() || ".,;:!?()'’–—›→⋮…%\"/-".contains(c);
    // A hyphen stands between letters; with digits behind it, it may be an issue (`GH-12`).
    let letters = |part: &str| {
        let bare = part.trim_matches(|c: char| !c.is_alphanumeric());
        !bare.is_empty() && bare.chars().all(char::is_alphabetic)
    };
    let compound = !word.contains('-') || word.split('-').all(letters);
    let number = word.starts_with(|c: char| c.is_ascii_digit()) && word.ends_with(['.', ')']);
    let commit = word.len() >= 7 && word.chars().all(|c| c.is_ascii_hexdigit());
    let mut pairs = word.chars().zip(word.chars().skip(1));
    let reference = pairs.any(|(sign, next)| "!%".contains(sign) && !".,;:!?)".contains(next));
    let link = word.contains("//") || word.to_lowercase().contains("www.");
    word == "&"
        || spoken(word) == word
            && compound
            && word.chars().all(ordinary)
            && !number
            && !commit
            && !link
            && !reference
            && !word.starts_with([':', '/'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_hold_whatever_is_in_them() {
        assert_eq!(span("a"), "`a`");
        assert_eq!(span("a`b``c"), "```a`b``c```");
        assert_eq!(span("`"), "`` ` ``");
        assert_eq!(span("a\nb"), "`a\\nb`");
        assert_eq!(span(" "), "`\" \"`");
    }

    #[test]
    fn only_harmless_words_stand_free() {
        assert_eq!(harmless("Open Settings › Users."), "Open Settings › Users.");
        assert_eq!(harmless("ask @ana about #12"), "ask `@ana` about `#12`");
        assert_eq!(harmless("1. <b> https://x.example"), "`1.` `<b>` `https://x.example`");
        assert_eq!(harmless("(@ana, a-1; 1,240) \"c_d\""), "(`@ana`, `a-1`; 1,240) \"`c_d`\"");
        assert_eq!(harmless("\"Pop-up & Co\" of acme-dental"), "\"Pop-up & Co\" of acme-dental");
        assert_eq!(harmless("GH-12 - --x -x x- &4"), "`GH-12` `-` `--x` `-x` `x-` `&4`");
        assert_eq!(harmless("www.x.example deadbeef *a*"), "`www.x.example` `deadbeef` `*a*`");
    }

    #[test]
    fn references_of_gitlab_stand_in_code_spans() {
        for word in ["!12", "%3", "%next", "%\"next", "~label", "&4", "$5", "@x", "#1", "g/p!7"] {
            assert_eq!(harmless(word), format!("`{word}`"));
        }
        assert_eq!(harmless("25% of it, done!"), "25% of it, done!");
        assert_eq!(harmless("/close"), "`/close`");
    }

    #[test]
    fn words_in_backticks_stay_quoted() {
        let words = Sentence::new().prose("workspace `Front Desk` has no owner");
        assert_eq!(markdown(&words), "workspace `Front Desk` has no owner");
    }
}
