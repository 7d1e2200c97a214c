//! The YAML of the README is what somebody would copy: each block is a file, named by the comment that it begins with,
//! and is valid together with the blocks around it.

use crate::support::Folder;

/// The blocks, each with the path that its first line names.
fn blocks() -> Vec<(String, String)> {
    let readme = include_str!("../../README.md").replace("\r\n", "\n");
    let mut blocks = Vec::new();
    for block in readme.split("\n```yaml\n").skip(1) {
        let (text, _) = block.split_once("\n```").unwrap();
        let first = text.lines().next().unwrap_or_default();
        let path = first.strip_prefix("# ").and_then(|it| it.split([':', ' ']).next());
        let path = path.filter(|it| it.ends_with(".yaml"));
        let path =
            path.unwrap_or_else(|| panic!("which file is this? begin with `# PATH: …`\n{text}"));
        blocks.push((path.to_owned(), format!("{text}\n")));
    }
    blocks
}

#[test]
fn every_block_of_yaml_is_valid_as_it_stands() {
    // A file that is there already is the first of another project.
    let mut projects: Vec<Vec<(String, String)>> = Vec::new();
    for (path, text) in blocks() {
        match projects.last_mut().filter(|it| it.iter().all(|(there, _)| *there != path)) {
            Some(project) => project.push((path, text)),
            None => projects.push(vec![(path, text)]),
        }
    }
    assert!(!projects.is_empty());
    for project in projects {
        let folder = Folder::empty();
        project.iter().for_each(|(path, text)| folder.write(path, text));
        let said = folder.run(&["validate"]).ended(0);
        assert!(!said.err.contains("passed over"), "{}", said.err);
    }
}
