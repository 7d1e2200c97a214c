//! Text → nodes → manifests → desired state. Knows nothing of the platform.
//!
//! | file | does |
//! |---|---|
//! | `yaml` | text → spanned nodes (`node`); the only file that names the YAML crate |
//! | `document` | nodes → documents: `apiVersion`, `kind`, `metadata.name` |
//! | `reader` | nodes → typed values, telling all that doesn't fit |
//! | `diagnostic` | what is wrong, with code, places and help; shown as text |
//! | `encoding` | bytes → text |
//! | `project`, `group`, `organization`, `safety`, `embargo` | what each kind says, and its rules |
//! | `template` | Template and Client: parameters, expressions, overlays |
//! | `lint` | what is seldom meant, its levels and allowances |
//! | `load` | all files → the Project and the desired organizations; `distinct` compares these |
//! | `render`, `write` | plain Organizations as YAML |
//! | `import` | a live organization as a manifest |
//! | `proposal` | which files of a proposed branch are planned with |
//! | `shape` | what tables of fields are made of; each table stands beside its reader |
//! | `schema` | JSON Schemas for editors, made of these tables |

mod context;
mod diagnostic;
mod distinct;
mod document;
pub mod edit;
mod embargo;
mod encoding;
mod group;
pub mod import;
mod kind;
mod lint;
mod load;
mod node;
pub mod onboard;
mod organization;
mod project;
#[cfg(test)]
mod property_tests;
pub mod proposal;
pub(crate) mod reader;
mod render;
#[cfg(test)]
mod room_tests;
mod safety;
mod schema;
pub(crate) mod shape;
mod sources;
mod template;
pub mod write;
mod yaml;

pub use diagnostic::{Code, Diagnostic, Location, Severity, escape, text};
pub(crate) use diagnostic::{Problem, Report};
pub(crate) use document::read;
pub use document::{API_VERSION, Document, declared};
pub use encoding::{NotText, decode, encode_like, names_us};
pub use kind::{Kind, UnknownKind};
pub use lint::{Level, UnknownLevel};
pub use load::load;
pub use node::{Key, Mapping, Node, Place, Scalar, Span, Value};
pub use project::{
    Credential, CredentialSource, Exclude, FILE as PROJECT_FILE, PlatformChoice, Project, Rate,
    SandboxFiles, Timeouts,
};
pub use render::{Rendered, render};
pub(crate) use schema::Objects;
pub use schema::{any as any_schema, portable as portable_schema, schema};
pub use template::{ParameterType, UnknownType};
pub use yaml::foreign;

use crate::model::{Desired, Digested, Email, Silenced, Slug};
use std::collections::{BTreeMap, BTreeSet};

/// One file as it was read.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// Relative to the Project's folder, with forward slashes.
    pub path: String,
    /// The text.
    pub text: String,
}

/// Digest of all manifests among these files, whatever they are called. Other YAML doesn't count.
#[must_use]
pub fn digest(files: &[SourceFile]) -> String {
    let ours = files.iter().filter(|file| file.text.contains(API_VERSION));
    let mut ours: Vec<&str> = ours.map(|file| &*file.text).collect();
    ours.sort_unstable();
    let mut digest = Digested::default();
    for text in ours {
        digest.add(text.len().to_string());
        digest.add("\0");
        digest.add(text);
    }
    digest.finish()
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
    /// The Project, where there is one. A field with an error has its default.
    pub project: Option<Project>,
    /// Who is in each group today, by its name.
    pub groups: BTreeMap<Slug, BTreeSet<Email>>,
    /// Organizations without errors, by name (from Organization and from Client manifests). The file that an
    /// organization is from is `source.file`.
    pub organizations: Vec<Desired>,
    /// Platform manifests, with their `spec` as it is written: the platform's room reads it.
    pub platforms: Vec<Document>,
    /// All that is wrong in all files, sorted by file, line, column and code.
    pub diagnostics: Vec<Diagnostic>,
    /// What was passed over.
    pub notes: Vec<Note>,
    /// Lines on which a comment allows a lint.
    allowed: BTreeSet<(String, u32, Code)>,
}

impl Loaded {
    /// Lints that are not told of organizations, wherever the Project or a comment says so.
    #[must_use]
    pub fn silenced(&self) -> Silenced {
        let levels = self.project.iter().flat_map(|project| &project.lints);
        let off = levels.filter(|(_, level)| **level == Level::Off);
        let allowed = self.allowed.iter().filter(|(_, _, code)| code.is_lint());
        Silenced {
            everywhere: off.map(|(code, _)| code.word()).collect(),
            at: allowed.map(|(file, line, code)| (file.clone(), *line, code.word())).collect(),
        }
    }

    /// Whether any diagnostic is an error: exit 4.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|it| it.severity == Severity::Error)
    }
}
