//! What `rolecall --version` says of this build: commit and date, target, features. Each is the same for the same source,
//! on every machine and in every folder.

use std::env;
use std::fs;
use std::path::Path;
use std::process::Command;

fn main() {
    println!("cargo::rerun-if-changed=src/cli/build.rs");
    println!("cargo::rerun-if-env-changed=SOURCE_DATE_EPOCH");
    let variable = |name: &str| env::var(name).unwrap_or_default();
    // Builds for development don't say their commit: each commit would compile everything again.
    let source = if variable("PROFILE") == "release" { source() } else { None };
    let (commit, time) =
        source.map_or((String::new(), None), |(commit, time)| (commit, Some(time)));
    let time = variable("SOURCE_DATE_EPOCH").parse().ok().or(time);
    let date = time.map(day).unwrap_or_default();
    let short = commit.get(..9).unwrap_or_default();
    let build = format!("{short} {date}");
    let build = match build.trim() {
        "" => String::new(),
        build => format!(" ({build})"),
    };
    let mut features: Vec<String> = env::vars()
        .filter_map(|(name, _)| Some(name.strip_prefix("CARGO_FEATURE_")?.to_lowercase()))
        .collect();
    features.sort();
    for (name, value) in [
        ("BUILD", build),
        ("COMMIT", commit),
        ("DATE", date),
        ("TARGET", variable("TARGET")),
        ("FEATURES", features.join(" ")),
        ("RUSTC", said(Command::new(variable("RUSTC")).arg("--version")).unwrap_or_default()),
    ] {
        println!("cargo::rustc-env=ROLECALL_BUILT_{name}={value}");
    }
}

/// Commit, and when it was made in seconds: from Git, or as `git archive` wrote it down.
fn source() -> Option<(String, i64)> {
    let root = env::var("CARGO_MANIFEST_DIR").ok()?;
    let archived = Path::new(&root).join("src/cli/commit");
    println!("cargo::rerun-if-changed={}", archived.display());
    let told = match fs::read_to_string(archived) {
        Ok(text) if !text.starts_with('$') => text,
        _ => from_git(&root)?,
    };
    let (commit, time) = told.trim().split_once(' ')?;
    Some((commit.to_owned(), time.parse().ok()?))
}

fn from_git(root: &str) -> Option<String> {
    let git = |words: &[&str]| said(Command::new("git").current_dir(root).args(words));
    // A copy inside of somebody else's repository is not of that one's commit.
    let top = fs::canonicalize(git(&["rev-parse", "--show-toplevel"])?).ok()?;
    if top != fs::canonicalize(root).ok()? {
        return None;
    }
    let head = git(&["rev-parse", "--symbolic-full-name", "HEAD"])?;
    for name in ["HEAD", head.as_str(), "packed-refs"] {
        let file = Path::new(root).join(git(&["rev-parse", "--git-path", name])?);
        // One that isn't there would always count as changed.
        if file.exists() {
            println!("cargo::rerun-if-changed={}", file.display());
        }
    }
    git(&["show", "--no-patch", "--format=%H %ct", "HEAD"])
}

fn said(command: &mut Command) -> Option<String> {
    let output = command.output().ok().filter(|it| it.status.success())?;
    Some(String::from_utf8(output.stdout).ok()?.trim().to_owned())
}

/// The day in UTC of a time in seconds since 1970 (Howard Hinnant's `civil_from_days`).
fn day(seconds: i64) -> String {
    let days = seconds.div_euclid(86_400) + 719_468;
    let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * of_year + 2) / 153;
    let (day, month) = (of_year - (153 * shifted + 2) / 5 + 1, (shifted + 2) % 12 + 1);
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}
