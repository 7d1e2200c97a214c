mod example;

use super::error;
use super::exit_code::Exit;
use super::printer::Printer;
use super::schema::of_manifest;
use anyhow::Result;
use example::{Place, example};
use rolecall::manifest::{Code, Kind};
use rolecall::plan::Hold;
use schemars::schema_for;
use serde_json::Value;
use std::fmt::Write as _;

/// What a code, a hold, an exit code or a field means
///
/// Takes a diagnostic (`RC101`), a reason for which a step is held (`last_admin`), an exit code
/// (`3`) or a field of a manifest (`Organization.workspaces.contactLimit`). Without one, lists
/// what there is.
///
///   rolecall explain RC114
///   rolecall explain pin_gone
///   rolecall explain Organization.safety.maxRemovals
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    /// Which.
    #[arg(value_name = "CODE or KIND.FIELD")]
    what: Option<String>,
}

pub(crate) fn run(args: Args, printer: &Printer) -> Result<Exit> {
    let text = match args.what {
        None => list(),
        Some(what) => explain(&what).ok_or_else(|| {
            error::usage(
                format!("there is nothing called `{what}` to explain"),
                "`rolecall explain` lists codes, holds, exit codes and kinds",
            )
        })?,
    };
    printer.data(&text)?;
    Ok(Exit::Done)
}

fn explain(what: &str) -> Option<String> {
    if let Some(code) = Code::parse(&what.to_uppercase()) {
        let level = code.level();
        let set = match code.is_lint() {
            true => format!(
                "\n\nIts level can be set in the Project, `lints: {{{code}: error}}`, and a comment allows one line: `# rolecall: allow {code} because …`."
            ),
            false => String::new(),
        };
        return Some(format!("{code} ({level}): {}{set}\n", code.meaning()));
    }
    if let Some((_, meaning)) = holds().into_iter().find(|(code, _)| code == what) {
        return Some(format!("{what} (a reason for which a step is held): {meaning}\n"));
    }
    if let Some(exit) = what.parse().ok().and_then(Exit::of_code) {
        return Some(format!("exit code {what}: {}\n", exit.meaning()));
    }
    field(what)
}

fn list() -> String {
    let mut out = String::from("Diagnostics\n");
    for code in Code::ALL {
        let _ = writeln!(out, "  {code}  {}", code.meaning());
    }
    out.push_str("\nReasons for which a step is held\n");
    for (code, meaning) in holds() {
        let _ = writeln!(out, "  {code:<22}  {meaning}");
    }
    out.push_str("\nExit codes\n");
    for exit in Exit::ALL {
        let _ = writeln!(out, "  {:<3}  {}", exit.code(), exit.meaning());
    }
    out.push_str("\nKinds of manifests (`rolecall explain KIND.FIELD`)\n");
    for kind in Kind::ALL {
        let _ = writeln!(out, "  {}", kind.word());
    }
    out
}

/// Reasons to hold a step with what they mean, from the schema of plans.
fn holds() -> Vec<(String, String)> {
    let schema = serde_json::to_value(schema_for!(Hold)).unwrap_or_default();
    let all = schema.get("oneOf").and_then(Value::as_array).into_iter().flatten();
    let one = |it: &Value| {
        let code = it.pointer("/properties/code/const")?.as_str()?;
        Some((code.to_owned(), it.get("description")?.as_str()?.to_owned()))
    };
    all.filter_map(one).collect()
}

/// A field of a manifest by its path, from the kind's schema.
fn field(path: &str) -> Option<String> {
    let mut parts = path.split('.');
    let kind = parts.next()?;
    let kind = Kind::ALL.iter().find(|it| it.word().eq_ignore_ascii_case(kind))?;
    let root = of_manifest(*kind);
    let mut at = &root;
    let mut places = Vec::new();
    for part in parts {
        let found = match find(&root, at, part, false, 0) {
            Some(found) => found,
            // What people write stands under `spec`.
            None => {
                let spec = find(&root, at, "spec", false, 0)?.schema;
                places.push(Place { key: "spec", in_list: false });
                find(&root, spec, part, false, 0)?
            }
        };
        at = found.schema;
        places.push(Place { key: part, in_list: found.in_list });
    }
    Some(described(&root, path, at) + &example(&root, &places, at))
}

/// The schema of a field, and whether it is one of a list's items.
struct Found<'v> {
    schema: &'v Value,
    in_list: bool,
}

/// Finds a field in a schema, through references, alternatives and lists.
fn find<'v>(
    root: &'v Value,
    at: &'v Value,
    field: &str,
    in_list: bool,
    depth: usize,
) -> Option<Found<'v>> {
    if depth > 12 {
        return None;
    }
    if let Some(schema) = at.get("properties").and_then(|all| all.get(field)) {
        return Some(Found { schema, in_list });
    }
    let items = at.get("items").map(|it| (it, true));
    let others = at.get("additionalProperties").map(|it| (it, in_list));
    let choices = choices(at).map(|it| (it, in_list));
    let referred = referred(root, at).map(|it| (it, in_list));
    let mut all = items.into_iter().chain(others).chain(choices).chain(referred);
    all.find_map(|(inner, in_list)| find(root, inner, field, in_list, depth + 1))
}

fn choices(schema: &Value) -> impl Iterator<Item = &Value> {
    let all = ["anyOf", "oneOf", "allOf"].into_iter();
    all.filter_map(|key| schema.get(key)?.as_array()).flatten()
}

fn referred<'v>(root: &'v Value, schema: &Value) -> Option<&'v Value> {
    let path = schema.get("$ref").and_then(Value::as_str)?;
    root.pointer(path.strip_prefix('#')?)
}

fn described(root: &Value, path: &str, schema: &Value) -> String {
    let mut out = format!("{path}\n");
    let target = referred(root, schema).unwrap_or(schema);
    let description = |it: &Value| it.get("description")?.as_str().map(str::to_owned);
    if let Some(words) = description(schema).or_else(|| description(target)) {
        let _ = writeln!(out, "\n{words}");
    }
    let mut line = |name: &str, value: Option<&Value>| {
        if let Some(value) = value {
            let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            let _ = writeln!(out, "  {name:<9}{value}");
        }
    };
    for (name, key) in [
        ("type", "type"),
        ("one of", "enum"),
        ("default", "default"),
        ("pattern", "pattern"),
        ("at least", "minimum"),
        ("at most", "maximum"),
    ] {
        line(name, schema.get(key).or_else(|| target.get(key)));
    }
    let fields = target.get("properties").and_then(Value::as_object);
    if let Some(fields) = fields.filter(|fields| !fields.is_empty()) {
        let names: Vec<&str> = fields.keys().map(String::as_str).collect();
        line("fields", Some(&Value::String(names.join(", "))));
    }
    out
}
