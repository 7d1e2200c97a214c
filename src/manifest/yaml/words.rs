//! Why a text is not YAML, as a person would say it: what the parser tells is about its own workings.

use super::lookalike;
use super::why::Why;
use crate::model::text::is_hidden;
use serde_saphyr::granit_parser::ErrorKind;

/// What all of them begin with.
pub(super) const NOT_YAML: &str = "this is not YAML";

/// Why the parser stopped at this byte.
pub(super) fn why(kind: &ErrorKind, text: &str, at: usize) -> Why {
    let line = line(text, at);
    lookalike::before(text, at)
        .or_else(|| other_language(line))
        .or_else(|| no_space(line))
        .unwrap_or_else(|| of_kind(kind, line, text[at..].chars().next()))
}

/// The line that a byte is in.
fn line(text: &str, at: usize) -> &str {
    let start = text[..at].rfind('\n').map_or(0, |line| line + 1);
    let end = text[at..].find(['\n', '\r']).map_or(text.len(), |end| at + end);
    &text[start..end]
}

/// `{{ … }}` and `{% … %}` of Helm, Jinja and the like.
fn other_language(line: &str) -> Option<Why> {
    let begins = ["{{", "{%"].into_iter().find(|it| line.contains(it))?;
    let message = format!("`{begins}` is of another template language");
    let help = "manifests are plain YAML; what clients have in common is a Template, with `${{ … }}` in it";
    Some(Why::new(message, help))
}

/// A name with its colon, or a dash, right before a value.
fn no_space(line: &str) -> Option<Why> {
    let text = line.trim_start_matches(' ');
    if let Some(behind) = text.strip_prefix('-')
        && behind.starts_with(|c: char| c.is_alphanumeric() || "{[\"'".contains(c))
    {
        return Some(Why::new("a space is missing behind the `-`", "an item is `- value`"));
    }
    let text = text.strip_prefix("- ").unwrap_or(text);
    let (name, behind) = text.split_once(':')?;
    let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric());
    let is_value = behind.starts_with(|c: char| !c.is_whitespace() && !":/".contains(c));
    (is_name && is_value)
        .then(|| Why::new("a space is missing behind the `:`", "a field is `name: value`"))
}

