use super::super::escape::visible;
use super::Checkout;
use crate::manifest::{Code, Diagnostic, Level, Location, Severity};
use crate::model::sha256;
use serde_json::{Value, json};
use std::collections::BTreeSet;

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// Diagnostics as SARIF 2.1.0, as code scanning takes it: one run, a rule for each code that occurs.
#[must_use]
pub fn sarif(diagnostics: &[Diagnostic], checkout: &Checkout) -> String {
    let codes: BTreeSet<Code> = diagnostics.iter().map(|it| it.code).collect();
    let codes: Vec<Code> = codes.into_iter().collect();
    let results: Vec<Value> = diagnostics.iter().map(|it| result(it, &codes, checkout)).collect();
    let log = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "rolecall",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": codes.iter().map(|&code| rule(code)).collect::<Vec<_>>(),
            }},
            "originalUriBaseIds": { "%SRCROOT%": root(checkout) },
            // Columns are counted in characters.
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    let mut text = format!("{log:#}");
    text.push('\n');
    text
}

/// Where the paths begin. What is read on another machine finds its own checkout by the description.
fn root(checkout: &Checkout) -> Value {
    let description = json!({ "text": "the root of the repository's checkout" });
    match &checkout.root {
        Some(root) => {
            let path = root.as_str().replace('\\', "/");
            let path = uri(path.trim_matches('/'));
            let path = if path.is_empty() { path } else { format!("{path}/") };
            json!({ "uri": format!("file:///{path}"), "description": description })
        }
        None => json!({ "description": description }),
    }
}

fn rule(code: Code) -> Value {
    let level = match code.level() {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Off => "none",
    };
    json!({
        "id": code.word(),
        "shortDescription": { "text": code.meaning() },
        "defaultConfiguration": { "level": level },
    })
}

fn result(diagnostic: &Diagnostic, codes: &[Code], checkout: &Checkout) -> Value {
    let Diagnostic { severity, code, message, help, location, related } = diagnostic;
    let level = match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let text = match help {
        Some(help) => format!("{message}. Help: {help}"),
        None => message.clone(),
    };
    let related: Vec<Value> = related
        .iter()
        .enumerate()
        .map(|(at, location)| {
            let mut place = place(location, checkout);
            place["id"] = json!(at + 1);
            place
        })
        .collect();
    let mut result = json!({
        "ruleId": code.word(),
        "ruleIndex": codes.iter().position(|it| it == code),
        "level": level,
        "message": { "text": literal(&text) },
        "locations": [place(location, checkout)],
        // What stays the same when lines above are added or removed.
        "partialFingerprints": { "rolecall/v1": fingerprint(diagnostic) },
    });
    if !related.is_empty() {
        result["relatedLocations"] = json!(related);
    }
    result
}

fn place(location: &Location, checkout: &Checkout) -> Value {
    let Location { file, line, column, end_line, end_column, label, .. } = location;
    let mut place = json!({
        "physicalLocation": {
            "artifactLocation": { "uri": uri(&checkout.path(file)), "uriBaseId": "%SRCROOT%" },
            "region": {
                "startLine": line.max(&1),
                "startColumn": column.max(&1),
                "endLine": end_line.max(&1),
                "endColumn": end_column.max(&1),
            },
        },
    });
    if let Some(label) = label {
        place["message"] = json!({ "text": literal(label) });
    }
    place
}

/// In a message of SARIF, square brackets make links (3.11.6).
fn literal(text: &str) -> String {
    visible(text)
        .replace("\\\\", "\\")
        .replace('\\', "\\\\")
        .replace('[', "\\[")
        .replace(']', "\\]")
}

fn fingerprint(diagnostic: &Diagnostic) -> String {
    let Diagnostic { severity: _, code, message, help: _, location, related: _ } = diagnostic;
    sha256(format!("{code}\0{}\0{message}", location.file).as_bytes())
}

/// A path as a URI reference: what is not plain is percent-encoded.
fn uri(path: &str) -> String {
    use std::fmt::Write as _;
    path.bytes().fold(String::new(), |mut uri, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            let _ = write!(uri, "%{byte:02X}");
        }
        uri
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_uris() {
        assert_eq!(uri("clients/a b#1.yaml"), "clients/a%20b%231.yaml");
    }
}
