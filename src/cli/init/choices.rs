//! What a project is begun with.

use super::tool::Tool;
use clap::ValueEnum;
use rolecall::model::Slug;

/// Where an imported organization goes.
pub(super) const ORGANIZATIONS: &str = "organizations";

/// Where pull requests are reviewed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Ci {
    /// GitHub Actions.
    Github,
    /// GitLab CI.
    Gitlab,
    /// Nowhere: no workflows.
    None,
}

/// What a project is begun with.
#[derive(Debug)]
pub(super) struct Choices {
    pub(super) name: Slug,
    pub(super) platform: String,
    pub(super) ci: Ci,
    pub(super) tool: Option<Tool>,
    /// Whether an example stands in for an organization of the platform.
    pub(super) example: bool,
    /// The project's folder from the root of its repository, with forward slashes; empty where it is the same.
    pub(super) folder: String,
}
