use crate::support::{Folder, SMALL};

const PROJECT: &str = "platform: respond-io-console";

#[test]
fn no_project() {
    let folder = Folder::empty();
    for verb in ["validate", "plan", "apply"] {
        folder.run(&[verb]).ended(4).one_error("no `rolecall.yaml`");
    }
}

#[test]
fn a_project_file_that_says_nothing() {
    let folder = Folder::empty();
    folder.write("rolecall.yaml", "");
    folder.run(&["validate"]).ended(4).one_error("no document with `kind: Project`");
}

#[test]
fn a_folder_without_manifests() {
    let folder = Folder::project(PROJECT);
    std::fs::remove_file(folder.file("acme.yaml")).unwrap();
    folder.run(&["plan"]).ended(4).one_error("no Organization or Client manifest");
}

#[test]
fn a_folder_of_other_yaml() {
    let folder = Folder::project(PROJECT);
    folder.write("acme.yaml", "services:\n  web: {image: nginx}\n");
    folder.write("deep/values.yml", "replicas: 3\n");
    let said = folder.run(&["plan"]).ended(4);
    said.one_error("no Organization or Client manifest");
    assert!(said.err.contains("note: acme.yaml:1"), "{}", said.err);
    assert!(said.err.contains("is this the right folder?"), "{}", said.err);
}

#[test]
fn a_path_without_organizations() {
    let folder = Folder::agency();
    folder
        .run(&["plan", "groups"])
        .ended(4)
        .one_error("no Organization or Client manifest in groups");
}

#[test]
fn wrong_manifests_are_told_all_at_once() {
    let folder = Folder::project(PROJECT);
    folder.write("acme.yaml", SMALL.replace("user_admin", "usr_admin").replace("239021", "many"));
    folder.write("other.yaml", SMALL.replace("acme", "other") + "  surprise: 1\n");
    let said = folder.run(&["plan"]).ended(4);
    for words in ["acme.yaml:5:", "did you mean `user_admin`?", "other.yaml:10:3", "surprise"] {
        assert!(said.err.contains(words), "no `{words}` in:\n{}", said.err);
    }
    assert!(said.err.contains("the manifests are invalid: 3 errors"), "{}", said.err);
    assert!(said.out.is_empty());
}

#[test]
fn validate_says_diagnostics_on_stdout() {
    let folder = Folder::project(PROJECT);
    folder.write("acme.yaml", SMALL.replace("user_admin", "usr_admin"));
    let said = folder.run(&["validate"]).ended(4);
    assert!(said.out.contains("acme.yaml:9:40"), "{}", said.out);
    let said = folder.run(&["validate", "--format", "json"]).ended(4);
    let diagnostics: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    let errors = diagnostics.as_array().unwrap().iter().filter(|it| it["severity"] == "error");
    let errors: Vec<_> = errors.map(|it| (&it["code"], &it["line"])).collect();
    assert_eq!(errors, [(&"RC015".into(), &9.into())]);
}

#[test]
fn a_huge_file_is_not_read() {
    let folder = Folder::project(PROJECT);
    let line = "# nothing to see here, only a comment that is very long\n";
    folder.write("huge.yaml", line.repeat(50 * 1024 * 1024 / line.len() + 1));
    let said = folder.run(&["validate"]).ended(0);
    assert!(said.err.contains("huge.yaml:1: passed over: it is larger than 8 MiB"), "{}", said.err);
}

#[test]
fn an_alias_bomb_is_refused() {
    let folder = Folder::project(PROJECT);
    let mut bomb = SMALL.to_owned() + "  workspaces: &a0 [x, x, x, x, x, x, x, x]\n";
    for level in 1..12 {
        let alias = format!("*a{}", level - 1);
        bomb += &format!("  k{level}: &a{level} [{}]\n", vec![alias; 8].join(", "));
    }
    folder.write("acme.yaml", bomb);
    let begun = std::time::Instant::now();
    let said = folder.run(&["validate"]).ended(4);
    assert!(said.out.contains("acme.yaml"), "{}", said.out);
    assert!(begun.elapsed().as_secs() < 10);
}

#[test]
fn what_is_no_text_is_told_with_its_line() {
    let folder = Folder::project(PROJECT);
    folder.write("latin.yaml", b"a: 1\nb: \xe9t\xe9\n");
    let said = folder.run(&["validate"]).ended(0);
    assert!(said.err.contains("latin.yaml:1: passed over: line 2 is not UTF-8"), "{}", said.err);
}

#[test]
fn names_that_would_forge_a_line_are_escaped() {
    let folder = Folder::project(PROJECT);
    let evil = SMALL.to_owned() + "  \"\\e[31mred\\nerror: forged\": 1\n";
    folder.write("acme.yaml", evil);
    let said = folder.run(&["validate"]).ended(4);
    assert!(!said.out.contains('\u{1b}'), "{}", said.out);
    assert!(!said.out.lines().any(|line| line.starts_with("error: forged")), "{}", said.out);
}

