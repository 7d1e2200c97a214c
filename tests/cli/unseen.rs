//! An address with a character that can't be seen, which the platform really has: shown spelled out wherever it is
//! shown, and never taken for the one that looks the same.

use crate::support::Folder;
use serde_json::Value;

/// Each shows nothing in its own way: format, direction, space, tag, filler, selector.
const HIDDEN: [char; 6] = ['\u{200b}', '\u{202e}', '\u{a0}', '\u{e0041}', '\u{3164}', '\u{fe0f}'];

/// The one who is there in truth, id 3; pat without the character is somebody else, id 4.
fn hidden(c: char) -> String {
    format!("pat@cli{c}ent.example")
}

const ORGANIZATION: &str = "\
apiVersion: rolecall/v1
kind: Organization
metadata: {name: acme}
spec:
  id: 7
  users:
    - {email: ops@agency.example, role: admin}
    - {email: kim@agency.example, role: admin}
    - {email: bo@agency.example, role: user_admin}
  workspaces:
    - name: Support
      id: 70
      users:
        - {email: kim@agency.example, role: owner}
        - {email: pat@client.example, role: agent}
";

fn folder(c: char) -> Folder {
    let user = |id: u32, email: &str, role: &str| serde_json::json!({"id": id, "email": email, "role": role, "status": "active", "invitedAt": "2024-02-05T08:00:00Z"});
    let access =
        |user: u32, role: &str| serde_json::json!({"user": user, "role": role, "restrictions": []});
    let platform = serde_json::json!({
        "format": "rolecall.sandbox/v1",
        "actor": "ops@agency.example",
        "organizations": [{
            "id": 7,
            "name": "Acme",
            "status": "ACTIVE",
            "isResellerPartner": true,
            "limits": {"workspaces": 5, "users": 12},
            "users": [
                user(1, "ops@agency.example", "admin"),
                user(2, "kim@agency.example", "admin"),
                user(5, "bo@agency.example", "user_admin"),
                user(3, &hidden(c), "member"),
                user(4, "pat@client.example", "member"),
            ],
            "workspaces": [{
                "id": 70,
                "name": "Support",
                "timezone": "UTC",
                "contactLimit": null,
                "contacts": 0,
                "createdAt": "2024-02-05T08:20:00Z",
                "users": [access(2, "owner"), access(3, "agent"), access(4, "agent")],
            }],
        }],
    });
    let folder =
        Folder::project("platform: sandbox, sandbox: {seed: platform.json}, allowAssumed: true");
    folder.write("platform.json", platform.to_string());
    folder.write("acme.yaml", ORGANIZATION);
    folder
}

/// What the sandbox says of a person's access to the workspace.
fn role(folder: &Folder, user: u64) -> Option<String> {
    let state: Value = serde_json::from_str(&folder.read(".rolecall/sandbox.json")).unwrap();
    let users = state["organizations"][0]["workspaces"][0]["users"].as_array().unwrap().clone();
    let found = users.into_iter().find(|it| it["user"] == user)?;
    Some(found["role"].as_str().unwrap().to_owned())
}

#[test]
fn it_is_spelled_out_in_every_format() {
    for c in HIDDEN {
        let folder = folder(c);
        let code = u32::from(c);
        // Formats of text spell it as rolecall does, JSON as JSON does.
        let spelled = match code {
            0..=0xff => format!("\\u{{{code:x}}}"),
            _ => format!("\\u{{{code:04x}}}"),
        };
        let json = match code {
            0..=0xffff => format!("\\u{code:04x}"),
            _ => {
                let mut units = [0; 2];
                let pair = c.encode_utf16(&mut units);
                pair.iter().map(|it| format!("\\u{it:04x}")).collect()
            }
        };
        for verb in ["plan", "drift"] {
            for format in ["text", "json", "markdown", "html", "mermaid"] {
                let said = folder.run(&[verb, "--format", format]);
                assert!([0, 2].contains(&said.code), "{}", said.err);
                // The sign of a warning has a selector of its own.
                let all = (said.out + &said.err).replace("⚠️", "⚠");
                assert!(!all.contains(c), "{verb} as {format} shows U+{code:04X} as it is");
                // The graph of a plan has no addresses.
                let wanted = if format == "json" { &json } else { &spelled };
                let shown = all.contains(&format!("cli{wanted}ent.example"));
                assert!(shown || format == "mermaid", "{verb} as {format} has no {wanted}:\n{all}");
            }
        }
        folder.run(&["plan", "--out", "plan.json"]).ended(0);
        folder.run(&["snapshot", "--out", "snapshot.json"]).ended(0);
        folder.run(&["apply", "--yes", "--report", "report.json", "--max-removals", "9"]).ended(0);
        for file in ["plan.json", "snapshot.json", "report.json"] {
            let text = folder.read(file);
            assert!(!text.contains(c) && text.contains(&json), "{file}");
        }
        let history =
            folder.run(&["history", "--person", &hidden(c).replace(c, &spelled)]).ended(0);
        assert!(
            history.out.contains("loses Support") && !history.out.contains(c),
            "{}",
            history.out
        );
        let pasted = folder.run(&["history", "--person", &hidden(c)]).ended(64);
        assert!(pasted.err.contains(&format!("U+{code:04X}")), "{}", pasted.err);
        assert!(!pasted.err.contains(c), "{}", pasted.err);
    }
}

