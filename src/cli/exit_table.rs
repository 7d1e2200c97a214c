//! How each verb ends, and when: the source of `--help`, of the manual and of the README's table.

use super::exit_code::Exit;
use std::fmt::Write as _;

/// One way for a verb to end.
struct Ending {
    /// Which verb; none: every one.
    verb: Option<&'static str>,
    exit: Exit,
    when: &'static str,
}

const fn of(verb: &'static str, exit: Exit, when: &'static str) -> Ending {
    Ending { verb: Some(verb), exit, when }
}

const fn always(exit: Exit, when: &'static str) -> Ending {
    Ending { verb: None, exit, when }
}

const TABLE: &[Ending] = &[
    of("validate", Exit::Done, "nothing is wrong, or only warnings"),
    of("validate", Exit::Invalid, "something in the manifests is an error"),
    of("plan", Exit::Done, "planned, whatever there is to do"),
    of("plan", Exit::Error, "an organization could not be read"),
    of("plan", Exit::Pending, "with --exit-code: automatic or manual steps; held ones alone are 0"),
    of("plan", Exit::Refused, "an organization is refused by a safety rule"),
    of("plan", Exit::Invalid, "the manifests are invalid"),
    of("plan", Exit::Partial, "with --exit-code: a read was incomplete, and nothing is pending"),
    of("apply", Exit::Done, "done and verified, or nothing to do"),
    of("apply", Exit::Error, "something failed, or is not as planned"),
    of("apply", Exit::Refused, "refused by a safety rule, or the saved plan is stale"),
    of("apply", Exit::Invalid, "the manifests are invalid"),
    of(
        "apply",
        Exit::Partial,
        "in part, or not known: applied in part, an outcome unknown, unverified",
    ),
    of("apply", Exit::Remaining, "with --exit-code: all automatic steps are done, others remain"),
    of("apply", Exit::Usage, "also: nobody to ask and no --yes"),
    of("drift", Exit::Done, "nothing differs"),
    of("drift", Exit::Error, "an organization could not be read, and nothing differs elsewhere"),
    of("drift", Exit::Pending, "something differs"),
    of("drift", Exit::Invalid, "the manifests are invalid"),
    of("drift", Exit::Partial, "a read was incomplete, and nothing differs in what was read"),
    of("access", Exit::Error, "an organization could not be read"),
    of("access", Exit::Invalid, "the manifests are invalid"),
    of("access", Exit::Partial, "a read was incomplete"),
    of("diff", Exit::Done, "the plans say the same"),
    of("diff", Exit::Pending, "they differ"),
    of("merge", Exit::Error, "the files don't make one, or can't be used"),
    of("merge", Exit::Refused, "a plan was changed after it was made"),
    of("show", Exit::Error, "the file can't be used"),
    of("show", Exit::Refused, "the plan was changed after it was made"),
    of("snapshot", Exit::Error, "an organization could not be read"),
    of("import", Exit::Pending, "with --update: there is something to write, and no --write"),
    of("import", Exit::Refused, "with --update: power is live that only --with-power adopts"),
    of("import", Exit::Invalid, "the manifests are invalid"),
    of(
        "import",
        Exit::Partial,
        "with --update: a read was incomplete, and nothing is left to write",
    ),
    of(
        "import",
        Exit::Usage,
        "also: the file is there, says something else, and --force is missing",
    ),
    of("onboard", Exit::Invalid, "a row is wrong: nothing was written"),
    of("offboard", Exit::Done, "written, or nothing to write"),
    of("offboard", Exit::Error, "an organization could not be read, or a file not be written"),
    of("offboard", Exit::Pending, "there is something to write, and --write is missing"),
    of("offboard", Exit::Refused, "a rule would break: nothing was written"),
    of("offboard", Exit::Invalid, "the manifests are invalid"),
    of("offboard", Exit::Partial, "a read was incomplete, and there is nothing left to write"),
    of("adopt", Exit::Done, "written, or nothing to write"),
    of("adopt", Exit::Error, "an organization could not be read, or a file not be written"),
    of("adopt", Exit::Pending, "there is something to write, and --write is missing"),
    of(
        "adopt",
        Exit::Refused,
        "power is live that only --with-power adopts; the rest is written, with --write",
    ),
    of("adopt", Exit::Invalid, "the manifests are invalid"),
    of("adopt", Exit::Partial, "a read was incomplete, and there is nothing left to write"),
    of("history", Exit::Error, "a journal is not what was written, or has no end"),
    of("learn", Exit::Done, "every operation of the script is learned"),
    of("learn", Exit::Error, "nothing could be read or learned"),
    of("learn", Exit::Pending, "some operations are not learned; the table says which, and why"),
    of(
        "learn",
        Exit::Usage,
        "also: the file is there, says something else, and --force is missing",
    ),
    of("doctor", Exit::Error, "something that is needed does not work"),
    always(Exit::Done, "done, or nothing to do"),
    always(Exit::Error, "an error"),
    always(Exit::Usage, "wrong usage"),
    always(Exit::Interrupted, "interrupted, by Ctrl-C or SIGTERM"),
];

