//! Why a file is no JSON of ours, as a person would say it: what the parser says is about types of a program.

use serde_json::Error;
use serde_json::error::Category;

/// What is wrong, and where.
pub(crate) fn words(error: &Error) -> String {
    let (line, column) = (error.line(), error.column());
    match error.classify() {
        Category::Eof => format!("it ends in the middle, in line {line}"),
        Category::Syntax => format!("it is no JSON from line {line}, column {column} on"),
        Category::Data | Category::Io => {
            let said = error.to_string();
            let place = format!(" at line {line} column {column}");
            let said = said.strip_suffix(&place).unwrap_or(&said);
            let place = match line {
                0 => String::new(),
                _ => format!(" (line {line}, column {column})"),
            };
            format!(
                "{}{place}",
                misfit(said).or_else(|| field(said)).unwrap_or_else(|| said.to_owned())
            )
        }
    }
}

/// A value that is of another type, or out of range.
fn misfit(said: &str) -> Option<String> {
    // A list, of which fields were taken in order until there were no more.
    if let Some(length) = said.strip_prefix("invalid length ") {
        let (_, wanted) = length.split_once(", expected ")?;
        let wanted = if wanted.starts_with("struct ") { "an object" } else { wanted };
        return Some(format!("{} is expected, and a list is there", kind(wanted)));
    }
    let said = said.strip_prefix("invalid type: ").or(said.strip_prefix("invalid value: "))?;
    let (there, wanted) = said.split_once(", expected ")?;
    Some(format!("{} is expected, and {} is there", kind(wanted), value(there)))
}

/// A field or word that is missing, not known or there twice, and what to do about it.
fn field(said: &str) -> Option<String> {
    let (what, rest) = said.split_once(" `")?;
    let (name, rest) = rest.split_once('`')?;
    let known = rest.strip_prefix(", expected ").map(|it| it.trim_start_matches("one of "));
    let known = known.map(|it| format!(": {it} may stand there")).unwrap_or_default();
    Some(match what {
        "missing field" => {
            format!(
                "`{name}` is missing from the object that ends there; make the file anew, or put it back"
            )
        }
        "unknown field" => {
            format!("nothing here is called `{name}`{known}; take it out, or make the file anew")
        }
        "unknown variant" => {
            format!("the word `{name}` is not known here{known}; make the file anew")
        }
        "duplicate field" => {
            format!("`{name}` is there twice; take one out, or make the file anew")
        }
        _ => return None,
    })
}

fn kind(wanted: &str) -> &str {
    let word = wanted.trim_start_matches("a ").trim_start_matches("an ");
    match word.split(' ').next().unwrap_or_default() {
        "nonzero" => "a whole number from 1",
        "u8" | "u16" | "u32" | "u64" | "usize" | "i8" | "i16" | "i32" | "i64" => "a whole number",
        "f32" | "f64" => "a number",
        "boolean" => "`true` or `false`",
        "string" | "borrowed" => "a text",
        "sequence" | "tuple" => "a list",
        "struct" | "map" | "object" => "an object",
        "enum" | "variant" => "one of certain words",
        _ => wanted,
    }
}

fn value(there: &str) -> String {
    let (kind, value) = there.split_once(' ').unwrap_or((there, ""));
    match kind {
        "string" => format!("the text {value}"),
        "integer" => format!("the number {value}"),
        "floating" => format!("the number {}", value.trim_start_matches("point ")),
        "boolean" => value.to_owned(),
        "null" => "nothing".to_owned(),
        "sequence" => "a list".to_owned(),
        "map" => "an object".to_owned(),
        _ => there.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;
    use std::num::NonZeroU32;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only how it is read matters")]
    struct Shown {
        one: NonZeroU32,
        list: Option<Vec<bool>>,
        word: Option<Word>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Word {
        First,
        Second,
    }

    #[test]
    fn no_type_of_a_program_is_told() {
        for (json, said) in [
            (
                "{\"one\": 0}",
                "a whole number from 1 is expected, and the number `0` is there (line 1, column 9)",
            ),
            (
                "{\"one\": \"x\"}",
                "a whole number from 1 is expected, and the text \"x\" is there (line 1, column 11)",
            ),
            (
                "{\"one\": 1, \"list\": [1]}",
                "`true` or `false` is expected, and the number `1` is there (line 1, column 21)",
            ),
            (
                "{\"one\": 1, \"list\": {}}",
                "a list is expected, and an object is there (line 1, column 19)",
            ),
            (
                "{\"one\": null}",
                "a whole number from 1 is expected, and nothing is there (line 1, column 12)",
            ),
            (
                "{}",
                "`one` is missing from the object that ends there; make the file anew, or put it back (line 1, column 2)",
            ),
            (
                "{\"two\": 1}",
                "nothing here is called `two`: `one`, `list`, `word` may stand there; take it out, or make the file anew (line 1, column 6)",
            ),
            (
                "{\"one\": 1, \"one\": 2}",
                "`one` is there twice; take one out, or make the file anew (line 1, column 16)",
            ),
            (
                "{\"word\": \"three\"}",
                "the word `three` is not known here: `first` or `second` may stand there; make the file anew (line 1, column 16)",
            ),
            ("[]", "an object is expected, and a list is there (line 1, column 2)"),
            ("{\"one\":", "it ends in the middle, in line 1"),
            ("{\n'one'", "it is no JSON from line 2, column 1 on"),
        ] {
            let error = serde_json::from_str::<Shown>(json).unwrap_err();
            assert_eq!(words(&error), said, "{json}");
        }
    }
}
