//! Whether answers fit the OpenAPI document.

use jsonschema::Validator;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::{LazyLock, Mutex};

static DOCUMENT: LazyLock<Value> = LazyLock::new(|| {
    serde_json::from_str(rolecall::sandbox::OPENAPI).expect("the OpenAPI document is JSON")
});
static VALIDATORS: Mutex<BTreeMap<String, &'static Validator>> = Mutex::new(BTreeMap::new());

/// Asserts that the document knows this answer to this call, and that its body fits.
pub(crate) fn check(method: &str, path: &str, status: u16, body: &Value) {
    let Some(operation) = operation(method, path) else {
        assert!(status == 404 || status == 405, "{method} {path} is not in the document");
        return;
    };
    let response = format!("{operation}/responses/{status}");
    let known = DOCUMENT.pointer(&response);
    let known = known.unwrap_or_else(|| panic!("{method} {path} has no answer {status}: {body}"));
    let response = match known.get("$ref").and_then(Value::as_str) {
        Some(reference) => reference.trim_start_matches('#').to_owned(),
        None => response,
    };
    let fits = validator(&format!("{response}/content/application~1json/schema")).validate(body);
    fits.unwrap_or_else(|error| panic!("{method} {path} {status}: {error}\n{body:#}"));
}

/// Whether the document takes this body for this call.
pub(crate) fn takes(method: &str, path: &str, body: &Value) -> bool {
    let operation = operation(method, path).expect("an operation");
    validator(&format!("{operation}/requestBody/content/application~1json/schema")).is_valid(body)
}

/// All operations, as `METHOD path`.
pub(crate) fn operations() -> Vec<String> {
    let paths = DOCUMENT["paths"].as_object().expect("paths");
    let of_path = |(path, item): (&String, &Value)| {
        let methods: Vec<_> = item.as_object().expect("methods").keys().cloned().collect();
        methods.into_iter().map(|it| format!("{} {path}", it.to_uppercase())).collect::<Vec<_>>()
    };
    paths.iter().flat_map(of_path).collect()
}

/// Where in the document the operation stands.
fn operation(method: &str, path: &str) -> Option<String> {
    let path = path.split('?').next().unwrap_or_default();
    let paths = DOCUMENT["paths"].as_object()?;
    // A literal segment is a better fit than a parameter.
    let template =
        paths.keys().filter(|it| fits(it, path)).min_by_key(|it| it.matches('{').count())?;
    let pointer = format!(
        "/paths/{}/{}",
        template.replace('~', "~0").replace('/', "~1"),
        method.to_lowercase()
    );
    DOCUMENT.pointer(&pointer).is_some().then_some(pointer)
}

fn fits(template: &str, path: &str) -> bool {
    let (template, path): (Vec<_>, Vec<_>) =
        (template.split('/').collect(), path.split('/').collect());
    template.len() == path.len()
        && template.iter().zip(path).all(|(part, given)| part.starts_with('{') || *part == given)
}

/// References in the document are relative to its root, so the root is the schema, begun elsewhere.
fn validator(pointer: &str) -> &'static Validator {
    let mut validators = VALIDATORS.lock().expect("no test fails in here");
    validators.entry(pointer.to_owned()).or_insert_with(|| {
        assert!(DOCUMENT.pointer(pointer).is_some(), "there is no {pointer}");
        let mut schema = DOCUMENT.clone();
        schema["$ref"] = json!(format!("#{pointer}").replace('{', "%7B").replace('}', "%7D"));
        let validator = jsonschema::options().should_validate_formats(true).build(&schema);
        Box::leak(Box::new(validator.expect("a schema")))
    })
}
