use crate::platform::PlatformError;
use crate::platform::http::{Body, Lost, Reply};
use crate::platform::profile::{Meaning, Service, Success};
use serde_json::Value;

/// The longest text of the platform that is repeated in a message, in characters.
const LONGEST: usize = 300;

/// What to do about a certificate.
pub(super) const CERTIFICATE: &str = "if a proxy or a company's own authority stands in between, write its certificate into a \
                           file and name that file in the variable `SSL_CERT_FILE`";

/// Whether a request may be made again: a read unless it was answered for good, a write only where nothing can
/// have happened.
pub(super) fn may_repeat(result: &Result<Reply, Lost>, reads: bool) -> bool {
    match result {
        Ok(reply) => match reply.status {
            429 | 449 => true,
            408 | 500..=599 => reads,
            200..=299 => reads && matches!(reply.body, Body::CutShort | Body::Empty),
            _ => false,
        },
        Err(Lost::NotConnected(_)) => true,
        Err(Lost::Broken(_)) => reads,
        Err(Lost::Useless(_) | Lost::Impossible(_) | Lost::Certificate { .. }) => false,
    }
}

/// The text of an error without secrets, where the answer has one: then it is a refusal of the contract.
pub(super) fn message(service: &Service, reply: &Reply) -> Option<String> {
    let answer = reply.body.json()?;
    let text = service.messages.iter().find_map(|pointer| pointer.text(answer))?.trim();
    (!text.is_empty()).then(|| reply.redaction.clean(text).chars().take(LONGEST).collect())
}

/// Whether the answer says success: by its status, and unless it is empty by its mark.
pub(super) fn says_success(success: &Success, reply: &Reply) -> bool {
    let marked = || match &reply.body {
        Body::Empty => true,
        body => body.json().is_some_and(|body| success.is_marked(body)),
    };
    success.has_status(reply.status) && marked()
}

/// What a refusal means, told apart as far as the profile knows its words.
pub(super) fn meaning(service: &Service, reply: &Reply) -> Option<Meaning> {
    let message = message(service, reply);
    service.meaning(reply.status, message.as_deref().unwrap_or_default())
}

/// Why an answer is no success, with what to do about it.
pub(super) fn describe(service: &Service, reply: &Reply) -> PlatformError {
    let status = reply.status;
    let what = match (message(service, reply), &reply.body) {
        (Some(message), _) => format!("{status} {message}"),
        (None, Body::Empty) => format!("{status} and nothing else"),
        (None, body) => format!("{status} with {}", body.what()),
    };
    let what = format!("the platform answers {what}");
    let not_found = status == 404;
    PlatformError { help: help(service, reply), not_found, ..PlatformError::new(what) }
}

fn help(service: &Service, reply: &Reply) -> Option<String> {
    if reply.body.json().is_some()
        && let Some(meaning) = meaning(service, reply)
    {
        return Some(meaning.help().to_owned());
    }
    let address = &service.address;
    match (reply.status, &reply.body) {
        (300..=399, _) => Some(format!(
            "rolecall follows no redirect with a credential; is {address} the address of the API itself?"
        )),
        (_, Body::Page) => Some(format!(
            "is {address} the address of the API, and is there a proxy or a login page in between?"
        )),
        (429, _) => {
            Some("the platform's limit is used up; run again later, or lower `rate`".to_owned())
        }
        (500..=599, _) => Some("the platform has trouble; run again later".to_owned()),
        _ => None,
    }
}

/// What an answer looks like, without any value of it.
pub(super) fn shape(answer: &Value) -> String {
    let is_name = |name: &&String| {
        name.len() <= 40 && name.chars().all(|c| c.is_ascii_alphanumeric() || "_-".contains(c))
    };
    match answer {
        Value::Null => "nothing".to_owned(),
        Value::Bool(_) => "true or false".to_owned(),
        Value::Number(_) => "a number".to_owned(),
        Value::String(_) => "a text".to_owned(),
        Value::Array(items) => format!("a list of {}", items.len()),
        Value::Object(fields) => {
            let names: Vec<_> =
                fields.keys().filter(is_name).take(8).map(|name| format!("`{name}`")).collect();
            match names.is_empty() {
                true => "an object".to_owned(),
                false => format!("an object with {}", names.join(", ")),
            }
        }
    }
}
