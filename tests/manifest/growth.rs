//! Time grows with the size of what is read, and no faster: four times as much of anything takes at most 6.25 times as
//! long (twice, 2.5 times), counted in this thread's own time, so that a busy machine changes nothing.

use jiff::civil::date;
use rolecall::manifest::onboard::{Request, onboard};
use rolecall::manifest::proposal::propose;
use rolecall::manifest::{self, SourceFile};
use rolecall::model::Slug;
use std::fmt::Display;

/// What grows, the smaller size, and how it is read.
type Probe = (&'static str, usize, fn(usize));

const PROBES: &[Probe] = &[
    ("clients of a template", 60, |n| valid(&[template(50), many("", "---\n", n, client)])),
    ("workspaces of a template", 600, |n| valid(&[template(n), client(1)])),
    ("parameters", 1500, parameters),
    ("names in expressions", 500, expressions),
    ("fixed paths and an overlay", 1000, overlay),
    ("columns", 1500, |n| table(n, 1)),
    ("columns that are not known", 400, unknown_columns),
    ("rows", 150, |n| table(4, n)),
    ("rows of clients that are there, with comments", 100, update),
    ("comments", 8000, |n| {
        valid(&[organization("", "[]") + &many("", "", n, |it| format!("# {it}: a\n"))]);
    }),
    ("comments that allow", 3000, |n| {
        let line = |it| format!("# rolecall: allow RC105 because {it}\n");
        valid(&[organization("", "[]") + &many("", "", n, line)]);
    }),
    ("workspaces and departures", 300, departures),
    ("workspaces renamed and retired", 800, retired),
    ("addresses handed over", 800, hand_overs),
    ("people", 2000, |n| {
        let user = |it| format!("{{email: p{it}@a.example, role: member}}");
        read(&[organization("", &many("[", ",", n, user))]);
    }),
    ("organizations", 150, |n| {
        let files: Vec<_> = (0..n).map(|it| file(it, organization_of(it, "[]"))).collect();
        assert_eq!(manifest::render(&files, TODAY).0.len(), n);
    }),
    ("wrong fields", 1500, |n| {
        read(&[organization(&many("", "", n, |it| format!("  x{it}: 1\n")), "[]")])
    }),
    ("wrong credentials", 1500, |n| {
        let one = |it| format!("    c{it}: {{token: marked-secret}}\n");
        read(&[project(&many("", "", n, one))]);
    }),
    ("credentials of a proposed Project", 1500, |n| {
        let one = |it| format!("    c{it}: {{tokenEnv: A}}\n");
        let other = |it| format!("    c{it}: {{tokenEnv: B}}\n");
        let files = |text: String| vec![SourceFile { path: "rolecall.yaml".to_owned(), text }];
        let made =
            propose(files(project(&many("", "", n, one))), files(project(&many("", "", n, other))));
        assert!(!made.withheld.is_empty());
    }),
    ("one line", 1000, |n| read(&[organization("", &many("[", ",", n, |it| it.to_string()))])),
    ("keys", 3000, |n| read(&[organization("", &many("{", ",", n, |it| format!("k{it}: 1")))])),
    ("aliases", 500, |n| {
        read(&[organization("", &many("[&a x,", ",", n, |_| "*a".to_owned()))]);
    }),
    ("documents", 400, |n| read(&[many("", "---\n", n, |it| organization_of(it, "[]"))])),
    ("foreign documents", 1500, |n| {
        valid(&[organization("", "[]") + &many("", "", n, |it| format!("---\na: {it}\n"))]);
    }),
];

const TODAY: jiff::civil::Date = date(2026, 11, 23);
const VERSION: &str = "apiVersion: rolecall/v1\n";

#[test]
fn time_grows_with_size_and_no_faster() {
    let mut slow = Vec::new();
    for (what, size, probe) in PROBES {
        let ratio = || {
            let [small, large] =
                [*size, 4 * size].map(|size| took(*probe, size).min(took(*probe, size)));
            large as f64 / small as f64
        };
        // A busy machine may slow down between the two; what grows faster does so each time.
        let ratios: Vec<f64> = (0..5).map(|_| ratio()).take_while(|ratio| *ratio > 6.25).collect();
        if ratios.len() == 5 {
            slow.push(format!("{what}: {ratios:.1?}"));
        }
    }
    assert!(slow.is_empty(), "four times as much takes so many times as long: {slow:#?}");
}

/// The nanoseconds of a run, of as many as take a while together: a thread's time goes on in steps of milliseconds.
fn took(probe: fn(usize), size: usize) -> u64 {
    const A_WHILE: u64 = 60_000_000;
    let begun = time();
    let mut runs = 0;
    loop {
        probe(size);
        runs += 1;
        let passed = time() - begun;
        if passed >= A_WHILE {
            return passed / runs;
        }
    }
}

/// The nanoseconds that this thread ran.
fn time() -> u64 {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap();
    text.split(' ').next().unwrap().parse().unwrap()
}

fn file(number: usize, text: String) -> SourceFile {
    SourceFile { path: format!("clients/{number}.yaml"), text }
}

fn read(texts: &[String]) {
    let files: Vec<_> =
        texts.iter().cloned().enumerate().map(|(it, text)| file(it, text)).collect();
    let loaded = manifest::load(&files, TODAY);
    let _ = manifest::text(&loaded.diagnostics, false);
}

fn valid(texts: &[String]) {
    let files: Vec<_> =
        texts.iter().cloned().enumerate().map(|(it, text)| file(it, text)).collect();
    let loaded = manifest::load(&files, TODAY);
    assert!(!loaded.has_errors(), "{}", manifest::text(&loaded.diagnostics, false));
}

/// So many pieces, with what stands before all and between them; brackets are closed.
fn many(open: &str, between: &str, n: usize, piece: impl Fn(usize) -> String) -> String {
    let pieces: Vec<_> = (0..n).map(piece).collect();
    let close = match open.chars().next() {
        Some('[') => "]",
        Some('{') => "}",
        _ => "",
    };
    format!("{open}{}{close}", pieces.join(between))
}

fn document(kind: &str, name: impl Display, spec: &str) -> String {
    format!("{VERSION}kind: {kind}\nmetadata: {{name: {name}}}\nspec:\n{spec}")
}

fn organization(more: &str, users: &str) -> String {
    document(
        "Organization",
        "acme",
        &format!("  id: 7\n  policy: {{users: additive}}\n  users: {users}\n{more}"),
    )
}

fn organization_of(number: usize, users: &str) -> String {
    let spec = format!("  id: {}\n  policy: {{users: additive}}\n  users: {users}\n", number + 1);
    document("Organization", format!("o{number}"), &spec)
}

fn project(credentials: &str) -> String {
    document("Project", "p", &format!("  platform: sandbox\n  credentials:\n{credentials}"))
}

fn template(workspaces: usize) -> String {
    let workspace = |it| {
        format!(
            "      - {{name: '${{{{ brand }}}} {it}', users: [{{email: a@b.example, role: owner}}]}}\n"
        )
    };
    let spec = "  parameters: [{name: brand, type: string}]\n  organization:\n    workspaces:\n";
    document("Template", "t", &(spec.to_owned() + &many("", "", workspaces, workspace)))
}

fn client(number: usize) -> String {
    let spec = format!(
        "  template: t\n  organizationId: {}\n  parameters: {{brand: b{number}}}\n",
        number + 1
    );
    document("Client", format!("c{number}"), &spec)
}

/// A template with so many parameters, which its name uses.
fn declared(n: usize) -> String {
    let parameter = |it| format!("    - {{name: p{it}, type: string}}\n");
    let spec = format!(
        "  parameters:\n{}  organization: {{name: '${{{{ p0 }}}}'}}\n",
        many("", "", n, parameter)
    );
    document("Template", "t", &spec)
}

fn parameters(n: usize) {
    let given = many("{", ",", n, |it| format!("p{it}: x"));
    valid(&[declared(n), client(1).replace("{brand: b1}", &given)]);
}

fn expressions(n: usize) {
    let workspace = |it| format!("      - {{name: '${{{{ p{it} ~ p0 }}}}'}}\n");
    let workspaces = many("", "", n, workspace);
    let template = declared(n)
        .replace("{name: '${{ p0 }}'}", &format!("\n    workspaces:\n{}", workspaces.trim_end()));
    let given = many("{", ",", n, |it| format!("p{it}: x{it}"));
    valid(&[template, client(1).replace("{brand: b1}", &given)]);
}

fn overlay(n: usize) {
    let fixed = many("[", ",", n, |it| format!("'workspaces[w{it}].timezone'"));
    let template = template(1) + &format!("  fixed: {fixed}\n");
    let users = many("[", ",", n, |it| format!("{{email: p{it}@a.example, role: member}}"));
    let more = format!("  overlay:\n    users: {users}\n    policy: {{users: additive}}\n");
    valid(&[template, client(1) + &more]);
}

fn onboarded(files: &[SourceFile], table: String, update: bool) -> bool {
    let table = SourceFile { path: "in.csv".to_owned(), text: table };
    let template = Slug::parse("t").unwrap();
    let request = Request {
        files,
        table: &table,
        template: &template,
        folder: "clients",
        update,
        today: TODAY,
    };
    let made = onboard(&request).unwrap();
    let clients = made.clients.len() + made.waiting.len();
    let _ = manifest::text(&made.diagnostics, false);
    clients > 0
}

fn table(columns: usize, rows: usize) {
    let header = many("name,organizationId,", ",", columns, |it| format!("p{it}"));
    let row = |it| many(&format!("c{it},{},", it + 1), ",", columns, |it| format!("v{it}"));
    let table = format!("{header}\n{}\n", many("", "\n", rows, row));
    assert!(onboarded(&[file(0, declared(columns))], table, false));
}

fn unknown_columns(n: usize) {
    let header = many("name,organizationId,", ",", n, |it| format!("q{it}"));
    let row = many("c,1,", ",", n, |_| String::new());
    assert!(!onboarded(&[file(0, declared(n))], format!("{header}\n{row}\n"), false));
}

fn update(n: usize) {
    let one = |it| file(it + 1, format!("# {it}\n{} # {it}\n", client(it).trim_end()));
    let mut files: Vec<_> = (0..n).map(one).collect();
    for (number, file) in files.iter_mut().enumerate() {
        file.path = format!("clients/c{number}.yaml");
    }
    files.push(file(0, template(1)));
    let row = |it| format!("c{it},{},new{it}", it + 1);
    let table = format!("name,organizationId,brand\n{}\n", many("", "\n", n, row));
    assert!(onboarded(&files, table, true));
}

fn departures(n: usize) {
    let workspace =
        |it| format!("    - {{name: w{it}, users: [{{email: p{it}@a.example, role: owner}}]}}\n");
    let departure =
        |it| format!("    - {{email: p{it}@a.example, reassignContactsTo: x@a.example}}\n");
    let more = format!(
        "  workspaces:\n{}  departures:\n{}",
        many("", "", n, workspace),
        many("", "", n, departure)
    );
    read(&[organization(&more, "[]")]);
}

fn retired(n: usize) {
    let workspace = |it| format!("    - {{name: w{it}, formerName: f{it}, users: []}}\n");
    let gone = |it| format!("    - {{name: g{it}, id: {}, dataExported: 2026-01-01}}\n", it + 1);
    let more = format!(
        "  workspaces:\n{}  retiredWorkspaces:\n{}",
        many("", "", n, workspace),
        many("", "", n, gone)
    );
    valid(&[organization(&more, "[]")]);
}

fn hand_overs(n: usize) {
    let user =
        |it| format!("{{email: p{it}@a.example, role: member, formerEmail: f{it}@a.example}}");
    let workspace = |it| format!("    - {{name: w{it}, users: []}}\n");
    let more = format!("  workspaces:\n{}", many("", "", n, workspace));
    read(&[organization(&more, &many("[", ",", n, user))]);
}