fn of_kind(kind: &ErrorKind, line: &str, found: Option<char>) -> Why {
    use ErrorKind as Kind;
    let (message, help) = match kind {
        Kind::UnexpectedCharacter { character } if is_hidden(*character) => {
            let code = u32::from(*character);
            let message = format!("the character U+{code:04X} can't stand here");
            let help = match code {
                0..=0xff => format!("write it by its escape, in double quotes: \"\\x{code:02x}\""),
                _ => format!("write it by its escape, in double quotes: \"\\u{code:04x}\""),
            };
            return Why::new(message, help);
        }
        Kind::UnexpectedCharacter { character } => {
            let message = format!("a text can't begin with `{character}`");
            return Why::new(message, "put quotes around it");
        }
        Kind::UnknownAnchor | Kind::MissingAnchorOrAliasName => {
            let (sign, what) = match found {
                Some('&') => ("&", "an anchor"),
                _ => ("*", "an alias, of an anchor that stands before it"),
            };
            let help = format!("put quotes around a text that begins with `{sign}`");
            return Why::new(format!("`{sign}` begins {what}"), help);
        }
        Kind::BomInsideDocument => (
            "a byte order mark (U+FEFF) stands in the middle",
            "delete it: each of the files that this was put together from began with one",
        ),
        Kind::UnclosedFlowCollection { .. }
        | Kind::UnexpectedEofFlowSequence
        | Kind::UnexpectedEofFlowMapping
        | Kind::UnexpectedEofImplicitFlowMapping => {
            ("a bracket or brace is not closed", "close it; put quotes around a text that has one")
        }
        Kind::MisplacedFlowCollectionEnd | Kind::MismatchedFlowCollectionEnd { .. } => (
            "this bracket or brace closes nothing",
            "open it before, or put quotes around the text that it is part of",
        ),
        Kind::UnclosedQuotedScalar | Kind::DocumentIndicatorInQuotedScalar => (
            "a text in quotes is not closed",
            "close it, or double the quote where it is part of the text",
        ),
        Kind::InvalidTrailingSingleQuotedScalar | Kind::InvalidTrailingDoubleQuotedScalar => (
            "more stands behind the quote that closes a text",
            "in single quotes, double the quote where it is part of the text; or put quotes around all of it",
        ),
        Kind::UnknownQuotedScalarEscape
        | Kind::InvalidQuotedScalarHexEscape
        | Kind::InvalidLowSurrogateHexEscape
        | Kind::InvalidLowSurrogate
        | Kind::MissingLowSurrogate
        | Kind::UnpairedLowSurrogate
        | Kind::InvalidUnicodeEscape => (
            "there is no such escape",
            "in double quotes write a backslash twice, or use single quotes",
        ),
        Kind::TabNotAllowed
        | Kind::TabInBlockIndentation
        | Kind::TabAtBlockScalarStart
        | Kind::TabInIndentation
        | Kind::TabInPlainScalar => ("a tab stands where only spaces may", "indent with spaces"),
        Kind::ExpectedFlowSequenceSeparator => {
            ("a list in brackets is not closed, or lacks a comma", "write it as `[a, b]`")
        }
        Kind::ExpectedFlowMappingSeparator => {
            ("fields in braces are not closed, or lack a comma", "write them as `{a: 1, b: 2}`")
        }
        Kind::MappingValueNotAllowed | Kind::MappingKeyNotAllowed | Kind::InvalidColonPlacement => {
            ("a second `:` stands on this line", "put quotes around a text with `: ` in it")
        }
        Kind::SimpleKeyExpected | Kind::InvalidSimpleKey if is_rule(line) => (
            "this line is neither a field nor an item",
            "three dashes at the very beginning of a line stand between two documents",
        ),
        Kind::SimpleKeyExpected | Kind::InvalidSimpleKey => (
            "this line is neither a field nor an item",
            "a field is `name: value`, an item is `- value`",
        ),
        Kind::ExpectedBlockMappingKey => (
            "this line fits no field above it",
            "check its indentation: fields of one mapping begin in one column",
        ),
        Kind::ExpectedBlockSequenceEntry | Kind::BlockSequenceEntryNotAllowed => (
            "this line fits no item above it",
            "check its indentation: items of one list begin in one column",
        ),
        Kind::InvalidIndentation
        | Kind::InvalidFlowScalarIndent
        | Kind::InvalidQuotedScalarIndent
        | Kind::InvalidBlockScalarIndent => {
            ("this line is not indented right", "fields of one mapping begin in one column")
        }
        Kind::CommentInterceptedScalar => (
            "a comment stands in the middle of a text",
            "the text goes on in the next line: end it before the comment, or put quotes around it",
        ),
        Kind::CommentNotSeparated => {
            ("a space is missing before the `#`", "a comment begins behind a space")
        }
        Kind::InvalidBlockScalarHeader | Kind::ZeroBlockScalarIndent => (
            "`|` and `>` begin a text on lines of its own",
            "put quotes around a text that begins with one",
        ),
        Kind::ExpectedTagBang
        | Kind::InvalidGlobalTagCharacter
        | Kind::InvalidTagTerminator
        | Kind::MissingTagUri
        | Kind::UnclosedVerbatimTag
        | Kind::InvalidTagEscape
        | Kind::InvalidTagUtf8
        | Kind::InvalidTagUtf8LeadingByte
        | Kind::InvalidTagUtf8TrailingByte
        | Kind::UndeclaredTagHandle => {
            ("`!` begins a tag", "put quotes around a text that begins with `!`")
        }
        Kind::RecursionLimitExceeded => {
            ("this is nested too deeply", "a manifest has some ten levels")
        }
        Kind::InvalidDocumentEnd => {
            ("something stands behind `...`", "`...` ends a document, and stands alone on its line")
        }
        _ if line.starts_with('%') => ("a line that begins with `%` is not right", "leave it out"),
        _ => (
            "this can't be read",
            "check quotes, brackets, colons and indentation on this line and the one before it",
        ),
    };
    Why::new(message, help)
}

/// A line of dashes.
fn is_rule(line: &str) -> bool {
    let line = line.trim();
    line.chars().count() > 1 && line.chars().all(|c| "-–—".contains(c))
}
