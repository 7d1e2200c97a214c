use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use serde_json::Value;

/// What a token says of itself, where it is a JWT (RFC 7519). Its signature is the server's to check.
pub(crate) fn payload(token: &str) -> Option<Value> {
    let mut parts = token.split('.');
    let (_head, payload) = (parts.next()?, parts.next()?);
    parts.next()?;
    if parts.next().is_some() {
        return None;
    }
    let json = URL_SAFE_NO_PAD.decode(payload.trim_end_matches('=')).ok()?;
    serde_json::from_slice(&json).ok().filter(Value::is_object)
}

/// The second of a date claim: `exp`, `iat`.
pub(crate) fn time(payload: &Value, claim: &str) -> Option<Timestamp> {
    let value = payload.get(claim)?;
    let seconds = value.as_i64().or_else(|| Some(value.as_f64()?.floor() as i64))?;
    Timestamp::from_second(seconds).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// A token that looks signed.
    fn token(payload: &Value) -> String {
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        format!("{}.{}.c2lnbmVk", part(&json!({"alg": "RS256"})), part(payload))
    }

    #[test]
    fn tells_what_a_token_says() {
        let claims = json!({"email": "ops@agency.example", "exp": 1_795_000_000});
        let read = payload(&token(&claims)).unwrap();
        assert_eq!(read, claims);
        assert_eq!(time(&read, "exp").unwrap().as_second(), 1_795_000_000);
        assert_eq!(time(&read, "iat"), None);
    }

    #[test]
    fn a_token_that_is_no_jwt_says_nothing() {
        for text in ["", "abc", "a.b", "a.b.c.d", "a.!!.c", "a.W10.c", "a.bm90IGpzb24.c"] {
            assert_eq!(payload(text), None, "{text}");
        }
    }
}
