use crate::support::Folder;

fn words<'w>(table: &'w str, more: &[&'w str]) -> Vec<&'w str> {
    let mut words = vec!["onboard", table, "--template", "single-branch", "--out", "clients"];
    words.extend(more);
    words
}

#[test]
fn a_file_for_each_row_and_what_is_left_to_do() {
    let folder = Folder::reseller();
    let before = folder.names("clients").len();
    let said = folder.run_today(&words("new-clients.csv", &[])).ended(0);
    assert!(said.out.contains("grove-gym: written to clients/grove-gym.yaml"), "{}", said.out);
    assert_eq!(folder.names("clients").len(), before + 2, "and nothing beside them");
    for name in ["grove-gym", "hazel-hotel"] {
        let text = folder.read(&format!("clients/{name}.yaml"));
        assert!(text.lines().count() <= 12, "{text}");
    }
    folder.run_today(&["validate"]).ended(0);
    let again = folder.run_today(&words("new-clients.csv", &[])).ended(0);
    assert!(again.err.contains("nothing to do: 2 clients as before"), "{}", again.err);
}

#[cfg(unix)]
#[test]
fn a_folder_that_is_not_there_yet_is_made() {
    let folder = Folder::reseller();
    let more = ["onboard", "new-clients.csv", "--template", "single-branch", "--out", "new/ones"];
    folder.run_today(&more).ended(0);
    assert_eq!(folder.names("new/ones"), ["grove-gym.yaml", "hazel-hotel.yaml"]);
    use std::os::unix::fs::PermissionsExt as _;
    let mode = folder.metadata("new/ones/grove-gym.yaml").permissions().mode();
    assert_eq!(mode & 0o700, 0o600);
}

#[test]
fn by_hand_and_held_are_said() {
    let folder = Folder::reseller();
    folder.write(
        "new.csv",
        "name;organizationId;brand;manager;marketingOptOutRequested\r\na;901;A;a@a.example;\r\nb;902;B;b@b.example;2026-11-20\r\n",
    );
    let said = folder.run_today(&words("new.csv", &[])).ended(0);
    assert!(
        said.out.contains("by hand: ask the vendor for the marketing opt-out of organization 901"),
        "{}",
        said.out
    );
    let held = "held: invitations of the client's people, until 2026-12-01";
    assert!(said.out.contains(held), "{}", said.out);
    assert!(said.err.contains("RC106"), "{}", said.err);
}

#[test]
fn one_wrong_row_and_nothing_is_written() {
    let folder = Folder::reseller();
    let before = folder.names("clients");
    folder
        .write("new.csv", "name,organizationId,brand,manager\na,901,A,a@a.example\nb,,B,nobody\n");
    let said = folder.run_today(&words("new.csv", &[])).ended(4);
    assert!(said.out.is_empty(), "{}", said.out);
    assert!(said.err.contains("new.csv:3:3") && said.err.contains("new.csv:3:6"), "{}", said.err);
    assert!(said.err.contains("no client was written: 2 errors"), "{}", said.err);
    assert_eq!(folder.names("clients"), before);
}

#[test]
fn an_update_shows_the_difference_first() {
    let folder = Folder::reseller();
    folder.run_today(&words("new-clients.csv", &[])).ended(0);
    let table = folder.read("new-clients.csv").replace("Grove Gym", "Grove Fitness");
    folder.write("new-clients.csv", table);
    folder.run_today(&words("new-clients.csv", &[])).ended(4);
    assert!(folder.read("clients/grove-gym.yaml").contains("Grove Gym"));
    let said = folder.run_today(&words("new-clients.csv", &["--update"])).ended(0);
    let shown = said.out.find("brand: Grove Fitness").unwrap();
    assert!(shown < said.out.find("changed in clients/grove-gym.yaml").unwrap(), "{}", said.out);
    assert!(folder.read("clients/grove-gym.yaml").contains("Grove Fitness"));

    let text = folder.read("clients/hazel-hotel.yaml");
    folder.write("clients/hazel-hotel.yaml", format!("# hers\n{text}"));
    folder.run_today(&words("new-clients.csv", &["--update"])).ended(0);
    let text = folder.read("clients/hazel-hotel.yaml");
    let laid_out =
        text.replace("parameters: {", "# what she wanted\n  parameters: {  ").replace('\n', "\r\n");
    folder.write("clients/hazel-hotel.yaml", &laid_out);
    let said = folder.run_today(&words("new-clients.csv", &[])).ended(0);
    assert!(said.err.contains("nothing to do: 2 clients as before"), "{}", said.err);
    let table = folder.read("new-clients.csv").replace("Hazel Hotel", "Hazel Inn");
    folder.write("new-clients.csv", table);
    folder.run_today(&words("new-clients.csv", &["--update"])).ended(0);
    assert_eq!(
        folder.read("clients/hazel-hotel.yaml"),
        laid_out.replace("Hazel Hotel", "Hazel Inn")
    );
}

#[test]
fn a_table_of_excel_and_one_in_another_encoding() {
    let folder = Folder::reseller();
    let table = "sep=;\r\nname;organizationId;marketingOptOutRequested;brand;manager\r\nivy-inn;240120;2026-11-02;Café;a@ivy.example\r\n";
    let wide: Vec<u8> = table.encode_utf16().flat_map(u16::to_le_bytes).collect();
    folder.write("new.csv", [&[0xff, 0xfe], wide.as_slice()].concat());
    folder.run_today(&words("new.csv", &[])).ended(0);
    assert!(folder.read("clients/ivy-inn.yaml").contains("brand: Café"));
    folder.write("new.csv", table.replace("Café", "Caf\u{200b}").replace("a@ivy", "a\u{200b}@ivy"));
    let said = folder.run_today(&words("new.csv", &["--update"])).ended(4);
    assert!(said.err.contains("new.csv:3:33") && said.err.contains("U+200B"), "{}", said.err);
    folder.write("new.csv", b"name,organizationId,brand,manager\na,901,Caf\xe9,a@a.example\n");
    let said = folder.run_today(&words("new.csv", &[])).ended(4);
    assert!(said.err.contains("Latin-1"), "{}", said.err);
}

#[test]
fn a_wrong_row_hides_no_new_one() {
    let folder = Folder::reseller();
    folder.write(
        "new.csv",
        "name,organizationId,brand,manager\na,901,A,a@a.example\nb,,B,b@b.example\n",
    );
    let said = folder.run_today(&words("new.csv", &[])).ended(4);
    assert!(
        said.err.contains("a is new: its file clients/a.yaml is written once all rows are right")
    );
}

#[test]
fn an_update_loses_no_embargo_and_no_credential() {
    let folder = Folder::reseller();
    let table = |brand: &str| {
        folder.write(
            "n.csv",
            format!("name,organizationId,brand,manager\nbb,901,{brand},m@bb.example\n"),
        );
    };
    for line in ["marketingOptOutRequested: 2026-11-20", "credentials: default"] {
        table("B");
        let _ = std::fs::remove_file(folder.path().join("clients/bb.yaml"));
        folder.run_today(&words("n.csv", &[])).ended(0);
        let text = folder.read("clients/bb.yaml");
        let id = "  organizationId: 901\n";
        folder.write("clients/bb.yaml", text.replace(id, &format!("{id}  {line}\n")));
        table("B2");
        let said = folder.run_today(&words("n.csv", &["--update"])).ended(4);
        assert!(said.err.contains("and its row doesn't, which this would lose"), "{}", said.err);
        assert!(folder.read("clients/bb.yaml").contains(line));
    }
}

#[test]
fn wrong_usage() {
    let folder = Folder::reseller();
    let run = |words: &[&str], code: i32, what: &str| {
        let said = folder.run_today(words).ended(code);
        assert!(said.err.contains(what), "{}", said.err);
    };
    let table = "new-clients.csv";
    run(&["onboard", table, "--template", "x", "--out", "clients"], 64, "there are: multi-branch");
    run(&["onboard", "x.csv", "--template", "single-branch", "--out", "clients"], 1, "x.csv");
    run(
        &["onboard", table, "--template", "single-branch", "--out", ".git/x"],
        64,
        "begin with a dot",
    );
    run(&["onboard", table, "--template", "single-branch", "--out", table], 64, "not a folder");
    folder.write("latin.csv", b"name,organizationId\na,\xe9\n");
    run(&["onboard", "latin.csv", "--template", "single-branch", "--out", "clients"], 4, "UTF-8");
    folder.write("templates/broken.yaml", "apiVersion: rolecall/v1\nkind: Nope\n");
    run(&["onboard", table, "--template", "single-branch", "--out", "clients"], 4, "Nope");
}

/// No row makes a file that is called as a Project's.
#[test]
fn no_client_takes_the_place_of_a_project() {
    let folder = Folder::reseller();
    let (project, before) = (folder.read("rolecall.yaml"), folder.names("clients"));
    folder.write("new.csv", "name,organizationId,brand,manager\nrolecall,901,A,a@a.example\n");
    for (out, code, why) in [
        (".", 4, "rolecall.yaml is there, and no client `rolecall` is in it"),
        ("clients", 64, "clients/rolecall.yaml is the place of a Project"),
    ] {
        let words = ["onboard", "new.csv", "--template", "single-branch", "--out", out];
        let said = folder.run_today(&words).ended(code);
        assert!(said.err.contains(why), "{}", said.err);
    }
    assert_eq!(folder.read("rolecall.yaml"), project);
    assert_eq!(folder.names("clients"), before);
}
