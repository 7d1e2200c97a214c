//! Texts that people write: the form in which they are compared, and what of them has to be spelled out when shown.

use std::collections::HashMap;
use std::fmt::Write as _;
use unicode_general_category::{GeneralCategory, get_general_category};
use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc, is_nfc_quick};
use unicode_security::mixed_script::AugmentedScriptSet;

/// The form in which names and addresses are compared: without outer space, in NFC, in lower case.
pub(crate) fn compared(text: &str) -> String {
    let text = text.trim();
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    // Lower case of a composed text can be decomposed (`İ`).
    text.nfc().collect::<String>().to_lowercase().nfc().collect()
}

/// Whether a character has no shape of its own, changes the order of others, looks like a space without being the
/// ordinary one, or is no character at all: controls, formats, separators, private use, unassigned, and fillers.
pub fn is_hidden(c: char) -> bool {
    use GeneralCategory as Category;
    if c.is_ascii() {
        return c.is_ascii_control();
    }
    // Letters, marks and symbols that show nothing.
    let filler = matches!(c,
        '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}' | '\u{2800}'
        | '\u{3164}' | '\u{fffc}' | '\u{13441}' | '\u{13442}' | '\u{16fe4}' | '\u{1d159}' | '\u{fe00}'..='\u{fe0e}' | '\u{ffa0}' | '\u{e0100}'..='\u{e01ef}');
    filler
        || matches!(
            get_general_category(c),
            Category::Control
                | Category::Format
                | Category::LineSeparator
                | Category::ParagraphSeparator
                | Category::SpaceSeparator
                | Category::PrivateUse
                | Category::Unassigned
                | Category::Surrogate
        )
}

/// Whether what follows on `##` makes a command of it, which runners of workflows take wherever it stands in a line:
/// `##[error]`, `##vso[task]`.
#[must_use]
pub fn is_command(rest: &str) -> bool {
    rest.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || "-_.".contains(c))
        .starts_with('[')
}

/// The characters of a text, each with whether it has to be spelled out where the text is shown: what can't be seen,
/// letters of another script than the rest of their word, and letters that are not in NFC.
pub fn characters(text: &str) -> impl Iterator<Item = (char, bool)> {
    let mut strange = strange(text).into_iter().peekable();
    let mut before = ' ';
    text.char_indices().map(move |(at, c)| {
        let is_strange = strange.next_if_eq(&at).is_some();
        let shapeless = c == SELECTOR && !is_symbol(before);
        before = c;
        (c, is_strange || shapeless || is_hidden(c))
    })
}

/// Makes a symbol an emoji, and shows nothing behind anything else.
pub(crate) const SELECTOR: char = '\u{fe0f}';

fn is_symbol(c: char) -> bool {
    use GeneralCategory as Category;
    match get_general_category(c) {
        Category::OtherSymbol | Category::MathSymbol => true,
        Category::OtherPunctuation => !c.is_ascii() || "#*".contains(c),
        Category::DecimalNumber => c.is_ascii(),
        _ => "ℹ〰".contains(c),
    }
}

/// A name as it stands in a sentence of plain text: bare where it is one ordinary word, else in quotes, so that a comma
/// or a space in it is not taken for one of the sentence.
#[must_use]
pub fn quoted(name: &str) -> String {
    let ordinary = |c: char| c.is_alphanumeric() || "-_./".contains(c);
    match !name.is_empty() && name.chars().all(ordinary) {
        true => name.to_owned(),
        false => format!("\"{}\"", name.replace('"', "\\\"")),
    }
}

/// Several things in a sentence: `a`, `a and b`, `a, b and c`.
#[must_use]
pub fn listed(names: &[impl AsRef<str>]) -> String {
    let join = |names: &[_]| {
        let names: Vec<&str> = names.iter().map(AsRef::as_ref).collect();
        names.join(", ")
    };
    match names {
        [] | [_] => join(names),
        [first @ .., last] => format!("{} and {}", join(first), last.as_ref()),
    }
}

