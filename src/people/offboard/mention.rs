use crate::manifest::SourceFile;
use crate::model::Email;
use crate::model::text::compared;

/// Whether a longer text has the address in it, by itself and not as part of another one.
pub(super) fn mentions(text: &str, person: &Email) -> bool {
    let (text, address) = (compared(text), person.canonical());
    let of_address = |c: char| c.is_alphanumeric() || "_+-%@".contains(c);
    text.match_indices(address).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let mut behind = text[at + address.len()..].chars();
        let first = behind.next();
        // A full stop ends a sentence, and within a domain something follows it.
        let goes_on = match first {
            Some('.') => behind.next().is_some_and(of_address),
            other => other.is_some_and(of_address),
        };
        !before.is_some_and(|c| of_address(c) || c == '.') && !goes_on
    })
}

/// Whether a file may name one of them: cheap, and never wrong about one that does. What is spelled by escapes has a
/// backslash in it, and what is ignored may be a glob.
pub(super) fn may_name<'p>(file: &SourceFile, people: impl IntoIterator<Item = &'p Email>) -> bool {
    if file.text.contains('\\') || file.text.contains("ignore") {
        return true;
    }
    let text = match file.text.is_ascii() {
        true => file.text.to_ascii_lowercase(),
        false => compared(&file.text),
    };
    people.into_iter().any(|it| text.contains(it.canonical()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_named_by_itself() {
        let person = Email::parse("Ana@acme.example").unwrap();
        for text in [
            "ana@acme.example",
            "ask ANA@acme.example.",
            "(ana@acme.example, bo)",
            "<ana@acme.example>",
        ] {
            assert!(mentions(text, &person), "{text}");
        }
        for text in [
            "joana@acme.example",
            "x.ana@acme.example",
            "ana@acme.example.org",
            "ana@acme.examples",
            "ana",
        ] {
            assert!(!mentions(text, &person), "{text}");
        }
    }
}
