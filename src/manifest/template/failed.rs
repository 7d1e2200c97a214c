use crate::manifest::diagnostic::escape;
use minijinja::{Error, ErrorKind};

/// Why an expression has no value.
#[derive(Clone, Debug)]
pub(super) struct Failed {
    pub(super) message: String,
    pub(super) help: Option<String>,
}

impl Failed {
    pub(super) fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), help: None }
    }
}

impl From<Error> for Failed {
    fn from(error: Error) -> Self {
        let kind = error.kind();
        let message = match error.detail() {
            _ if matches!(kind, ErrorKind::OutOfFuel) => {
                "the expression takes too long, or makes too much".to_owned()
            }
            Some(detail) => format!("the expression fails: {}", escape(detail)),
            None => format!("the expression fails: {kind}"),
        };
        Self::new(message)
    }
}