/// The same for letters of another script, and for names that are not in NFC.
#[test]
fn mixed_letters_are_spelled_out_in_every_format() {
    let folder = folder('\u{200b}');
    let line =
        "        - {email: \u{430}na@client.example, role: agent}\n    - name: Cafe\u{301}\n";
    folder.write("acme.yaml", format!("{ORGANIZATION}{line}"));
    for format in ["text", "json", "sarif", "github"] {
        let said = folder.run(&["validate", "--format", format]).ended(0);
        assert!(!said.out.contains(['\u{430}', '\u{301}']), "{format}: {}", said.out);
        assert!(said.out.contains("RC116") && said.out.contains("0430"), "{format}: {}", said.out);
    }
    for verb in ["plan", "drift"] {
        for format in ["text", "json", "markdown", "html", "mermaid"] {
            let said = folder.run(&[verb, "--format", format]);
            assert!(!said.out.contains(['\u{430}', '\u{301}']), "{verb} as {format}: {}", said.out);
            // The graph of a plan has no addresses.
            let shown = said.out.contains("0430") && said.out.contains("0301");
            assert!(shown || format == "mermaid", "{verb} as {format}: {}", said.out);
        }
    }
    folder.run(&["apply", "--yes", "--max-removals", "9", "--report", "report.json"]).ended(0);
    for text in [folder.read("report.json"), folder.run(&["history"]).ended(0).out] {
        assert!(!text.contains(['\u{430}', '\u{301}']) && text.contains("0430"), "{text}");
    }
}

#[test]
fn it_is_not_the_one_that_looks_the_same() {
    for c in HIDDEN {
        let folder = folder(c);
        // The manifest has pat, who is in: nothing is done to pat, and the other one goes.
        let said = folder.run(&["apply", "--yes", "--max-removals", "9"]).ended(0);
        assert!(said.out.contains("verified"), "{}", said.out);
        assert_eq!(role(&folder, 4).as_deref(), Some("agent"));
        assert_eq!(role(&folder, 3), None);
    }
}

#[test]
fn by_its_escape_just_that_one_is_meant() {
    for c in HIDDEN {
        let folder = folder(c);
        let escaped = format!("\"pat@cli\\U{:08x}ent.example\"", u32::from(c));
        let line = format!("        - {{email: {escaped}, role: manager}}\n");
        folder.write("acme.yaml", format!("{ORGANIZATION}{line}"));
        let said = folder.run(&["validate"]).ended(0);
        assert!(said.out.contains("warning[RC116]"), "{}", said.out);
        folder.run(&["apply", "--yes"]).ended(0);
        assert_eq!(role(&folder, 4).as_deref(), Some("agent"));
        assert_eq!(role(&folder, 3).as_deref(), Some("manager"));
        let said = folder.run(&["apply", "--yes"]).ended(0);
        assert!(said.out.contains("nothing to do"), "{}", said.out);
    }
}

#[test]
fn imported_and_planned_with_nothing_changes() {
    for c in HIDDEN {
        let folder = folder(c);
        folder.run(&["import", "--org-id", "7", "--out", ".", "--force"]).ended(0);
        let written = folder.read("acme.yaml");
        assert!(!written.contains(c), "{written}");
        let escape = match u32::from(c) {
            code @ 0..=0xff => format!("\\x{code:02x}"),
            code @ 0x100..=0xffff => format!("\\u{code:04x}"),
            code => format!("\\U{code:08x}"),
        };
        assert!(written.contains(&format!("\"pat@cli{escape}ent.example\"")), "{written}");
        let said = folder.run(&["plan"]).ended(0);
        assert!(said.out.contains("nothing to do"), "{}", said.out);
    }
}
