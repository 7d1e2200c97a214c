use super::prose::{Prose, prose};
use super::{copyable, sentence as spoken, visible};
use crate::render::sentence::{Part, Sentence};

/// A sentence as HTML: text and a few inline elements. Names are isolated, so that one written from right to left
/// moves nothing around it. A page has tens of thousands of addresses; what has nothing to isolate gets no element.
pub(crate) fn html(sentence: &Sentence) -> String {
    let mut out = String::new();
    for part in sentence.parts() {
        match part {
            Part::Own(text) => whole(text, &mut out),
            Part::Strong(text) => wrap("<strong>", text, "</strong>", &mut out),
            Part::Name(text) => wrap("<bdi>", &shown(text), "</bdi>", &mut out),
            Part::Email(text) => {
                let shown = shown(text);
                let (open, close) = isolation(&shown);
                wrap(open, &shown, close, &mut out);
            }
            Part::Code(text) => wrap("<code>", &copyable(text), "</code>", &mut out),
            Part::Prose(text) => {
                let (open, close) = isolation(&spoken(text));
                out.push_str(open);
                for piece in prose(text) {
                    match piece {
                        Prose::Words(words) => escape_into(&spoken(words), &mut out),
                        Prose::Quoted(text) => wrap("<code>", &spoken(text), "</code>", &mut out),
                    }
                }
                out.push_str(close);
            }
        }
    }
    out
}

/// A sentence as HTML inside Markdown. Nobody parses Markdown there, but GitHub and GitLab still make mentions,
/// references and links of what looks like one, unless it is code. Only words of ours stand free.
pub(crate) fn summary(sentence: &Sentence) -> String {
    let mut out = String::new();
    for part in sentence.parts() {
        match part {
            Part::Own(text) => escape_into(text, &mut out),
            Part::Strong(text) => wrap("<strong>", text, "</strong>", &mut out),
            Part::Name(text) | Part::Email(text) | Part::Prose(text) => {
                wrap("<code>", &shown(text), "</code>", &mut out);
            }
            Part::Code(text) => wrap("<code>", &copyable(text), "</code>", &mut out),
        }
    }
    out
}

/// ASCII is written from left to right, as the page is, and needs no isolation.
fn isolation(shown: &str) -> (&'static str, &'static str) {
    if shown.is_ascii() { ("", "") } else { ("<bdi class=\"as-is\">", "</bdi>") }
}

/// Words of ours. Browsers break a line at the hyphen of `e-mail`; the class forbids it.
fn whole(text: &str, out: &mut String) {
    for (at, piece) in text.split("e-mail").enumerate() {
        if at > 0 {
            out.push_str("<span class=\"whole\">e-mail</span>");
        }
        escape_into(piece, out);
    }
}

/// The words alone, for a tooltip or a label.
pub(crate) fn attribute(sentence: &Sentence) -> String {
    let mut out = String::new();
    for part in sentence.parts() {
        match part {
            Part::Own(text) => escape_into(text, &mut out),
            Part::Strong(text) => escape_into(text, &mut out),
            Part::Name(text) | Part::Email(text) | Part::Prose(text) => {
                escape_into(&shown(text), &mut out);
            }
            Part::Code(text) => escape_into(&copyable(text), &mut out),
        }
    }
    out
}

fn shown(text: &str) -> String {
    let shown = visible(text);
    if shown.trim().is_empty() { format!("\"{shown}\"") } else { shown }
}

fn wrap(open: &str, text: &str, close: &str, out: &mut String) {
    out.push_str(open);
    escape_into(text, out);
    out.push_str(close);
}

/// The text with HTML's own characters as entities, good between tags and between double quotes.
pub(crate) fn escape_into(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_text() {
        let words = Sentence::new().name("</bdi><script>'\"&");
        let shown = html(&words);
        assert_eq!(shown, "<bdi>&lt;/bdi&gt;&lt;script&gt;&#39;&quot;&amp;</bdi>");
    }

    #[test]
    fn what_is_written_from_right_to_left_is_isolated() {
        assert_eq!(html(&Sentence::new().prose("a < b")), "a &lt; b");
        assert_eq!(html(&Sentence::new().prose("עברית")), "<bdi class=\"as-is\">עברית</bdi>");
    }

    #[test]
    fn in_markdown_other_peoples_words_are_code() {
        let words = Sentence::of("1 agent of ").name("@team !12").say(" & ours");
        assert_eq!(summary(&words), "1 agent of <code>@team !12</code> &amp; ours");
    }

    #[test]
    fn an_e_mail_stays_on_one_line() {
        let shown = html(&Sentence::of("2 e-mails go out"));
        assert_eq!(shown, "2 <span class=\"whole\">e-mail</span>s go out");
    }
}
