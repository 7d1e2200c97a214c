//! What of a recording may stand in a file: names and words of the wire, and nothing that anybody could own.

use super::slots::Slot;
use super::value::tokens;
use serde_json::Value;

/// Names under which secrets travel.
const SECRET: &[&str] = &[
    "token",
    "secret",
    "password",
    "passwd",
    "auth",
    "session",
    "csrf",
    "xsrf",
    "cookie",
    "jwt",
    "nonce",
    "apikey",
    "api-key",
    "api_key",
    "credential",
    "bearer",
    "sid",
    "fingerprint",
    "device",
];

/// Names under which signatures travel.
const SIGNED: &[&str] = &["signature", "hmac", "x-amz-", "x-sign", "digest"];

/// Whether a name may be that of a secret.
fn is_secret(name: &str) -> bool {
    SECRET.iter().any(|word| name.contains(word))
}

/// Whether a header signs the request.
pub(super) fn signs(header: &str) -> bool {
    SIGNED.iter().any(|word| header.contains(word))
}

/// Whether it reads like a name that a programmer gave: a key, a path's segment.
pub(super) fn is_name(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    (1..=40).contains(&text.len())
        && digits <= 3
        && text.chars().all(|c| c.is_ascii_alphanumeric() || "_-.$".contains(c))
        && text.chars().any(|c| c.is_ascii_alphabetic())
}

/// Whether a pointer has names alone in it.
pub(super) fn is_pointer_of_names(pointer: &str) -> bool {
    tokens(pointer).iter().all(|token| is_name(token))
}

/// Whether a text is a word of a program: lower-case, SCREAMING or camelCase, and short.
fn is_word(text: &str) -> bool {
    let screams = text.chars().all(|c| c.is_ascii_uppercase() || c == '_');
    let camel = text.starts_with(|c: char| c.is_ascii_lowercase());
    is_name(text) && text.len() <= 24 && (screams || camel)
}

/// Whether a value that is always the same may stand there in a file.
pub(super) fn may_keep(slot: &Slot, value: &Value) -> bool {
    if is_secret(&slot.name()) {
        return false;
    }
    match (slot, value) {
        (Slot::Path(_), Value::String(text)) => {
            is_name(text) && !text.contains('$') || text.parse::<u8>().is_ok_and(|it| it < 10)
        }
        (Slot::Header(_), Value::String(text)) => is_header_word(text),
        (_, Value::Null | Value::Bool(_)) => true,
        (_, Value::Number(number)) => number.as_i64().is_some_and(|it| (-1..=1_000).contains(&it)),
        (_, Value::String(text)) => {
            text.is_empty() || is_word(text) || text.parse::<u16>().is_ok_and(|it| it <= 1_000)
        }
        (_, Value::Array(items)) => items.iter().all(|item| match item {
            Value::Array(_) | Value::Object(_) => false,
            item => may_keep(slot, item),
        }),
        (_, Value::Object(fields)) => fields.is_empty(),
    }
}

/// A header's value that everybody sends: `XMLHttpRequest`, a version.
fn is_header_word(text: &str) -> bool {
    let version = text.chars().all(|c| c.is_ascii_digit() || c == '.') && text.len() <= 8;
    version && text.contains('.')
        || text == "XMLHttpRequest"
        || is_word(text) && !text.chars().any(|c| c.is_ascii_digit())
}

/// What a place is called in messages: by its name where that is one, so that no value is ever shown.
pub(super) fn shown(slot: &Slot) -> String {
    let named = |kind: &str, name: &str| match is_name(name) && !is_secret(&name.to_lowercase()) {
        true => format!("the {kind} `{name}`"),
        false => format!("a {kind}"),
    };
    match slot {
        Slot::Path(number) => format!("part {} of the path", number + 1),
        Slot::Query(name) => named("query parameter", name),
        Slot::Header(name) => named("header", name),
        Slot::Body(pointer) => match tokens(pointer).last() {
            Some(name) => named("field", name),
            None => "the body".to_owned(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn body(name: &str) -> Slot {
        Slot::Body(format!("/{name}"))
    }

    #[test]
    fn words_of_the_wire_stay_and_values_do_not() {
        for kept in [
            json!("inviteUser"),
            json!("pending"),
            json!(""),
            json!(null),
            json!(25),
            json!(["name"]),
        ] {
            assert!(may_keep(&body("kind"), &kept), "{kept}");
        }
        for value in [
            json!("Zoe Miller"),
            json!("zoe@other.example"),
            json!("9f2c7d41b8aa"),
            json!("eyJhbGciOiJSUzI1NiJ9.e30.x"),
            json!(1_732_612_345_678_u64),
            json!("Europe/Berlin"),
            json!([{"a": 1}]),
        ] {
            assert!(!may_keep(&body("kind"), &value), "{value}");
        }
        assert!(!may_keep(&body("csrfToken"), &json!("word")));
        assert!(may_keep(&Slot::Header("x-requested-with".into()), &json!("XMLHttpRequest")));
        assert!(!may_keep(&Slot::Header("x-tenant".into()), &json!("a81")));
        assert!(may_keep(&Slot::Path(0), &json!("v2")));
        assert!(!may_keep(&Slot::Path(0), &json!("408881")));
    }

    #[test]
    fn what_is_shown_of_a_place_is_its_name_alone() {
        assert_eq!(shown(&Slot::Body("/users/zoe@other.example".into())), "a field");
        assert_eq!(shown(&Slot::Body("/users/role".into())), "the field `role`");
        assert_eq!(shown(&Slot::Query("access_token".into())), "a query parameter");
    }
}
