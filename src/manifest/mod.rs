//! Text → nodes → manifests → desired state. Knows nothing of the platform.

mod diagnostic;
mod document;
mod kind;
mod lint;
mod node;
mod project;
pub(crate) mod reader;
mod sources;
mod yaml;

pub use diagnostic::{Code, Diagnostic, Location, Severity, escape, text};
pub(crate) use diagnostic::{Problem, Report};
pub use document::{API_VERSION, Document};
pub(crate) use document::{Documents, read};
pub use kind::{Kind, UnknownKind};
pub use lint::Level;
pub use node::{Key, Mapping, Node, Place, Scalar, Span, Value};
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

/// Something that was passed over, and that somebody may wonder about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Path of the file.
    pub file: String,
    /// Line, from 1.
    pub line: u32,
    /// A fragment.
    pub message: String,
}

/// What a set of files adds up to.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The Project; its defaults where there is none.
    pub project: Option<Project>,
    /// Organizations without errors, by name (from Organization and from Client manifests).
    pub organizations: Vec<Desired>,
}
