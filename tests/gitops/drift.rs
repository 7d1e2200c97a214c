use crate::scene::{agency, read, rolecall};
use std::fs;

#[test]
fn what_somebody_did_by_hand_is_told_and_exits_with_2() {
    let folder = agency();
    rolecall(&folder, &["apply", "--yes"]);
    let state = read(&folder, ".rolecall/sandbox.json");
    let mut state: serde_json::Value = serde_json::from_str(&state).unwrap();
    let reception =
        state.pointer_mut("/organizations/0/workspaces").unwrap().as_array_mut().unwrap();
    let reception = reception.iter_mut().find(|it| it["name"] == "Reception").unwrap();
    let agent = reception["users"].as_array_mut().unwrap();
    let agent = agent.iter_mut().find(|it| it["user"] == 13).unwrap();
    agent["role"] = "owner".into();
    fs::write(folder.path().join(".rolecall/sandbox.json"), state.to_string()).unwrap();

    let said = rolecall(&folder, &["drift", "--org", "acme-dental"]).ends(2);
    assert!(
        said.out.contains("somebody made eve@acme.example an owner of Reception"),
        "{}",
        said.out
    );
    let said =
        rolecall(&folder, &["drift", "--org", "acme-dental", "--format", "markdown"]).ends(2);
    assert!(said.out.contains("an owner of"), "{}", said.out);
    let said = rolecall(&folder, &["drift", "--org", "acme-dental", "--format", "html"]).ends(2);
    assert!(said.out.starts_with("<!DOCTYPE html>") || said.out.starts_with("<!doctype html>"));
    let said = rolecall(&folder, &["drift", "--org", "acme-dental", "--format", "json"]).ends(2);
    let json: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(json["format"], "rolecall.drift/v1");
    assert_eq!(json["plan"]["organizations"][0]["name"], "acme-dental");
}

#[test]
fn an_organization_that_no_manifest_declares_any_more_is_named() {
    let folder = agency();
    rolecall(&folder, &["apply", "--yes"]);
    fs::remove_file(folder.path().join("clients/bloom.yaml")).unwrap();
    let said = rolecall(&folder, &["drift", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(json["forgotten"], serde_json::json!(["bloom"]));
    let said = rolecall(&folder, &["drift"]);
    assert!(said.out.contains("bloom"), "{}", said.out);
}

#[test]
fn renaming_a_manifest_forgets_nothing() {
    let folder = agency();
    rolecall(&folder, &["apply", "--yes"]);
    let text =
        read(&folder, "clients/bloom.yaml").replace("{name: bloom}", "{name: bloom-flowers}");
    fs::write(folder.path().join("clients/bloom.yaml"), text).unwrap();
    let said = rolecall(&folder, &["drift", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(json["forgotten"], serde_json::json!([]));
}
