use super::Terminal;
use crate::support::Folder;
use std::fs;

const QUESTIONS: [&str; 4] =
    ["Name of the project", "Platform (", "Workflows for (", "Repository that CI builds"];

/// Answers of somebody who wants to look at it first.
const ANSWERS: [&str; 4] = ["my-clients", "sandbox", "gitlab", "-"];

#[test]
fn what_is_typed_is_taken() {
    let folder = Folder::empty();
    let mut terminal = Terminal::new(&folder, &["init"]);
    for (question, answer) in QUESTIONS.iter().zip(ANSWERS) {
        terminal.says(question);
        terminal.types(answer);
    }
    terminal.end().with(0);
    assert!(folder.read("rolecall.yaml").contains("metadata: {name: my-clients}"));
    assert!(folder.file(".gitlab-ci.yml").exists() && !folder.file(".github").exists());
    folder.run(&["apply", "--yes"]).ended(0);
}

#[test]
fn enter_takes_what_is_offered() {
    let folder = Folder::empty();
    fs::create_dir(folder.file("acme-clients")).unwrap();
    let mut terminal = Terminal::new(&folder, &["init", "--directory", "acme-clients"]);
    for offer in ["[acme-clients]: ", "[respond-io-console]: ", "[github]: ", "[-]: "] {
        terminal.says(offer);
        terminal.types("");
    }
    terminal.end().with(0);
    let project = folder.read("acme-clients/rolecall.yaml");
    assert!(project.contains("metadata: {name: acme-clients}"), "{project}");
    assert!(project.contains("platform: respond-io-console"), "{project}");
    assert!(folder.file("acme-clients/.github/workflows/rolecall-plan.yml").exists());
}

#[test]
fn a_repository_is_asked_for_with_the_commit_of_it() {
    let folder = Folder::empty();
    let mut terminal = Terminal::new(&folder, &["init", "--ci", "github"]);
    for (question, answer) in QUESTIONS[..2].iter().zip(ANSWERS) {
        terminal.says(question);
        terminal.types(answer);
    }
    terminal.says(QUESTIONS[3]);
    terminal.types("https://git.example/agency/rolecall");
    terminal.says("Which commit");
    terminal.types("main");
    terminal.says("no full digest");
    terminal.says("Which commit");
    terminal.types("0123456789abcdef0123456789abcdef01234567");
    terminal.end().with(0);
    let action = folder.read(".github/actions/rolecall/action.yml");
    assert!(action.contains("default: \"0123456789abcdef0123456789abcdef01234567\""), "{action}");
}

#[test]
fn what_is_given_is_not_asked() {
    let folder = Folder::empty();
    let words = ["init", "--name", "mine", "--platform", "sandbox", "--ci", "none"];
    let said = Terminal::new(&folder, &words).end().with(0);
    assert!(!said.contains("]: "), "{said}");
}

#[test]
fn an_answer_that_is_none_is_asked_again() {
    let folder = Folder::empty();
    let mut terminal = Terminal::new(&folder, &["init"]);
    let wrong = ["No Slug", "respond.io", "bitbucket", "git.example"];
    for ((question, wrong), answer) in QUESTIONS.iter().zip(wrong).zip(ANSWERS) {
        terminal.says(question);
        terminal.types(wrong);
        terminal.says(wrong);
        terminal.says(question);
        terminal.types(answer);
    }
    terminal.end().with(0);
    assert!(folder.read("rolecall.yaml").contains("metadata: {name: my-clients}"));
}

#[test]
fn whoever_leaves_in_the_middle_leaves_nothing_behind() {
    for letter in ['c', 'd'] {
        for last in 0..QUESTIONS.len() {
            let folder = Folder::empty();
            let mut terminal = Terminal::new(&folder, &["init"]);
            for at in 0..=last {
                terminal.says(QUESTIONS[at]);
                terminal.says("]: ");
                if at < last {
                    terminal.types(ANSWERS[at]);
                }
            }
            terminal.presses(letter);
            let ended = terminal.end();
            if letter == 'c' {
                ended.with(130);
            } else {
                let said = ended.with(1);
                assert!(said.contains("nothing was written"), "{said}");
            }
            assert_eq!(folder.names(""), [""; 0], "Ctrl-{letter} at question {last}");
        }
    }
}

#[test]
fn what_is_there_is_kept() {
    let folder = Folder::empty();
    folder.write("rolecall.yaml", "mine\n");
    folder.write(".gitlab-ci.yml", "mine too\n");
    let mut terminal = Terminal::new(&folder, &["init"]);
    for (question, answer) in QUESTIONS.iter().zip(ANSWERS) {
        terminal.says(question);
        terminal.types(answer);
    }
    terminal.says("kept     rolecall.yaml");
    terminal.end().with(0);
    assert_eq!(folder.read("rolecall.yaml"), "mine\n");
    assert_eq!(folder.read(".gitlab-ci.yml"), "mine too\n");
    assert!(folder.file("platform.json").exists());
}

#[test]
fn nobody_is_asked_where_there_is_no_terminal() {
    let folder = Folder::empty();
    let said = folder.run(&["init", "--ci", "bitbucket"]).ended(64);
    assert!(said.err.contains("github, gitlab, none"), "{}", said.err);
    folder.run(&["init", "--platform", "respond.io"]).ended(64).one_error("`respond.io`");
    assert_eq!(folder.names(""), [""; 0]);
    let said = folder.run(&["init"]).ended(0);
    assert!(!said.err.contains("]: "), "{}", said.err);
    assert!(folder.read("rolecall.yaml").contains("platform: respond-io-console"));
}
