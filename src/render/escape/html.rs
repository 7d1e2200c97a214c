use super::prose::{Prose, prose};
use super::visible;
use crate::render::sentence::{Part, Sentence};

/// A sentence as HTML: text and a few inline elements. Names are isolated, so that one written from right to left
/// moves nothing around it.
pub(crate) fn html(sentence: &Sentence) -> String {
    let mut out = String::new();
    for part in sentence.parts() {
        match part {
            Part::Own(text) => escape_into(text, &mut out),
            Part::Strong(text) => wrap("<strong>", text, "</strong>", &mut out),
            Part::Name(text) => wrap("<bdi class=\"name\">", &shown(text), "</bdi>", &mut out),
            Part::Email(text) => wrap("<bdi>", &shown(text), "</bdi>", &mut out),
            Part::Code(text) => wrap("<code>", &visible(text), "</code>", &mut out),
            Part::Prose(text) => {
                out.push_str("<bdi>");
                for piece in prose(text) {
                    match piece {
                        Prose::Words(words) => escape_into(&visible(words), &mut out),
                        Prose::Quoted(text) => wrap("<code>", &visible(text), "</code>", &mut out),
                    }
                }
                out.push_str("</bdi>");
            }
        }
    }
    out
}

/// The words alone, for a tooltip or a label.
pub(crate) fn attribute(sentence: &Sentence) -> String {
    let mut out = String::new();
    for part in sentence.parts() {
        match part {
            Part::Own(text) => escape_into(text, &mut out),
            Part::Strong(text) => escape_into(text, &mut out),
            Part::Name(text) | Part::Email(text) | Part::Code(text) | Part::Prose(text) => {
                escape_into(&shown(text), &mut out);
            }
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
        assert_eq!(shown, "<bdi class=\"name\">&lt;/bdi&gt;&lt;script&gt;&#39;&quot;&amp;</bdi>");
    }
}
