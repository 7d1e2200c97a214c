use crate::manifest::reader::{Fields, integer};
use crate::manifest::reader::{did_you_mean, items, text};
use crate::manifest::{Code, Key, Node, Problem, Report, Scalar, Value, escape};
use crate::model::{InvalidText, Text};
use crate::platform::http::Address;
use crate::platform::profile::Pointer;
use crate::platform::profile::filled::Part;
use crate::platform::profile::refusal::Pattern;
use wildmatch::WildMatch;

/// Something that can't work.
pub(super) fn invalid(node: &Node, message: impl Into<String>) -> Problem {
    Problem::new(Code::InvalidProfile, node.place, message)
}

/// One of a fixed set of words.
pub(super) fn choice<T: Copy>(
    node: &Node,
    choices: &[(&str, T)],
    what: &str,
    report: &Report<'_>,
) -> Option<T> {
    let word = text(node, report)?;
    let found = choices.iter().find(|(it, _)| *it == word).map(|(_, value)| *value);
    if found.is_none() {
        let message = format!("`{}` is no {what}", escape(word));
        let help = did_you_mean(word, choices.iter().map(|(it, _)| *it));
        report.tell(Problem::new(Code::UnknownWord, node.place, message).maybe_help(help));
    }
    found
}

/// A base URL.
pub(crate) fn address(node: &Node, report: &Report<'_>) -> Option<Address> {
    match Address::parse(text(node, report)?) {
        Ok(address) => Some(address),
        Err(error) => {
            report.tell(invalid(node, error.to_string()).help(error.help()));
            None
        }
    }
}

/// A JSON Pointer.
pub(super) fn pointer(node: &Node, report: &Report<'_>) -> Option<Pointer> {
    let text = text(node, report)?;
    match Pointer::parse(text) {
        Ok(pointer) => Some(pointer),
        Err(error) => {
            let message = format!("`{}` can't point at anything: {error}", escape(text));
            report.tell(invalid(node, message).help("write it like `/data/items`"));
            None
        }
    }
}

/// A text whose placeholders have a value in this part.
pub(super) fn template(node: &Node, part: Part, report: &Report<'_>) -> Option<Text> {
    let read = match Text::parse(text(node, report)?) {
        Ok(read) => read,
        Err(error) => {
            let known: Vec<_> = part.placeholders().into_iter().map(|one| one.word()).collect();
            let help = match &error {
                InvalidText::Unknown(word) => did_you_mean(word, known.iter().map(String::as_str)),
                InvalidText::Brace(_) => None,
            };
            report.tell(invalid(node, escape(&error.to_string())).maybe_help(help));
            return None;
        }
    };
    let known = part.placeholders();
    if let Some(stranger) = read.placeholders().find(|it| !known.contains(it)) {
        let words: Vec<_> = known.iter().map(|it| format!("`{it}`")).collect();
        let problem = invalid(node, format!("`{stranger}` has no value here"));
        report.tell(match words.is_empty() {
            true => problem,
            false => problem.help(format!("what has one is {}", words.join(", "))),
        });
        return None;
    }
    Some(read)
}

/// A list, each item read by itself; those that don't fit are told and left out.
pub(super) fn list<'n, 'f, T>(
    node: &'n Node,
    report: &Report<'f>,
    reader: impl Fn(&'n Node, &Report<'f>) -> Option<T>,
) -> Option<Vec<T>> {
    Some(items(node, report)?.iter().filter_map(|item| reader(item, report)).collect())
}

/// The entries of a mapping with free keys.
pub(super) fn entries<'n>(node: &'n Node, report: &Report<'_>) -> Option<&'n [(Key, Node)]> {
    match &node.value {
        Value::Mapping(mapping) => Some(&mapping.entries),
        other => {
            let message = format!("expected a mapping, found {other}");
            report.tell(Problem::new(Code::WrongType, node.place, message));
            None
        }
    }
}

/// The name of a host.
pub(super) fn host(node: &Node, report: &Report<'_>) -> Option<String> {
    let host = text(node, report)?;
    let fits = |c: char| c.is_ascii_alphanumeric() || ".-:[]".contains(c);
    if host.is_empty() || !host.chars().all(fits) {
        let message = format!("`{}` is no host", escape(host));
        report.tell(invalid(node, message).help("write the name alone, like `app.respond.io`"));
        return None;
    }
    Some(host.to_ascii_lowercase())
}

/// A scalar of any type: what has no quotes and looks like JSON is what it looks like.
pub(super) fn any(node: &Node, report: &Report<'_>) -> Option<serde_json::Value> {
    match &node.value {
        Value::Null => Some(serde_json::Value::Null),
        Value::Scalar(scalar) => {
            Some(literal(scalar).unwrap_or_else(|| scalar.text.clone().into()))
        }
        other => {
            let message = format!("expected a text, a number, `true` or `false`, found {other}");
            report.tell(Problem::new(Code::WrongType, node.place, message));
            None
        }
    }
}

/// A scalar without quotes that is JSON and no text.
pub(super) fn literal(scalar: &Scalar) -> Option<serde_json::Value> {
    let read = scalar.plain.then(|| serde_json::from_str(&scalar.text).ok()).flatten();
    read.filter(|value: &serde_json::Value| {
        value.is_boolean() || value.is_number() || value.is_null()
    })
}

/// The name of a header.
pub(super) fn header_name(name: &Key, report: &Report<'_>) -> Option<String> {
    if reqwest::header::HeaderName::from_bytes(name.text.as_bytes()).is_err() {
        let message = format!("`{}` is no name of a header", escape(&name.text));
        report.tell(Problem::new(Code::InvalidProfile, name.place, message));
        return None;
    }
    Some(name.text.clone())
}

/// The status and text of a refusal, among these fields.
pub(super) fn pattern(fields: &Fields<'_, '_, '_>) -> Option<Pattern> {
    let status = fields.need("status", |node, report| integer(node, 400..=499, report))?;
    let message = fields.read("message", text).map(WildMatch::new);
    Some(Pattern { status: u16::try_from(status).ok()?, message })
}
