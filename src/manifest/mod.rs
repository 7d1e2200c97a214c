//! Text → nodes → manifests → desired state. Knows nothing of the platform.

mod lint;
mod project;

pub use lint::Level;
pub use project::{
    Credential, CredentialSource, PlatformChoice, Project, Rate, SandboxFiles, Timeouts,
};

use crate::model::Desired;

/// One file as it was read.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// Relative to the Project's folder, with forward slashes.
    pub path: String,
    /// The text.
    pub text: String,
}

/// What a set of files adds up to.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The Project; its defaults where there is none.
    pub project: Option<Project>,
    /// Organizations without errors, by name (from Organization and from Client manifests).
    pub organizations: Vec<Desired>,
}
