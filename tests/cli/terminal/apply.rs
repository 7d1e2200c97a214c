use super::Terminal;
use crate::support::Folder;

fn asked(folder: &Folder) -> Terminal {
    let mut terminal = Terminal::new(folder, &["apply", "--org", "bloom"]);
    terminal.says("in 1 organization");
    terminal.says("[y/N] ");
    terminal
}

fn is_applied(folder: &Folder) -> bool {
    let left = folder.run(&["plan", "--org", "bloom", "--exit-code"]);
    assert!([0, 2].contains(&left.code), "{}", left.err);
    left.code == 0
}

#[test]
fn yes_applies() {
    for yes in ["yes", "y", " YES "] {
        let folder = Folder::agency();
        let mut terminal = asked(&folder);
        terminal.types(yes);
        let said = terminal.end().with(0);
        assert!(said.contains("verified"), "{said}");
        assert!(is_applied(&folder));
    }
}

#[test]
fn anything_else_does_not() {
    let folder = Folder::agency();
    for answer in ["no", "", "yess", "ja", "\u{1b}[A"] {
        let mut terminal = asked(&folder);
        terminal.types(answer);
        let said = terminal.end().with(1);
        assert!(said.contains("not applied"), "{said}");
    }
    let mut terminal = asked(&folder);
    terminal.presses('d');
    terminal.end().with(1);
    let mut terminal = asked(&folder);
    terminal.presses('c');
    terminal.end().with(130);
    assert!(!folder.file(".rolecall/journal").exists(), "nothing was begun");
    assert!(!is_applied(&folder));
}

#[test]
fn where_nothing_is_to_do_nothing_is_asked() {
    let folder = Folder::agency();
    folder.run(&["apply", "--org", "bloom", "--yes"]).ended(0);
    let said = Terminal::new(&folder, &["apply", "--org", "bloom"]).end().with(0);
    assert!(!said.contains("[y/N]") && said.contains("nothing for rolecall to do"), "{said}");
}
