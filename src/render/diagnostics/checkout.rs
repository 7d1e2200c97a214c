use camino::{Utf8Path, Utf8PathBuf};

/// Where the Project is in its repository's checkout: what reads annotations and SARIF knows files from there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checkout {
    /// The checkout's folder, absolute; nothing where there is no repository.
    pub root: Option<Utf8PathBuf>,
    /// The Project's folder from there, with forward slashes; empty where it is the same.
    pub folder: String,
}

impl Checkout {
    /// Of a Project in this folder (absolute), whose repository is there.
    #[must_use]
    pub fn new(project: &Utf8Path, repository: Option<&Utf8Path>) -> Self {
        let inner = repository.and_then(|root| project.strip_prefix(root).ok());
        let parts = inner.map(Utf8Path::components).into_iter().flatten();
        let folder = parts.map(|part| part.as_str()).collect::<Vec<_>>().join("/");
        Self { root: Some(repository.unwrap_or(project).to_owned()), folder }
    }

    /// A path of the Project, from the checkout's root.
    pub(super) fn path(&self, file: &str) -> String {
        match self.folder.as_str() {
            "" => file.to_owned(),
            folder => format!("{folder}/{file}"),
        }
    }
}
