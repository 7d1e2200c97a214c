//! Reasons for which a step is held.

use super::shown::{HOLDS, under};
use rolecall::plan::Hold;
use rolecall::render;
use schemars::schema_for;
use serde_json::Value;
use std::fmt::Write as _;

/// What a reason means, and how a plan tells of it.
pub(super) fn held(what: &str) -> Option<String> {
    let (_, meaning) = holds().into_iter().find(|(code, _)| code == what)?;
    let mut out = format!("{what} (a reason for which a step is held): {meaning}\n");
    if let Some((situation, json, hold)) = example(what) {
        let _ = writeln!(out, "\nFor example:\n  {situation}");
        for line in render::hold(&hold).lines() {
            let _ = writeln!(out, "    {line}");
        }
        let _ = writeln!(out, "  In a plan file: {json}");
    }
    Some(out)
}

/// Reasons to hold a step with what they mean, from the schema of plans.
pub(super) fn holds() -> Vec<(String, String)> {
    let schema = serde_json::to_value(schema_for!(Hold)).unwrap_or_default();
    let all = schema.get("oneOf").and_then(Value::as_array).into_iter().flatten();
    let one = |it: &Value| {
        let code = it.pointer("/properties/code/const")?.as_str()?;
        Some((code.to_owned(), it.get("description")?.as_str()?.to_owned()))
    };
    all.filter_map(one).collect()
}

/// What leads to it, and the hold: as JSON, and read from that.
fn example(code: &str) -> Option<(&'static str, &'static str, Hold)> {
    let (situation, json) = under(HOLDS, code)?.trim_end().split_once('\n')?;
    Some((situation, json, serde_json::from_str(json).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_hold_has_an_example_of_just_it() {
        let holds = holds();
        assert!(holds.len() >= 19, "{}", holds.len());
        for (code, _) in holds {
            let (situation, _, hold) = example(&code).unwrap_or_else(|| panic!("{code} has none"));
            assert_eq!(hold.code(), code);
            assert!(situation.ends_with(':'), "{code}: {situation}");
            let text = held(&code).unwrap();
            assert!(text.contains("\n    held") && text.contains("\n    because "), "{text}");
        }
    }
}
