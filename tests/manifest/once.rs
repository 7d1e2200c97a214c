//! One mistake is told once, where it is, whatever rests on it.

use jiff::civil::date;
use rolecall::manifest::{self, Diagnostic, Node, Severity, SourceFile, Value, foreign};

/// A project in which each kind of manifest refers to the others, and nothing is wrong.
const FILES: &[(&str, &str)] = &[
    (
        "rolecall.yaml",
        "apiVersion: rolecall/v1
kind: Project
metadata: {name: agency}
spec:
  platform: sandbox
  sandbox: {seed: platform.json, state: .rolecall/sandbox.json}
  credentials: {acme: {tokenEnv: ACME, actor: ops@agency.example, hosts: [app.respond.io]}}
  timezone: Asia/Kuala_Lumpur
  safety: {minAdmins: 2, maxRemovals: 25%}
  allowAssumed: false
  rate: {perSecond: 5, headroom: 10%}
  timeouts: {request: 30s}
  lints: {RC103: error}
  staff: ['*@agency.example']
  holidays: [2026-12-25]
  store: .rolecall
  parallelism: 8
  exclude: ['vendor/**']
",
    ),
    (
        "group.yaml",
        "apiVersion: rolecall/v1
kind: Group
metadata: {name: support}
spec:
  users: [kim@agency.example, bo@agency.example]
",
    ),
    (
        "organization.yaml",
        "apiVersion: rolecall/v1
kind: Organization
metadata: {name: acme}
spec:
  id: 7
  name: Acme
  credentials: acme
  users:
    - {email: ops@agency.example, role: admin}
    - {email: kim@agency.example, role: admin}
    - {group: support, role: user_admin}
    - {email: new@acme.example, role: member, formerEmail: old@acme.example}
  workspaces:
    - name: Support
      id: 70
      timezone: UTC
      contactLimit: 5000
      credentials: acme
      users:
        - {group: support, role: owner}
        - {email: cy@acme.example, role: agent, restrictions: [show_only_mine]}
    - {name: Sales, formerName: Shop, users: [{email: kim@agency.example, role: owner}]}
  retiredWorkspaces: [{name: Pilot, id: 71, dataExported: 2026-11-01}]
  departures: [{email: gone@acme.example, reassignContactsTo: cy@acme.example}]
  policy: {users: authoritative, ignore: ['*@respond.io']}
  safety: {minAdmins: 2, waivers: [{removals: 3, until: 2026-12-31, reason: closes, people: [x@acme.example]}]}
  invitations: {notBefore: 2026-12-01, resendAfterDays: 7}
",
    ),
    (
        "template.yaml",
        "apiVersion: rolecall/v1
kind: Template
metadata: {name: branch}
spec:
  parameters:
    - {name: brand, type: string, required: true, description: What it is called, pattern: '[A-Z].*'}
    - {name: manager, type: email, required: true}
    - {name: limit, type: integer, default: 1000, enum: [1000, 5000]}
  organization:
    name: ${{ brand }}
    users:
      - {email: ops@agency.example, role: admin}
      - {email: kim@agency.example, role: admin}
      - {group: support, role: user_admin}
    workspaces:
      - name: ${{ brand }}
        contactLimit: ${{ limit }}
        users:
          - {group: support, role: owner}
          - {email: '${{ manager }}', role: manager}
  fixed: [safety]
",
    ),
    (
        "client.yaml",
        "apiVersion: rolecall/v1
kind: Client
metadata: {name: spa}
spec:
  template: branch
  organizationId: 8
  credentials: acme
  marketingOptOutRequested: 2026-11-02
  parameters: {brand: Spa, manager: ana@spa.example, limit: 5000}
  overlay: {workspaces: [{name: Spa, users: [{email: bo@spa.example, role: agent}]}]}
",
    ),
];

fn load(files: &[SourceFile]) -> Vec<Diagnostic> {
    manifest::load(files, date(2026, 11, 23)).diagnostics
}

fn files() -> Vec<SourceFile> {
    let file = |(path, text): &(&str, &str)| SourceFile {
        path: (*path).to_owned(),
        text: (*text).to_owned(),
    };
    FILES.iter().map(file).collect()
}

