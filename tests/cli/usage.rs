use crate::support::{Folder, rolecall, said};

#[test]
fn wrong_usage_is_64() {
    let folder = Folder::project("platform: sandbox, sandbox: {seed: platform.json}");
    for words in [
        &[][..],
        &["no-such-verb"],
        &["plan", "--no-such-flag"],
        &["plan", "--format", "no-such-format"],
        &["plan", "no-such-path"],
        &["plan", ".", "/"],
        &["--directory", "no-such-folder", "plan"],
        &["--org", "No Slug", "plan"],
        &["--org", "nobody", "plan"],
        &["--org", "acme", "plan", "--org", "other"],
        &["--now", "yesterday", "plan"],
        &["--platform", "no-such-platform", "plan"],
        &["--base-url", "http://127.0.0.1:1", "plan"],
        &["--quiet", "--verbose", "plan"],
        &["apply", "--max-removals", "many"],
        &["apply", "--lock-timeout", "soon"],
        &["apply", "--shard", "3/2"],
        &["apply", "--parallelism", "0"],
        &["apply", "--plan", "plan.json", "."],
        &["apply", "--plan", "plan.json", "--allow-assumed"],
        &["apply", "--plan", "plan.json", "--org", "acme"],
        &["apply", "--plan", "plan.json", "--now", "2026-12-01"],
        &["sandbox"],
        &["man", "no-such-verb"],
    ] {
        let said = folder.run(words);
        assert_eq!(said.code, 64, "{words:?}: {}{}", said.out, said.err);
        assert!(said.out.is_empty(), "{words:?} said on stdout: {}", said.out);
        assert!(!said.err.contains("panicked"), "{words:?}: {}", said.err);
    }
}

#[test]
fn help_and_version_are_data() {
    for words in [&["--help"][..], &["-h"], &["--version"], &["plan", "--help"]] {
        let said = said(rolecall().args(words)).ended(0);
        assert!(!said.out.is_empty() && said.err.is_empty(), "{words:?}");
    }
    let version = said(rolecall().arg("--version")).out;
    assert_eq!(version, format!("rolecall {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn every_verb_teaches_with_an_example() {
    let help = said(rolecall().arg("--help")).ended(0).out;
    let verbs: Vec<_> = help
        .lines()
        .skip_while(|line| !line.starts_with("Verbs"))
        .skip(1)
        .take_while(|line| line.starts_with("  "))
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    assert!(verbs.len() >= 12, "{help}");
    // `help` shows the help of the others.
    for verb in verbs.into_iter().filter(|verb| *verb != "help") {
        let help = said(rolecall().args([verb, "--help"])).ended(0).out;
        assert!(help.contains(&format!("  rolecall {verb}")), "no example in:\n{help}");
    }
}

#[test]
fn the_manual_comes_from_the_same_definitions() {
    let man = said(rolecall().args(["man", "apply"])).ended(0).out;
    assert!(man.contains(".TH") && man.contains("canary"), "{man}");
    for verb in ["apply", "history", "version"] {
        let man = said(rolecall().args(["man", verb])).ended(0).out;
        for section in ["EXIT STATUS", "ENVIRONMENT", "FILES"] {
            assert_eq!(man.matches(&format!(".SH \"{section}\"")).count(), 1, "{man}");
        }
        // The codes are those of the verb, and stand there once.
        assert_eq!(man.matches(".TP\n\\&0\n").count(), 1, "{man}");
        assert!(!man.contains("EXTRA") && !man.contains("Exit codes:"), "{man}");
    }
    assert!(man.contains("\\&0\ndone and verified, or nothing to do\n"), "{man}");
}
