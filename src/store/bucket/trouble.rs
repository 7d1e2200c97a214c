use crate::store::StoreError;
use object_store::Error;
use std::error::Error as StdError;
use std::io;

/// Where providers have their metadata services.
const METADATA: [&str; 3] = ["169.254.", "metadata.google", "fd00:ec2::254"];

pub(super) const NO_CREDENTIAL: &str =
    "no credential for the store was found: set it in the provider's usual environment";

pub(super) const NO_PERMISSION: &str =
    "see which requests the store's credential may make with `rolecall doctor`";

/// Why a request to an object store did not do what it should.
#[derive(Clone, Debug)]
pub(super) enum Trouble {
    /// There is no such object.
    Missing,
    /// The condition doesn't hold: it is there already, or has another tag.
    Condition,
    /// The store says no, and would again.
    Refused(StoreError),
    /// Nobody knows what happened, or the store is busy.
    Unclear(StoreError),
}

/// What the store knows of the request that failed.
#[derive(Clone, Debug, Default)]
struct Told {
    status: Option<u16>,
    code: String,
    text: String,
}

impl Trouble {
    /// `what` names the request and the place: "can't write s3://bucket/x".
    pub(super) fn of(what: String, error: &Error) -> Self {
        let told = Told::by(error);
        let cause = io::Error::other(told.text.clone());
        let without = asked_for_credential(error).then_some(NO_CREDENTIAL);
        let failed = |help: Option<_>| StoreError::new(what, cause).with_help(without.or(help));
        if told.is_no_bucket() {
            return Self::Refused(failed(Some(
                "there is no such bucket: look at `store` and at the region",
            )));
        }
        match error {
            Error::NotFound { .. } => Self::Missing,
            Error::AlreadyExists { .. }
            | Error::Precondition { .. }
            | Error::NotModified { .. } => Self::Condition,
            _ if told.has_expired() => Self::Refused(failed(Some(
                "the store's credential has expired: get a new one and run again",
            ))),
            Error::PermissionDenied { .. } | Error::Unauthenticated { .. } => {
                Self::Refused(failed(Some(NO_PERMISSION)))
            }
            _ => match told.status {
                // The crate knows these statuses in answers about an object, not in lists.
                Some(401 | 403) => Self::Refused(failed(Some(NO_PERMISSION))),
                Some(501) => Self::Refused(failed(Some(
                    "the store doesn't know conditional writes, which locks rest on: use another one",
                ))),
                Some(408 | 429) | None | Some(500..) => Self::Unclear(failed(None)),
                Some(_) => Self::Refused(failed(None)),
            },
        }
    }

    /// What went wrong, where that ends the matter.
    pub(super) fn into_error(self, what: &str) -> StoreError {
        match self {
            Self::Refused(error) | Self::Unclear(error) => error,
            Self::Missing => StoreError::new(what, io::Error::other("it is not there")),
            Self::Condition => StoreError::new(what, io::Error::other("somebody else wrote it")),
        }
    }
}

impl Trouble {
    /// The same, said of something that rests on the request.
    pub(super) fn about(self, what: &str) -> StoreError {
        let error = self.into_error(what);
        let cause = error.source().map_or_else(|| error.to_string(), ToString::to_string);
        let help = error.help();
        StoreError::new(what, io::Error::other(cause)).with_help(help)
    }
}

/// The last cause, or the one around it that names the file it is about: those around them only repeat it.
pub(super) fn innermost(error: &(dyn StdError + 'static)) -> String {
    let mut causes = vec![error.to_string()];
    let mut next = error.source();
    while let Some(cause) = next {
        causes.push(cause.to_string());
        next = cause.source();
    }
    let last = causes.pop().unwrap_or_default();
    match causes.pop() {
        Some(around) if around.contains(" /") && around.ends_with(&last) => around,
        _ => last,
    }
}

/// Whether it was the provider's metadata service that failed, which is asked where the environment has no credential.
fn asked_for_credential(error: &Error) -> bool {
    let whole = error.to_string();
    METADATA.iter().any(|host| whole.contains(host))
}

impl Told {
    /// The crate tells a status in words alone, and its causes repeat the whole address.
    fn by(error: &Error) -> Self {
        let whole = error.to_string();
        if let Some((_, answer)) = whole.split_once("status code: ") {
            return Self::by_answer(answer);
        }
        if let Some((_, body)) = whole.split_once("returned error response: ") {
            // An error in an answer that says 200.
            return Self::by_answer(&format!("500 {body}"));
        }
        Self { text: innermost(error), ..Self::default() }
    }

    fn by_answer(answer: &str) -> Self {
        let status = answer.get(..3).and_then(|digits| digits.parse().ok());
        let code = between(answer, "<Code>", "</Code>").to_owned();
        let message = between(answer, "<Message>", "</Message>");
        let shown = status.map_or_else(|| "an error".to_owned(), |status: u16| status.to_string());
        let text = match (code.is_empty(), message.is_empty()) {
            (true, _) => format!("it answers {shown}"),
            (false, true) => format!("it answers {shown}, {code}"),
            (false, false) => format!("it answers {shown}, {code}: {message}"),
        };
        Self { status, code, text }
    }

    fn is_no_bucket(&self) -> bool {
        let known = ["NoSuchBucket", "ContainerNotFound", "InvalidBucketName"];
        known.contains(&self.code.as_str())
    }

    fn has_expired(&self) -> bool {
        ["ExpiredToken", "TokenRefreshRequired"].contains(&self.code.as_str())
    }
}

fn between<'t>(text: &'t str, begin: &str, end: &str) -> &'t str {
    let rest = text.split_once(begin).map_or("", |(_, rest)| rest);
    rest.split_once(end).map_or("", |(found, _)| found)
}
