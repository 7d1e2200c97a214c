//! A Project that a pull request brings is refused for every verb, whichever way leads to it, and its command never
//! runs.

use crate::common::Folder;
use std::os::unix::fs::symlink;

const OUTER: &str = "\
apiVersion: rolecall/v1
kind: Project
metadata: {name: outer}
spec: {platform: sandbox, sandbox: {seed: platform.json}}
";

const INNER: &str = "\
apiVersion: rolecall/v1
kind: Project
metadata: {name: inner}
spec:
  platform: respond-io-console
  credentials: {default: {tokenCommand: [touch, STOLEN], actor: me@shop.example}}
";

const SHOP: &str = "\
apiVersion: rolecall/v1
kind: Organization
metadata: {name: shop}
spec:
  id: 239021
  users: [{email: me@shop.example, role: admin}, {email: kim@shop.example, role: admin}]
";

/// A trusted project, and where a pull request puts another one.
fn project(places: &[(&str, &str)]) -> Folder {
    let folder = Folder::example("agency");
    folder.write("rolecall.yaml", OUTER);
    for (path, text) in places {
        folder.write(path, text);
    }
    folder
}

fn stolen(folder: &Folder, at: &str) -> bool {
    let places = [".", "clients", ".hidden", "clients/deep", "elsewhere"];
    let found = places.iter().any(|it| folder.path().join(it).join("STOLEN").exists());
    assert!(!found, "the inner Project's command ran: {at}");
    found
}

const VERBS: &[&[&str]] = &[
    &["validate"],
    &["render"],
    &["plan"],
    &["apply", "--yes"],
    &["drift"],
    &["access"],
    &["adopt", "--write"],
    &["doctor"],
    &["snapshot", "--out", "-"],
];

/// Verbs that find the Project from the current directory, or `--directory`.
const WITHOUT_PATH: &[&[&str]] = &[
    &["history"],
    &["import", "--org-id", "239021"],
    &["offboard", "somebody@x.example", "--write"],
    &["onboard", "in.csv", "--template", "t", "--out", "."],
    &["init", "--ci", "none"],
];
/// All of them but `init`, which begins a project and reads none.
const IN_A_FILE: &[&[&str]] = WITHOUT_PATH.split_at(WITHOUT_PATH.len() - 1).0;

/// Paths that lead into the inner Project.
const PATHS: &[&str] = &[
    "clients",
    "clients/shop.yaml",
    "clients/deep",
    "./clients/../clients/deep/more.yaml",
    ".hidden",
    ".hidden/shop.yaml",
    "link",
    "link/shop.yaml",
    "out",
    "out/shop.yaml",
];
const DIRECTORIES: &[&str] = &["clients", "clients/deep", ".hidden", "link", "out"];
/// Files that a second Project may stand in.
const PLACES: &[&str] = &["clients/rolecall.yaml", "clients/a.yaml", "a.yml", "z/z.yaml"];

/// Every verb with each way that leads to a second Project.
pub(crate) fn cases() -> usize {
    let by_directory = VERBS.len() + WITHOUT_PATH.len();
    let in_a_file = VERBS.len() + IN_A_FILE.len();
    PATHS.len() * VERBS.len() + DIRECTORIES.len() * by_directory + PLACES.len() * in_a_file
}

#[test]
fn whichever_path_leads_to_it() {
    let folder = project(&[
        ("clients/rolecall.yaml", INNER),
        ("clients/shop.yaml", SHOP),
        ("clients/deep/more.yaml", &SHOP.replace("shop", "more").replace("239021", "9")),
        (".hidden/rolecall.yaml", INNER),
        (".hidden/shop.yaml", SHOP),
        ("in.csv", "name\n"),
    ]);
    let outside = Folder::empty();
    outside.write("rolecall.yaml", INNER);
    outside.write("shop.yaml", SHOP);
    symlink(".hidden", folder.path().join("link")).unwrap();
    symlink(outside.path(), folder.path().join("out")).unwrap();
    for path in PATHS {
        for verb in VERBS {
            let said = folder.run(&[verb, &[*path][..]].concat());
            assert_eq!(said.code, 4, "{verb:?} {path}: {}{}", said.out, said.err);
            assert!(
                said.err.contains("a Project inside of another"),
                "{verb:?} {path}: {}",
                said.err
            );
            stolen(&folder, path);
        }
    }
    for directory in DIRECTORIES {
        for verb in WITHOUT_PATH.iter().chain(VERBS) {
            let said = folder.run(&[&["--directory", *directory][..], verb].concat());
            let expected = if verb[0] == "init" { 64 } else { 4 };
            // `init` in a link out of the project begins or keeps what is there; it runs no command.
            if verb[0] != "init" || *directory != "out" {
                assert_eq!(said.code, expected, "{verb:?} {directory}: {}{}", said.out, said.err);
            }
            stolen(&folder, directory);
        }
    }
    assert!(!outside.path().join("STOLEN").exists());
}

#[test]
fn a_second_project_in_any_file_of_the_folder_is_refused_by_every_verb() {
    for place in PLACES {
        let folder = project(&[(*place, INNER), ("in.csv", "name\n")]);
        for verb in VERBS.iter().chain(IN_A_FILE) {
            let said = folder.run(verb);
            assert_eq!(said.code, 4, "{verb:?} {place}: {}{}", said.out, said.err);
            let all = said.out + &said.err;
            assert!(all.contains("a Project inside of another"), "{verb:?} {place}: {all}");
            assert!(all.contains(*place), "{verb:?} {place}: {all}");
            stolen(&folder, place);
        }
        assert_eq!(folder.read(place), INNER);
    }
}

#[test]
fn two_projects_beside_each_other_do_not_meet() {
    let folder = Folder::empty();
    folder.write("a/rolecall.yaml", OUTER);
    folder.write("a/shop.yaml", SHOP);
    folder.write("b/rolecall.yaml", OUTER.replace("outer", "other"));
    folder.write("b/shop.yaml", SHOP);
    folder.run(&["validate", "a"]).ended(0);
    folder.run(&["--directory", "a", "validate", "b"]).ended(0);
    folder.run(&["validate", "a/../b/shop.yaml"]).ended(0);
    assert_eq!(folder.names("."), ["a", "b"]);
}
