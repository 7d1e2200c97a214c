//! Whether a text is what it looks like.

use crate::manifest::diagnostic::{Code, Problem, Report, escape};
use crate::manifest::node::{Node, Place, Span};
use crate::model::Email;
use crate::model::text::is_lookalike;

/// Warns of a text that may be taken for another one (RC116).
pub(crate) fn legible(node: &Node, report: &Report<'_>) {
    let Some(text) = node.as_text().filter(|text| is_lookalike(text)) else { return };
    let message = format!("`{}` may be taken for another text", escape(text));
    let help = "the letters that are spelled out are of another script than the rest of their word, or not in NFC: \
                check that this is what you mean";
    report.tell(Problem::new(Code::Lookalike, node.place, message).help(help));
}

/// As [`legible`], of an address or a pattern of addresses: warns also of a character that can't be seen and is
/// spelled out. `false`, and told, where it isn't.
pub(crate) fn legible_address(node: &Node, report: &Report<'_>) -> bool {
    if !seen(node, report) {
        return false;
    }
    let text = node.as_text().unwrap_or_default();
    let Some(hidden) = Email::hidden(text) else {
        legible(node, report);
        return true;
    };
    let code = u32::from(hidden);
    let message = format!("`{}` has the character U+{code:04X}, which can't be seen", escape(text));
    let help =
        "check that this is the address that you mean: without the character it is somebody else's";
    report.tell(Problem::new(Code::Lookalike, node.place, message).help(help));
    true
}

/// Whether all of an address can be seen where it was written, or is spelled out there by an escape. Else it is told:
/// two addresses that look the same are two people.
pub(crate) fn seen(node: &Node, report: &Report<'_>) -> bool {
    let text = node.as_text().unwrap_or_default();
    let Some(hidden) = Email::hidden(text) else { return true };
    let spans = [Some(node.place.at), node.place.via];
    if spans.into_iter().flatten().any(|span| is_spelled(report.sources().text(span), text)) {
        return true;
    }
    let code = u32::from(hidden);
    let message = format!(
        "`{}` is not an e-mail address: it has the character U+{code:04X}, which can't be seen",
        escape(text)
    );
    let help = match hidden.is_ascii() {
        true => "delete the character".to_owned(),
        false => format!(
            "delete the character; if the address really has it, write it by its escape, in double quotes: \"{}\"",
            escaped(hidden)
        ),
    };
    let place = at(node.place, hidden, report);
    report.tell(Problem::new(Code::InvalidEmail, place, message).help(help));
    false
}

/// Whether a scalar in double quotes spells out each character of its value that can't be seen.
fn is_spelled(raw: &str, text: &str) -> bool {
    let seen = |c: char| !Email::hides(c) || has_escape(raw, c);
    raw.starts_with('"') && text.trim().chars().all(seen)
}

fn has_escape(raw: &str, c: char) -> bool {
    let lower = raw.to_ascii_lowercase();
    let code = u32::from(c);
    let named = match c {
        '\t' => "\\t",
        '\n' => "\\n",
        '\r' => "\\r",
        '\u{a0}' => "\\_",
        '\u{85}' => "\\N",
        '\u{2028}' => "\\L",
        '\u{2029}' => "\\P",
        _ => "",
    };
    let numbers = [format!("\\x{code:02x}"), format!("\\u{code:04x}"), format!("\\u{code:08x}")];
    !raw.contains(c)
        && (numbers.iter().any(|it| lower.contains(it))
            || (!named.is_empty() && raw.contains(named)))
}

fn escaped(c: char) -> String {
    match u32::from(c) {
        code @ 0..=0xffff => format!("\\u{code:04x}"),
        code => format!("\\U{code:08x}"),
    }
}

/// The character itself, where it stands as it is at one of the places.
fn at(place: Place, c: char, report: &Report<'_>) -> Place {
    let narrow = |span: Span| {
        let offset = u32::try_from(report.sources().text(span).find(c)?).ok()?;
        let start = span.start + offset;
        let end = start + u32::try_from(c.len_utf8()).ok()?;
        Some(Span { start, end, ..span })
    };
    match (narrow(place.at), place.via.and_then(narrow)) {
        (Some(at), _) => Place { at, via: place.via },
        (None, Some(via)) => Place { at: place.at, via: Some(via) },
        (None, None) => place,
    }
}
