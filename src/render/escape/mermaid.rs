use super::{copyable, quoted, sentence as spoken, visible};
use crate::render::sentence::{Part, Sentence};
use std::fmt::Write as _;

/// Longest label that is drawn; boxes are for finding one's way, the sentences stand elsewhere.
const LONGEST: usize = 90;

/// A sentence as the text of a quoted Mermaid label.
pub(crate) fn mermaid(sentence: &Sentence) -> String {
    let mut plain = String::new();
    for part in sentence.parts() {
        match part {
            Part::Own(text) => plain.push_str(text),
            Part::Strong(text) => plain.push_str(text),
            Part::Name(text) => plain.push_str(&quoted(text)),
            Part::Email(text) => plain.push_str(&visible(text)),
            Part::Prose(text) => plain.push_str(&spoken(text)),
            Part::Code(text) => plain.push_str(&copyable(text)),
        }
    }
    let short = plain.chars().count() <= LONGEST;
    let mut label = String::new();
    for c in plain.chars().take(if short { LONGEST } else { LONGEST - 1 }) {
        if c.is_alphanumeric() || " .,:-+~→–✉✋☞".contains(c) {
            label.push(c);
        } else {
            let _ = write!(label, "#{};", u32::from(c));
        }
    }
    if !short {
        label.push('…');
    }
    label
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_can_not_be_left() {
        let label = mermaid(&Sentence::new().name("\"] --> x;\n`<b>`%%{init}%%"));
        for c in ['"', ']', '[', '`', '<', '{', '%', '\n', '('] {
            assert!(!label.contains(c), "{c}: {label}");
        }
    }

    #[test]
    fn a_long_label_is_cut() {
        let label = mermaid(&Sentence::new().name(&"x".repeat(200)));
        assert_eq!(label.chars().count(), LONGEST);
    }
}
