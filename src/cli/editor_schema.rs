//! The schema that editors check manifests with: one for all kinds, in the project itself, so that it is the one of the
//! release that reads them.

use camino::Utf8Path;

/// Where it is, from the project's folder.
pub(crate) const FILE: &str = ".vscode/rolecall.schema.json";

/// What a manifest in this folder of the project calls it.
pub(crate) fn from(folder: &Utf8Path) -> String {
    "../".repeat(folder.components().count()) + FILE
}

/// What a manifest in this folder calls it, where the project has it.
pub(crate) fn there(root: &Utf8Path, folder: &Utf8Path) -> Option<String> {
    let inner = folder.strip_prefix(root).ok()?;
    root.join(FILE).is_file().then(|| from(inner))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_folder_finds_the_schema() {
        assert_eq!(from(Utf8Path::new("")), ".vscode/rolecall.schema.json");
        assert_eq!(from(Utf8Path::new("a/b")), "../../.vscode/rolecall.schema.json");
    }
}
