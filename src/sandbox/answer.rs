use super::rate::Budget;
use super::rules::Refusal;
use super::store::FileError;
use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, Response, StatusCode, header};
use axum::response::IntoResponse;
use serde_json::{Value, json};

/// One answer, before it is HTTP.
#[derive(Clone, Debug)]
pub(super) struct Answer {
    status: u16,
    body: Value,
    retry_after: Option<u64>,
    budget: Option<Budget>,
}

const LIMIT: HeaderName = HeaderName::from_static("x-ratelimit-limit");
const REMAINING: HeaderName = HeaderName::from_static("x-ratelimit-remaining");

impl Answer {
    /// Any body.
    pub(super) const fn json(status: u16, body: Value) -> Self {
        Self { status, body, retry_after: None, budget: None }
    }

    /// The console's way to say yes or no.
    pub(super) fn console(result: Result<Value, Refusal>) -> Self {
        match result {
            Ok(data) => {
                Self::json(200, json!({ "status": "success", "message": "Success", "data": data }))
            }
            Err(refusal) => Self::refused(&refusal),
        }
    }

    fn refused(refusal: &Refusal) -> Self {
        let (status, class, text) = refusal.words();
        let body = if refusal.is_told_in_data() {
            json!({ "status": class, "data": { "message": text } })
        } else {
            json!({ "status": class, "message": text })
        };
        Self { retry_after: refusal.retry_after(), ..Self::json(status, body) }
    }

    /// The official API's way to say yes or no.
    pub(super) fn official(result: Result<Value, Refusal>) -> Self {
        match result {
            Ok(body) => Self::json(200, body),
            Err(refusal) => {
                let (status, _, text) = refusal.words();
                Self::official_failure(status, &text)
            }
        }
    }

    fn official_failure(status: u16, text: &str) -> Self {
        let answer = Self::json(status, json!({ "code": status, "message": text }));
        if status == 429 { answer.retry_after(1) } else { answer }
    }

    /// A failure that nothing but a fault caused.
    pub(super) fn fault(status: u16, official: bool) -> Self {
        let (class, text) = match status {
            429 => ("TooManyRequests", "Too many requests"),
            449 => ("RetryWith", "The resource is still being created. Try again."),
            400 => ("ValidationError", "The request is not valid."),
            401 => ("Unauthorized", "Unauthorized"),
            403 => ("Forbidden", "Forbidden"),
            404 => ("NotFound", "There is no such thing."),
            405 => ("MethodNotAllowed", "This path has no such method."),
            _ => ("InternalError", "Something went wrong."),
        };
        if official {
            return Self::official_failure(status, text);
        }
        let answer = Self::json(status, json!({ "status": class, "message": text }));
        if status == 429 { answer.retry_after(1) } else { answer }
    }

    /// Over the rate limit.
    pub(super) fn over_limit(budget: Budget, official: bool) -> Self {
        let whole = budget.wait.map_or(1, |it| it.as_secs() + u64::from(it.subsec_nanos() > 0));
        Self::fault(429, official).retry_after(whole.max(1)).advertising(Some(budget))
    }

    /// As a server says it that answers a bad body with 403 (`console-api.md`, Transport).
    pub(super) fn invalid_as_403(self) -> Self {
        if self.status == 400 { Self { status: 403, ..self } } else { self }
    }

    /// With the rate limit's headers.
    pub(super) const fn advertising(mut self, budget: Option<Budget>) -> Self {
        self.budget = budget;
        self
    }

    const fn retry_after(mut self, seconds: u64) -> Self {
        self.retry_after = Some(seconds);
        self
    }

    pub(super) const fn status(&self) -> u16 {
        self.status
    }

    pub(super) const fn is_success(&self) -> bool {
        self.status == 200
    }

    pub(super) fn into_response(self) -> Response<Body> {
        let mut response = Response::new(Body::from(self.body.to_string()));
        *response.status_mut() =
            StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        if let Some(seconds) = self.retry_after {
            headers.insert(header::RETRY_AFTER, seconds.into());
        }
        if let Some(Budget { limit, remaining, wait: _ }) = self.budget {
            headers.insert(LIMIT, limit.into());
            headers.insert(REMAINING, remaining.into());
        }
        response
    }
}

/// A login page, or a proxy's: what a client gets that was sent elsewhere.
pub(super) fn html() -> Response<Body> {
    let page =
        "<!doctype html><html><head><title>Sign in</title></head><body>Sign in</body></html>";
    let mut response = Response::new(Body::from(page));
    let html = HeaderValue::from_static("text/html; charset=utf-8");
    response.headers_mut().insert(header::CONTENT_TYPE, html);
    response
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response<Body> {
        Answer::refused(&self).into_response()
    }
}

/// What a client is told when the sandbox's own file fails it.
impl From<FileError> for Refusal {
    fn from(error: FileError) -> Self {
        Self::Broken(chain(&error))
    }
}

/// An error with its causes, on one line.
pub(super) fn chain(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(error.source(), |error| error.source());
    causes.fold(error.to_string(), |text, cause| format!("{text}: {cause}"))
}
