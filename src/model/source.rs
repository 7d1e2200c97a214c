use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::sync::Arc;

/// Where in the manifests something was said. Lines count from 1; the file is relative to the Project's folder.
#[derive(
    Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
pub struct Source {
    /// Path with forward slashes, the same on every machine.
    // One pointer, since a fleet has millions of places.
    pub file: Arc<String>,
    /// Line, from 1.
    pub line: u32,
    /// The other place, for a value that came through a template or a group.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub via: Option<Box<Self>>,
}

impl Source {
    /// A place.
    #[must_use]
    pub fn new(file: impl Into<String>, line: u32) -> Self {
        Self { file: Arc::new(file.into()), line, via: None }
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.line)?;
        match &self.via {
            Some(via) => write!(f, " (from {via})"),
            None => Ok(()),
        }
    }
}
