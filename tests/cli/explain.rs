//! Each word that is explained has an example, and the examples of diagnostics give them.

use crate::support::{Folder, rolecall, said};
use rolecall::manifest::Code;
use serde_json::Value;

const PROJECT: &str = "\
apiVersion: rolecall/v1
kind: Project
metadata: {name: test}
spec: {platform: sandbox, sandbox: {seed: platform.json}}
";

/// What a lint that only the plan can tell is told of.
const PLATFORM: &str = r#"{"format": "rolecall.sandbox/v1", "actor": "ana@acme.example", "organizations": [
  {"id": 239021, "name": "Acme Dental", "status": "ACTIVE", "isResellerPartner": true,
   "limits": {"workspaces": 5, "users": 12},
   "users": [{"id": 1, "email": "ana@acme.example", "role": "admin", "status": "active"}],
   "workspaces": [{"id": 408881, "name": "Support", "timezone": "UTC", "contactLimit": null, "contacts": 1240, "users": []}]}
]}"#;

fn explained(what: &str) -> String {
    said(rolecall().args(["explain", what])).ended(0).out
}

/// The lines of an example as files: a comment with a path begins the next one.
fn project_of(example: &str) -> Folder {
    let folder = Folder::empty();
    folder.write("rolecall.yaml", PROJECT);
    folder.write("platform.json", PLATFORM);
    let (mut name, mut text) = ("acme.yaml", String::new());
    for line in example.lines() {
        let line = line.strip_prefix("  ").unwrap_or_default();
        match line.strip_prefix("# ").filter(|it| it.ends_with(".yaml") && !it.contains(' ')) {
            Some(next) => {
                if !text.is_empty() {
                    folder.write(name, &text);
                }
                (name, text) = (next, String::new());
            }
            None => text += &format!("{line}\n"),
        }
    }
    folder.write(name, text);
    folder
}

#[test]
fn the_example_of_every_diagnostic_gives_it() {
    for code in Code::ALL {
        let text = explained(code.word());
        let (_, example) = text.split_once("\nFor example:\n").unwrap_or_else(|| panic!("{text}"));
        let folder = project_of(example);
        let told = folder.run(&["validate", "--format", "json"]);
        // Where the manifests are fine, what the plan alone knows is told by the plan.
        let told = match told.code {
            0 if *code == Code::ContactLimitTooLow => folder.run(&["plan", "--format", "json"]),
            _ => told,
        };
        let told: Value = serde_json::from_str(&told.out)
            .unwrap_or_else(|error| panic!("{code}: {error}\n{}{}", told.out, told.err));
        assert!(told.to_string().contains(&format!("\"code\":\"{code}\"")), "{code}: {told:#}");
    }
}

#[test]
fn every_word_of_the_list_is_explained_with_an_example() {
    let list = said(rolecall().arg("explain")).ended(0).out;
    let (words, kinds) = list.split_once("\nKinds of manifests").unwrap();
    let words = words.lines().filter_map(|line| line.strip_prefix("  ")?.split_once("  "));
    let mut count = 0;
    for (word, _) in words {
        let text = explained(word.trim());
        let (_, example) = text.split_once("\nFor example:\n").unwrap_or_else(|| panic!("{text}"));
        assert!(!example.trim().is_empty(), "{word}: {text}");
        count += 1;
    }
    assert!(count >= Code::ALL.len() + 19 + 9, "{count}");
    let kinds: Vec<_> = kinds.lines().skip(1).collect();
    assert!(kinds.len() >= 6, "{kinds:?}");
    for kind in kinds {
        let text = explained(&format!("{}.metadata.name", kind.trim()));
        assert!(text.contains("\nFor example:\n"), "{text}");
    }
}
