use rolecall::plan::PlanError;
use rolecall::platform::PlatformError;
use rolecall::store::StoreError;

/// Why one organization could not be planned. The others go on.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// It could not be read.
    #[error(transparent)]
    Platform(#[from] PlatformError),
    /// What was read can't be planned for.
    #[error(transparent)]
    Plan(#[from] PlanError),
    /// Its lock could not be looked at.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The file of snapshots does not have it.
    #[error("the snapshot file does not have organization {0}")]
    NotInFile(rolecall::model::OrganizationId),
}

impl Failure {
    /// What to do about it.
    pub(crate) fn help(&self) -> Option<String> {
        match self {
            Self::Platform(error) => error.help.clone(),
            Self::Plan(PlanError::ActorUnknown { .. }) => {
                Some("say whose it is with `actor` of the credential in the Project".to_owned())
            }
            Self::Plan(PlanError::NewName { .. }) => Some("choose another name".to_owned()),
            Self::Plan(PlanError::Unsafe { .. }) => Some(
                "this is a fault of rolecall: please report it, with `rolecall snapshot --redact`"
                    .to_owned(),
            ),
            Self::Store(error) => error.help().map(str::to_owned),
            Self::NotInFile(_) => {
                Some("choose organizations with `--org`, or make a new file".to_owned())
            }
        }
    }
}
