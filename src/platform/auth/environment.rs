use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// How a variable is looked up.
type LookUp = dyn Fn(&str) -> Option<String> + Send + Sync;

/// What credentials are got from: variables, and the folder that paths and commands start in.
#[derive(Clone)]
pub struct Environment {
    folder: PathBuf,
    variables: Arc<LookUp>,
}

impl Environment {
    /// The Project's folder, and how a variable is looked up.
    pub fn new(
        folder: impl Into<PathBuf>,
        variables: impl Fn(&str) -> Option<String> + Send + Sync + 'static,
    ) -> Self {
        Self { folder: folder.into(), variables: Arc::new(variables) }
    }

    /// The folder.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// A variable's value; one that is set to nothing counts as not set.
    pub(crate) fn variable(&self, name: &str) -> Option<String> {
        (self.variables)(name).filter(|value| !value.trim().is_empty())
    }
}

impl fmt::Debug for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Environment").field("folder", &self.folder).finish_non_exhaustive()
    }
}