/// A number with a comma before each three digits: `1,204`.
#[must_use]
pub fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut shown = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            shown.push(',');
        }
        shown.push(digit);
    }
    shown
}

/// A length of time, as exact as anybody needs it: `0.2 s`, `14 s`, `3 min`, `5 h`.
#[must_use]
pub fn duration(seconds: f64) -> String {
    match seconds {
        ..9.95 => format!("{seconds:.1} s"),
        ..119.5 => format!("{seconds:.0} s"),
        ..7_170.0 => format!("{:.0} min", seconds / 60.0),
        _ => format!("{:.0} h", seconds / 3_600.0),
    }
}

/// Whether a text may be taken for another one: a word of several scripts, or not in NFC.
#[must_use]
pub fn is_lookalike(text: &str) -> bool {
    !strange(text).is_empty()
}

/// Appends a character by its code point: `\u{0430}`.
pub fn spell(c: char, out: &mut String) {
    let code = u32::from(c);
    // Controls keep the short form that they are known by.
    let _ = match code {
        0..=0xff => write!(out, "\\u{{{code:x}}}"),
        _ => write!(out, "\\u{{{code:04x}}}"),
    };
}

/// Where letters stand that are not of their word's main script, or not in NFC, in order.
fn strange(text: &str) -> Vec<usize> {
    let mut found = Vec::new();
    if text.is_ascii() {
        return found;
    }
    if !is_nfc(text) {
        let apart = |c: char| {
            canonical_combining_class(c) != 0
                || is_nfc_quick(std::iter::once(c)) != IsNormalized::Yes
        };
        found.extend(text.char_indices().filter(|(_, c)| apart(*c)).map(|(at, _)| at));
    }
    let mut word = Vec::new();
    for (at, c) in text.char_indices() {
        if is_in_word(c) {
            word.push((at, AugmentedScriptSet::for_char(c)));
        } else {
            foreign(&mut word, &mut found);
        }
    }
    foreign(&mut word, &mut found);
    found.sort_unstable();
    found.dedup();
    found
}

fn is_in_word(c: char) -> bool {
    use GeneralCategory as Category;
    let mark = || {
        matches!(
            get_general_category(c),
            Category::NonspacingMark | Category::SpacingMark | Category::EnclosingMark
        )
    };
    c.is_alphanumeric() || (!c.is_ascii() && mark())
}

/// Adds where the letters of a word stand that are not of its main script, which most of its letters are of; scripts
/// as UTS 39 resolves them. Latin beside Chinese, Japanese or Korean is no mixture ("highly restrictive" there).
fn foreign(word: &mut Vec<(usize, AugmentedScriptSet)>, found: &mut Vec<usize>) {
    let letters: Vec<_> = word.drain(..).filter(|(_, scripts)| !scripts.is_all()).collect();
    let resolved = |letters: &mut dyn Iterator<Item = &AugmentedScriptSet>| {
        letters.fold(AugmentedScriptSet::default(), |mut all, scripts| {
            all.intersect_with(*scripts);
            all
        })
    };
    if !resolved(&mut letters.iter().map(|(_, scripts)| scripts)).is_empty() {
        return;
    }
    let latin = AugmentedScriptSet::for_char('a');
    let mut others = letters.iter().map(|(_, scripts)| scripts).filter(|it| !meet(**it, latin));
    let east = resolved(&mut others);
    if east.hanb || east.jpan || east.kore {
        return;
    }
    let mut counts: HashMap<AugmentedScriptSet, usize> = HashMap::new();
    letters.iter().for_each(|(_, scripts)| *counts.entry(*scripts).or_default() += 1);
    let of = |main: AugmentedScriptSet| -> usize {
        counts.iter().filter(|(it, _)| meet(**it, main)).map(|(_, count)| count).sum()
    };
    // Of two with as many letters the first one is meant.
    let main = letters.iter().rev().map(|(_, scripts)| *scripts).max_by_key(|it| of(*it));
    let Some(main) = main else { return };
    found.extend(letters.iter().filter(|(_, it)| !meet(*it, main)).map(|(at, _)| *at));
}