/// How this verb ends, by code; what it says of a code itself is said instead of what every verb says.
pub(super) fn endings(verb: &str) -> Vec<(u8, String)> {
    let of_verb = |it: &&Ending| it.verb == Some(verb);
    let own: Vec<_> = TABLE.iter().filter(of_verb).collect();
    let always = TABLE.iter().filter(|it| it.verb.is_none());
    let shared = always.filter(|it| own.iter().all(|own| own.exit != it.exit || is_also(own)));
    let mut all: Vec<(u8, String)> = Vec::new();
    for Ending { verb: _, exit, when } in shared.chain(own.iter().copied()) {
        match all.iter_mut().find(|(code, _)| *code == exit.code()) {
            Some((_, text)) => *text = format!("{text}; {when}"),
            None => all.push((exit.code(), (*when).to_owned())),
        }
    }
    all.sort();
    all
}

/// Whether it adds to what every verb says of the code.
fn is_also(ending: &Ending) -> bool {
    ending.when.starts_with("also")
}

/// The end of a verb's help.
pub(crate) fn help(verb: &str) -> String {
    let mut text = "Exit codes:\n".to_owned();
    for (code, when) in endings(verb) {
        let _ = writeln!(text, "  {code:<4} {when}");
    }
    text
}

/// What ends with this code, a line each.
pub(crate) fn ways(exit: Exit) -> String {
    let mut text = String::new();
    for Ending { verb, exit: _, when } in TABLE.iter().filter(|it| it.exit == exit) {
        let of = verb.map_or("every verb".to_owned(), |verb| format!("rolecall {verb}"));
        let _ = writeln!(text, "  {of:<19} {when}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::command;

    #[test]
    fn every_ending_is_of_a_verb_that_there_is() {
        let command = command::command();
        let verbs: Vec<_> = command.get_subcommands().map(clap::Command::get_name).collect();
        for ending in TABLE {
            assert!(ending.verb.is_none_or(|verb| verbs.contains(&verb)), "{:?}", ending.verb);
        }
    }

    #[test]
    fn something_ends_with_every_code() {
        for exit in Exit::ALL {
            assert!(!ways(*exit).is_empty(), "nothing ends with {}", exit.code());
        }
    }

    #[test]
    fn the_readme_says_the_same() {
        let readme = include_str!("../../README.md");
        for Ending { verb, exit, when } in TABLE {
            let verb = verb.map_or("every verb".to_owned(), |verb| format!("`{verb}`"));
            let row = format!("| {} | {verb} | {when} |", exit.code());
            assert!(readme.contains(&row), "the README has no row\n{row}");
        }
    }
}
