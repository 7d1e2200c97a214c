//! What is kept in the store by its name: `store:` and an id in the place of a file.

use super::project::Manifests;
use super::runtime;
use super::settings::Settings;
use super::{error, files};
use anyhow::{Context as _, Result};
use rolecall::manifest::decode;
use rolecall::plan::Plan;
use rolecall::store::{Document, Records};
use std::path::{Path, PathBuf};

/// What a name in the store begins with.
const PREFIX: &str = "store:";

/// Whether a document goes into the store, under its own name.
pub(crate) fn is_store(file: &Path) -> bool {
    file.as_os_str() == PREFIX
}

/// How a document is named on the command line.
pub(crate) fn named(document: &Document) -> PathBuf {
    let (Document::Plan(id) | Document::Report(id)) = document;
    PathBuf::from(format!("{PREFIX}{}", id.trim_start_matches("sha256:")))
}

/// Reads a file, or what the store has by this name.
pub(crate) fn read(file: &Path, settings: &Settings) -> Result<String> {
    let Some(document) = document(file)? else { return files::read(file) };
    let store = Manifests::read(&[], settings)?.store(settings)?;
    let bytes = runtime::read(async { Ok(store.kept(&document).await?) })?;
    decode(bytes).with_context(|| files::cant_use(file))
}

/// Refuses a plan that has another id than it was asked for by: whoever may write to the store can put another one in its
/// place, which fits its own id.
pub(crate) fn is_the_one(file: &Path, plan: &Plan) -> Result<()> {
    let asked = document(file)?;
    let found = Document::Plan(plan.id.to_string());
    match asked.is_none_or(|asked| asked.path() == found.path()) {
        true => Ok(()),
        false => Err(error::refused(
            format!("what the store has as {} is another plan: {}", file.display(), plan.id),
            "somebody put it there: make a new plan, and see who may write to the store",
        )),
    }
}

/// The document that is meant; `None` where it is a file.
fn document(file: &Path) -> Result<Option<Document>> {
    let Some(name) = file.to_str().and_then(|it| it.strip_prefix(PREFIX)) else { return Ok(None) };
    let digest = name.strip_prefix("sha256:").unwrap_or(name);
    let is_digest = digest.len() == 64 && digest.chars().all(|c| c.is_ascii_hexdigit());
    let is_run = name.len() > 16
        && name.as_bytes()[15] == b'Z'
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    match (is_digest, is_run) {
        (true, _) => Ok(Some(Document::Plan(digest.to_ascii_lowercase()))),
        (false, true) => Ok(Some(Document::Report(name.to_owned()))),
        (false, false) => Err(error::usage(
            format!("`{PREFIX}` is followed by the id of a plan, or for `show` by that of a run"),
            "`rolecall plan --out store:` says the plan's, `rolecall history` those of runs",
        )),
    }
}

/// Keeps a document and answers where it is.
pub(crate) async fn keep(store: &dyn Records, document: &Document, text: &str) -> Result<String> {
    Ok(store.keep(document, text.as_bytes()).await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_the_store_are_ids_and_nothing_else() {
        let read = |name: &str| document(Path::new(name));
        let id = "ab".repeat(32);
        let plan = Document::Plan(id.clone());
        assert_eq!(read(&format!("store:{id}")).unwrap(), Some(plan.clone()));
        assert_eq!(read(&format!("store:sha256:{id}")).unwrap(), Some(plan.clone()));
        assert_eq!(named(&plan), Path::new(&format!("store:{id}")));
        let run = "20261125T225246Z-7-0a1b";
        assert_eq!(read(&format!("store:{run}")).unwrap(), Some(Document::Report(run.to_owned())));
        assert_eq!(read("plan.json").unwrap(), None);
        for wrong in
            ["store:", "store:../../etc/passwd", "store:abc", "store:20261125T225246Z/../x"]
        {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }
}