fn meet(mut scripts: AugmentedScriptSet, others: AugmentedScriptSet) -> bool {
    scripts.intersect_with(others);
    !scripts.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let mut out = String::new();
        for (c, spelled) in characters(text) {
            if spelled { spell(c, &mut out) } else { out.push(c) }
        }
        out
    }

    #[test]
    fn names_are_compared_without_case_form_and_outer_space() {
        assert_eq!(compared(" Cafe\u{301}\u{a0}"), compared("CAFÉ"));
        assert_eq!(compared("Straße"), "straße");
        assert_ne!(compared("a\u{200b}"), compared("a"));
        assert_eq!(compared("İ"), compared("i\u{307}"));
    }

    #[test]
    fn numbers_have_commas() {
        for (number, shown) in [(7, "7"), (1000, "1,000"), (1_234_567, "1,234,567")] {
            assert_eq!(thousands(number), shown);
        }
    }

    #[test]
    fn lengths_of_time_are_no_more_exact_than_anybody_needs() {
        let shown = [0.0, 0.2, 9.94, 9.96, 14.4, 119.4, 119.6, 7_169.0, 7_200.0, 18_100.0];
        let expected =
            ["0.0 s", "0.2 s", "9.9 s", "10 s", "14 s", "119 s", "2 min", "119 min", "2 h", "5 h"];
        assert_eq!(shown.map(duration), expected);
    }

    #[test]
    fn a_name_with_a_comma_or_a_space_is_quoted_in_a_list() {
        let names = ["Sales", "Front Desk", "Fish, Chips", ""].map(quoted);
        assert_eq!(listed(&names), r#"Sales, "Front Desk", "Fish, Chips" and """#);
        assert_eq!(listed(&names[..1]), "Sales");
        assert_eq!(listed(&names[..0]), "");
    }

    #[test]
    fn texts_of_one_script_stay_as_they_are() {
        for text in [
            "Support",
            "東京カフェ",
            "LINE東京",
            "카페 Café",
            "Кафе Café",
            "Zürich ☂️",
            "β-Tester",
            "محمد",
            "ไทย",
            "हिन्दी",
            "jo.ñandú+x@bücher.example",
            "👩 café",
            "3π",
        ] {
            assert_eq!(shown(text), text);
            assert!(!is_lookalike(text));
        }
    }

    #[test]
    fn letters_of_another_script_or_form_are_spelled_out() {
        assert_eq!(shown("p\u{430}t@client.example"), "p\\u{0430}t@client.example");
        assert_eq!(shown("Москвa"), "Москв\\u{61}");
        assert_eq!(shown("Cafe\u{301}"), "Cafe\\u{0301}");
        assert_eq!(shown("\u{212b}"), "\\u{212b}");
        assert_eq!(shown("東京\u{430}"), "東京\\u{0430}");
        assert_eq!(shown("a\u{fe0f}☂\u{fe0f}"), "a\\u{fe0f}☂\u{fe0f}");
    }

    #[test]
    fn what_can_not_be_seen_is_hidden_and_what_can_is_not() {
        for c in "\u{0}\n\u{7f}\u{85}\u{a0}\u{ad}\u{34f}\u{61c}\u{200b}\u{200d}\u{200e}\u{2028}\u{2029}\u{202e}\u{2060}\u{2066}\u{3000}\u{3164}\u{feff}\u{fffb}\u{e000}\u{e0041}\u{e0101}\u{f0000}\u{ffff}\u{378}".chars() {
            assert!(is_hidden(c), "{c:?}");
        }
        for c in "a é漢\u{301}☂\u{fe0f}👩".chars() {
            assert!(!is_hidden(c), "{c:?}");
        }
    }
}