#[test]
fn a_saved_file_that_is_none() {
    let folder = Folder::agency();
    folder.write("cut.json", "{\"format\": \"rolecall.plan/v1\", \"id\":");
    folder.write("old.json", "{\"format\": \"rolecall.plan/v0\"}");
    let cut = folder.run(&["apply", "--plan", "cut.json", "--yes"]).ended(1);
    assert!(cut.err.contains("not a readable plan"), "{}", cut.err);
    let old = folder.run(&["show", "old.json"]).ended(1);
    assert!(old.err.contains("the file says `rolecall.plan/v0`"), "{}", old.err);
    let none = folder.run(&["plan", "--snapshot", "none.json"]).ended(1);
    assert!(none.err.contains("can't read none.json"), "{}", none.err);
}

#[test]
fn a_saved_file_says_everything_once_and_nothing_else() {
    let folder = Folder::agency();
    folder.run(&["plan", "--out", "plan.json"]).ended(0);
    let plan = folder.read("plan.json");
    for (more, words) in [
        ("\"surprise\": 1,", "nothing here is called `surprise`"),
        ("\"id\": \"sha256:0\",", "`id` is there twice"),
    ] {
        folder.write("plan.json", plan.replacen('{', &format!("{{{more}"), 1));
        for verb in [&["apply", "--yes", "--plan", "plan.json"][..], &["show", "plan.json"]] {
            let said = folder.run(verb).ended(1);
            assert!(said.err.contains("not a readable plan"), "{}", said.err);
            assert_eq!(said.err.matches(words).count(), 1, "{}", said.err);
        }
    }
}

