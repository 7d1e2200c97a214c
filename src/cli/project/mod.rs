//! Finding the Project, reading its manifests, and choosing organizations.

mod files;

use super::error::Error;
use super::settings::Settings;
use std::path::{Path, PathBuf};

/// The name of the Project file.
pub(crate) const FILE: &str = "rolecall.yaml";
