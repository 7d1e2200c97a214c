use rolecall::manifest::{Code, Diagnostic, Location, Severity, text};
use rolecall::render::diagnostics::{Checkout, github, json, sarif};
use serde_json::Value;

fn checkout() -> Checkout {
    Checkout::new("/work/our clients/eu".into(), Some("/work/our clients".into()))
}

fn location(file: &str, line: u32, label: Option<&str>) -> Location {
    Location {
        file: file.to_owned(),
        line,
        column: 37,
        end_line: line,
        end_column: 46,
        label: label.map(str::to_owned),
        excerpt: "  - {email: ana@acme.example, role: useradmin}".to_owned(),
        excerpt_column: 1,
    }
}

fn diagnostics(said: &str) -> Vec<Diagnostic> {
    let one = |severity, code, help: Option<&str>, related| Diagnostic {
        severity,
        code,
        message: format!("`{said}` is no role"),
        help: help.map(str::to_owned),
        location: location(&format!("clients/{said}.yaml"), 9, Some(said)),
        related,
    };
    let place = location("groups.yaml", 3, Some("it comes from here"));
    vec![
        one(Severity::Error, Code::UnknownWord, Some("did you mean `user_admin`?"), vec![place]),
        one(Severity::Warning, Code::SingleAdmin, None, vec![]),
        one(Severity::Error, Code::UnknownWord, Some(said), vec![]),
    ]
}

const HOSTILE: &str = "a\r\n::error file=b::[x](http://evil.example)\u{1b}[2J\u{202e}%0A,c:d";

#[test]
fn sarif_fits_the_published_schema() {
    let mut schema: Value = serde_json::from_str(include_str!("sarif-2.1.0.schema.json")).unwrap();
    // As published, these patterns have a bracket too many, and are no regular expressions.
    for definition in ["run", "toolComponent"] {
        let language = &mut schema["definitions"][definition]["properties"]["language"];
        assert_eq!(language["pattern"], "^[a-zA-Z]{2}|^[a-zA-Z]{2}-[a-zA-Z]{2}]?$");
        language["pattern"] = "^[a-zA-Z]{2}(-[a-zA-Z]{2})?$".into();
    }
    let validator = jsonschema::validator_for(&schema).unwrap();
    for said in ["useradmin", HOSTILE] {
        let log: Value = serde_json::from_str(&sarif(&diagnostics(said), &checkout())).unwrap();
        let errors: Vec<String> = validator.iter_errors(&log).map(|it| it.to_string()).collect();
        assert!(errors.is_empty(), "{errors:#?}");
        assert_eq!(log["runs"][0]["results"].as_array().unwrap().len(), 3);
        assert_eq!(log["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap().len(), 2);
    }
    let empty: Value = serde_json::from_str(&sarif(&[], &checkout())).unwrap();
    assert!(validator.is_valid(&empty));
    // The schema is worth asking: it refuses a broken log.
    let mut broken = empty;
    broken["runs"][0]["tool"] = Value::Null;
    assert!(!validator.is_valid(&broken));
}

#[test]
fn sarif_has_no_links_from_names() {
    let log: Value = serde_json::from_str(&sarif(&diagnostics(HOSTILE), &checkout())).unwrap();
    let text = log["runs"][0]["results"][0]["message"]["text"].as_str().unwrap();
    assert!(text.contains("\\[x\\](http://evil.example)"), "{text}");
    assert!(!text.contains(['\u{1b}', '\n', '\u{202e}']));
}

#[test]
fn the_formats() {
    let painted = text(&diagnostics("useradmin"), true).replace('\u{1b}', "␛");
    insta::assert_snapshot!("diagnostics_text", text(&diagnostics("useradmin"), false));
    insta::assert_snapshot!("diagnostics_text_color", painted);
    insta::assert_snapshot!("diagnostics_sarif", sarif(&diagnostics("useradmin"), &checkout()));
    insta::assert_snapshot!("diagnostics_github", github(&diagnostics("useradmin"), &checkout()));
    insta::assert_snapshot!("diagnostics_json", json(&diagnostics("useradmin")));
}

#[test]
fn a_name_forges_no_annotation() {
    let text = github(&diagnostics(HOSTILE), &checkout());
    assert_eq!(text.lines().count(), 3);
    for line in text.lines() {
        assert!(
            line.starts_with("::error file=eu/clients/a") || line.starts_with("::warning file=")
        );
        // The properties end at the second `::`, and none was added.
        let (properties, _) = line[2..].split_once("::").unwrap();
        let names: Vec<&str> =
            properties.split([' ', ',']).skip(1).map(|it| it.split('=').next().unwrap()).collect();
        assert!(names.starts_with(&["file"]), "{names:?}");
        assert!(properties.ends_with(",title=RC015") || properties.ends_with(",title=RC104"));
    }
    assert!(!text.contains(['\u{1b}', '\r', '\u{202e}']));
}
