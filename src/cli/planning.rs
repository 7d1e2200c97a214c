//! Observing and planning organizations, a few at a time.

use super::error::Error;
use super::printer::Printer;
use futures::stream::{self, StreamExt};
use rolecall::model::{Desired, Slug};
use rolecall::plan::{self, OrganizationPlan, PlanError};
use rolecall::platform::{Observe, PlatformError, Target};

/// Why one organization could not be planned. The others go on.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// It could not be read.
    #[error(transparent)]
    Platform(#[from] PlatformError),
    /// What was read can't be planned for.
    #[error(transparent)]
    Plan(#[from] PlanError),
}
