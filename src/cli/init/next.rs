//! What is left to a person once the files are there.

use super::choices::{Choices, Ci};
use super::files;

/// What to do next, in order.
pub(super) fn steps(choices: &Choices) -> String {
    let Choices { name: _, platform, ci, tool, example, folder } = choices;
    let mut lines = vec!["next:".to_owned()];
    let mut say = |line: &str| lines.push(format!("  {line}"));
    if platform != files::SANDBOX && *example {
        say("put the number of your organization into organizations/example.yaml, or");
        say("rolecall import --org-id ID --out organizations");
    }
    say("rolecall validate");
    say("rolecall plan");
    let folder = if folder.is_empty() { String::new() } else { format!("{folder}/") };
    say(&format!("git config core.hooksPath {folder}.githooks"));
    if *ci == Ci::None {
        return lines.join("\n");
    }
    if tool.is_none() {
        say(&format!(
            "{}: say where rolecall is installed from; until then every job fails",
            setting(*ci)
        ));
    }
    let (heading, settings) = settings(*ci);
    lines.push(format!("{heading}:"));
    lines.extend(settings.iter().map(|it| format!("  {it}")));
    lines.push("  then: rolecall doctor --ci".to_owned());
    lines.join("\n")
}

/// The file that says what CI installs, by name.
const fn setting(ci: Ci) -> &'static str {
    match ci {
        Ci::Github => ".github/actions/rolecall/action.yml",
        Ci::Gitlab => ".gitlab/rolecall.yml",
        Ci::None => "",
    }
}

/// The settings that nobody but an owner of the repository can make, and what they are for.
pub(crate) const fn settings(ci: Ci) -> (&'static str, &'static [&'static str]) {
    match ci {
        Ci::Github => (
            "settings on GitHub",
            &[
                "Settings → Environments: three, each with \"Deployment branches and tags\" limited to the default branch:",
                "  rolecall-plan     secrets ROLECALL_EMAIL and ROLECALL_PASSWORD, of an account that can read",
                "  rolecall-approve  required reviewers; no secret",
                "  rolecall-apply    secrets ROLECALL_EMAIL and ROLECALL_PASSWORD, of the account that changes access",
                "Settings → Secrets and variables → Actions: none of these under \"Repository secrets\", where whoever can push a branch can read them",
                "Settings → Branches: the default branch takes reviewed pull requests only",
            ],
        ),
        Ci::Gitlab => (
            "settings on GitLab",
            &[
                "Settings → CI/CD → Variables: each protected, masked, and with an environment scope:",
                "  scope rolecall-plan   ROLECALL_EMAIL and ROLECALL_PASSWORD, of an account that can read; ROLECALL_GITLAB_TOKEN for notes",
                "  scope rolecall-apply  ROLECALL_EMAIL and ROLECALL_PASSWORD, of the account that changes access",
                "Settings → CI/CD → Protected environments: who may start rolecall-apply",
                "Settings → Repository → Protected branches: the default branch takes reviewed merge requests only",
                "Build → Pipeline schedules: one a night on the default branch, for drift",
            ],
        ),
        Ci::None => ("", &[]),
    }
}
