use std::fmt;
use std::io;
use std::sync::Arc;

/// The store can't be used.
#[derive(Clone, Debug)]
pub struct StoreError {
    what: String,
    help: Option<&'static str>,
    cause: Arc<io::Error>,
}

impl StoreError {
    /// `what` names the thing and the place: "can't write the journal /x/y".
    #[must_use]
    pub fn new(what: impl Into<String>, cause: io::Error) -> Self {
        Self { what: what.into(), help: None, cause: Arc::new(cause) }
    }

    /// The same, where it is known what to do about it.
    #[must_use]
    pub(super) fn with_help(self, help: Option<&'static str>) -> Self {
        Self { help, ..self }
    }

    /// What went wrong and why, for texts that have no place for a chain of causes.
    #[must_use]
    pub fn whole(&self) -> String {
        format!("{}: {}", self.what, self.cause)
    }

    /// Why, where the place is said already.
    #[must_use]
    pub fn why(&self) -> String {
        self.cause.to_string()
    }

    /// What to do about it, where that is known.
    #[must_use]
    pub fn help(&self) -> Option<&'static str> {
        let by_kind = match self.cause.kind() {
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                Some("nothing is sent without a journal: make the folder writable for this user")
            }
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                Some("nothing is sent without a journal: free some space and run again")
            }
            io::ErrorKind::NotADirectory | io::ErrorKind::AlreadyExists => {
                Some("a file is where a folder has to be: move it away")
            }
            _ => None,
        };
        self.help.or(by_kind)
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)
    }
}

impl std::error::Error for StoreError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(self.cause.as_ref())
    }
}