/// The project with other text at a place of one file; where the place is; and what is told then.
fn with(number: usize, range: std::ops::Range<usize>, text: &str) -> (u32, Vec<Diagnostic>) {
    let mut files = files();
    let changed = &mut files[number].text;
    let line = changed[..range.start].matches('\n').count() + 1;
    changed.replace_range(range, text);
    (u32::try_from(line).unwrap(), load(&files))
}

/// What is not told once at its place.
fn wrongly(number: usize, line: u32, told: &[Diagnostic]) -> Option<String> {
    let [one] = told else { return Some(manifest::text(told, false)) };
    let here = one.location.file == FILES[number].0 && one.location.line == line;
    (!here || one.severity != Severity::Error).then(|| manifest::text(told, false))
}

/// Every node below this one.
fn nodes<'n>(node: &'n Node, path: &str, found: &mut Vec<(String, &'n Node)>) {
    found.push((path.to_owned(), node));
    match &node.value {
        Value::Null | Value::Scalar(_) => {}
        Value::Sequence(items) => {
            items
                .iter()
                .enumerate()
                .for_each(|(at, it)| nodes(it, &format!("{path}[{at}]"), found));
        }
        Value::Mapping(fields) => {
            let fields = fields.entries.iter();
            fields.for_each(|(key, it)| nodes(it, &format!("{path}.{}", key.text), found));
        }
    }
}

#[test]
fn nothing_is_wrong_to_begin_with() {
    let told = load(&files());
    assert!(told.is_empty(), "{}", manifest::text(&told, false));
}

#[test]
fn a_value_of_another_type_is_told_once() {
    let mut wrong = Vec::new();
    for (number, (file, text)) in FILES.iter().enumerate() {
        let root = foreign(text).unwrap();
        let mut all = Vec::new();
        nodes(&root, "", &mut all);
        // Without its `apiVersion` a document is somebody else's.
        for (path, node) in
            all.into_iter().filter(|(path, _)| !["", ".apiVersion"].contains(&path.as_str()))
        {
            let other = match &node.value {
                Value::Mapping(_) => "7",
                Value::Sequence(_) => "{a: 1}",
                Value::Null | Value::Scalar(_) => "[[]]",
            };
            let at = node.place.at;
            let (line, told) = with(number, at.start as usize..at.end as usize, other);
            let said = wrongly(number, line, &told);
            wrong.extend(said.map(|said| format!("{file} {path}\n{said}")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_misspelt_field_is_told_once() {
    let mut wrong = Vec::new();
    for (number, (file, text)) in FILES.iter().enumerate() {
        let root = foreign(text).unwrap();
        let mut all = Vec::new();
        nodes(&root, "", &mut all);
        let mappings = all.iter().filter_map(|(path, node)| Some((path, node.as_mapping()?)));
        let keys =
            mappings.flat_map(|(path, it)| it.entries.iter().map(move |(key, _)| (path, key)));
        // The name of a credential is free: another one is another credential.
        let free = |name: &str| ["apiVersion", "acme"].contains(&name);
        for (path, key) in keys.filter(|(_, key)| !free(&key.text)) {
            let at = key.place.at;
            let end = at.end as usize;
            let (line, told) = with(number, end..end, "x");
            let said = wrongly(number, line, &told);
            wrong.extend(said.map(|said| format!("{file} {path}.{}\n{said}", key.text)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A file that can't be read to its end may have had anything in it.
#[test]
fn a_file_that_is_no_yaml_is_told_once() {
    for (number, (file, text)) in FILES.iter().enumerate() {
        let spec = text.find("spec:").unwrap();
        let (line, told) = with(number, spec..spec, "a: ]\n");
        assert_eq!(wrongly(number, line, &told), None, "{file}");
    }
}

/// A file that was copied and not changed.
#[test]
fn a_manifest_that_is_there_twice_is_told_once() {
    for (file, _) in FILES.iter().filter(|(file, _)| *file != "rolecall.yaml") {
        let mut files = files();
        let copy = files.iter().find(|it| it.path == *file).unwrap().clone();
        files.push(SourceFile { path: format!("z-{file}"), ..copy });
        let told = load(&files);
        let errors = told.iter().filter(|it| it.severity == Severity::Error).count();
        assert_eq!(errors, 1, "{file}: {}", manifest::text(&told, false));
    }
}