/// The state of the embedded platform is a file that somebody may edit: what is wrong is said in words of that file.
#[test]
fn a_state_of_the_sandbox_that_is_none() {
    let folder = Folder::agency();
    let begin = r#"{"format":"rolecall.sandbox/v1","actor":"ops@agency.example","organizations":["#;
    let one = r#"{"id":1,"name":"A","status":"ACTIVE","isResellerPartner":true,"limits":{"workspaces":1,"users":1},"workspaces":[],"users":["#;
    for (state, said) in [
        (String::new(), "it ends in the middle, in line 1"),
        ("{}".to_owned(), "the document has no `format`"),
        ("[]".to_owned(), "an object is expected, and a list is there (line 1, column 2)"),
        (
            r#"{"format":"rolecall.sandbox/v2"}"#.to_owned(),
            "this version reads `rolecall.sandbox/v1`",
        ),
        (
            r#"{"format":"rolecall.sandbox/v1"}"#.to_owned(),
            "`actor` is missing from the object that ends there; make the file anew, or put it back (line 1, column 32)",
        ),
        (begin.to_owned(), "it ends in the middle, in line 1"),
        (format!("{begin}]}}x"), "it is no JSON from line 1, column "),
        (format!("{begin}],\"x\":1}}"), "nothing here is called `x`: `format`, `actor`, "),
        (
            format!("{begin}],\"actor\":\"a@b.example\"}}"),
            "`actor` is there twice; take one out, or make the file anew",
        ),
        (format!("{begin}7]}}"), "an object is expected, and the number `7` is there"),
        (
            format!("{begin}{}]}}]}}", one.replace(r#""workspaces":1"#, r#""workspaces":"x""#)),
            "a whole number is expected, and the text \"x\" is there",
        ),
        (
            format!("{begin}{one}{{\"id\":1,\"email\":\"a@b.example\",\"role\":\"boss\"}}]}}]}}"),
            "the word `boss` is not known here: `",
        ),
    ] {
        folder.write(".rolecall/sandbox.json", &state);
        let plan = folder.run(&["plan"]).ended(1);
        assert!(plan.err.contains("sandbox.json is not a usable sandbox state: "), "{}", plan.err);
        assert!(plan.err.contains(said), "{state}: {}", plan.err);
        assert!(plan.err.contains("help: put it back as it was"), "{state}: {}", plan.err);
        let program = ["struct", "u64", "invalid ", "missing field", "sequence", "variant"];
        assert!(!program.iter().any(|word| plan.err.contains(word)), "{state}: {}", plan.err);
        assert_eq!(folder.read(".rolecall/sandbox.json"), state, "it stays as it is");
    }
}

#[test]
fn a_report_of_another_version_or_cut_short_is_called_a_report() {
    let folder = Folder::agency();
    folder.run(&["apply", "--yes", "--report", "report.json"]).ended(0);
    folder.edit("report.json", "rolecall.report/v1", "rolecall.report/v2");
    let said = folder.run(&["show", "report.json"]).ended(1);
    assert!(said.err.contains("this rolecall reads `rolecall.report/v1`"), "{}", said.err);
    folder.write("report.json", "{\"format\": \"rolecall.report/v1\", \"plan\":");
    let said = folder.run(&["show", "report.json"]).ended(1);
    assert!(said.err.contains("not a readable plan, report or account of drift"), "{}", said.err);
    assert_eq!(said.err.matches("it ends in the middle").count(), 1, "{}", said.err);
}

#[test]
fn a_report_that_contradicts_itself_is_refused() {
    let folder = Folder::agency();
    folder.run(&["apply", "--yes", "--report", "report.json"]).ended(0);
    let report = folder.read("report.json");
    for (from, to, words) in [
        ("\"status\": \"done\"", "\"status\": \"failed\"", "is verified, and step acme-dental/1"),
        ("\"status\": \"done\"", "\"status\": \"held\"", "step acme-dental/1 can't be held"),
        ("\"exit\": 0", "\"exit\": 5", "the exit code is 5, and by its steps 0"),
        ("\"verified\": true", "\"verified\": false", "verified in one place, and not in another"),
        ("\"fact\": \"shows\"", "\"fact\": \"otherwise\"", "was not seen"),
        ("\"id\": \"acme-dental/1\"", "\"id\": \"acme-dental/9\"", "are not those of its plan"),
    ] {
        assert!(report.contains(from));
        folder.write("report.json", report.replacen(from, to, 1));
        let said = folder.run(&["show", "report.json"]).ended(1);
        assert!(said.err.contains(words), "no `{words}` in {}", said.err);
    }
}

#[test]
fn a_secret_where_none_belongs_is_not_shown() {
    for credentials in [
        "{default: {tokn: marked-secret}}",
        "{default: {token: marked-secret}}",
        "{default: {tokenEnv: A, passwd: marked-secret}}",
        "{default: {tokenEnv: A, hosts: ['no host'], pasword: marked-secret}}",
        "{default: marked-secret}",
        "{default: [marked-secret]}",
        "marked-secret",
        "\n    default:\n      tokn: marked-secret",
        "\n    default:\n      tokn:\n        tokenEnv: marked-secret",
    ] {
        let folder = Folder::empty();
        let head = "apiVersion: rolecall/v1\nkind: Project\nmetadata: {name: test}\nspec:\n";
        let project = format!("{head}  platform: sandbox\n  credentials: {credentials}\n");
        folder.write("rolecall.yaml", project);
        folder.write("acme.yaml", SMALL);
        for format in ["text", "json", "sarif", "github"] {
            let said = folder.run(&["validate", "--format", format]).ended(4);
            let all = said.out + &said.err;
            assert!(!all.contains("marked-secret"), "{credentials}: {all}");
            assert!(all.contains("rolecall.yaml"), "{credentials}: {all}");
        }
    }
}

/// A document of each kind with a secret where none belongs, and what else is wrong with it.
const WITH_SECRETS: &[(&str, &str)] = &[
    ("Organization", "{id: 7, password: marked-secret}"),
    ("Organization", "{id: 7, users: [{email: a@b.example, role: member, token: marked-secret}]}"),
    ("Organization", "{id: 7, credentials: 'https://me:marked-secret@x.example/a'}"),
    ("Organization", "{id: 7, name: [https://me:marked-secret@x.example]}"),
    (
        "Template",
        "{parameters: [{name: x, type: y, default: \"token marked-secret\"}], organization: {}}",
    ),
    ("Client", "{template: t, organizationId: 3, parameters: {apiKey: marked-secret}}"),
    ("Group", "{users: [a@b.example], secret: marked-secret}"),
    ("Platform", "{extends: respond-io-console, headers: {authorization: marked-secret}, x: 1}"),
    ("Platform", "{extends: respond-io-console, baseUrl: 'https://me:marked-secret@x.example'}"),
    ("Platform", "\n  extends: respond-io-console\n  token: marked-secret"),
];

#[test]
fn a_secret_in_any_manifest_is_not_shown() {
    for (kind, spec) in WITH_SECRETS {
        let folder = Folder::empty();
        let head = |kind| {
            format!("apiVersion: rolecall/v1\nkind: {kind}\nmetadata: {{name: test}}\nspec:")
        };
        folder.write("rolecall.yaml", head("Project") + " {platform: sandbox}\n");
        folder.write("a.yaml", format!("{} {spec}\n", head(kind)));
        for format in ["text", "json", "sarif", "github"] {
            let said = folder.run(&["validate", "--format", format]).ended(4);
            let all = said.out + &said.err;
            assert!(!all.contains("marked-secret"), "{kind} {spec}: {all}");
            assert!(all.contains("a.yaml"), "{kind} {spec}: {all}");
        }
    }
}
