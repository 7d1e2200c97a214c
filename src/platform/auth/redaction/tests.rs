use super::*;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};
use proptest::prelude::*;
use serde_json::json;

const TOKEN: &str = "ab/c+d==?x&\"y\\z éunrt";
/// Where a backslash is before what is encoded, too.
const SECRETS: [&str; 4] = [TOKEN, "0\\<aa!", "a\\\\&\\'b", "\\\\ %\\\""];

fn knowing(secret: &str) -> Redaction {
    let redaction = Redaction::default();
    redaction.learn(secret);
    redaction
}

fn url_encoded(text: &str, upper: bool) -> String {
    let one = |byte: u8| match byte.is_ascii_alphanumeric() {
        true => char::from(byte).to_string(),
        false if upper => format!("%{byte:02X}"),
        false => format!("%{byte:02x}"),
    };
    text.bytes().map(one).collect()
}

/// As in a page of HTML.
fn html(text: &str) -> String {
    let pairs = [("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\"", "&quot;"), ("'", "&#39;")];
    pairs.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
}

/// With a line break after every fourth character.
fn in_lines(text: &str, line_break: &str) -> String {
    let characters: Vec<_> = text.chars().collect();
    let lines: Vec<String> = characters.chunks(4).map(|line| line.iter().collect()).collect();
    lines.join(line_break)
}

/// The secret in every encoding that is looked for.
fn encodings(secret: &str) -> Vec<String> {
    let json = serde_json::to_string(secret).unwrap();
    let json = json[1..json.len() - 1].to_owned();
    let units = secret.encode_utf16().map(|unit| format!("\\u{unit:04x}"));
    let mut all = vec![
        secret.to_owned(),
        json.replace('/', "\\/"),
        json.replace('/', "\\u002f").replace('+', "\\u002B"),
        json.clone(),
        units.collect(),
        url_encoded(secret, true),
        url_encoded(secret, false),
        STANDARD.encode(secret),
        URL_SAFE.encode(secret),
        STANDARD.encode(format!("ops@agency.example:{secret}")),
        STANDARD.encode(format!("x{secret}yz")),
        URL_SAFE.encode(format!("xy{secret}z")),
        url_encoded(&STANDARD.encode(secret), true),
        url_encoded(secret, true).replace("%20", "+"),
        html(secret),
        html(&html(secret)),
        secret.chars().map(|c| format!("&#{};", u32::from(c))).collect(),
        secret.chars().map(|c| format!("&#x{:04X};", u32::from(c))).collect(),
        in_lines(secret, "\n"),
        in_lines(&STANDARD.encode(secret), "\r\n"),
    ];
    // And within a text that is escaped itself.
    all.extend(all.clone().iter().map(|it| serde_json::to_string(it).unwrap()));
    all
}

#[test]
fn a_long_token_is_found_as_well() {
    let token = format!("eyJhbGciOiJSUzI1NiIsIm.{}_-.c2lnbmVk", "eyJleHAiOjE".repeat(80));
    let redaction = knowing(&token);
    for encoded in encodings(&token) {
        assert!(redaction.clean(&encoded).contains(REDACTED), "{encoded}");
    }
}

#[test]
fn every_encoding_is_found_anywhere() {
    let all =
        SECRETS.iter().flat_map(|secret| encodings(secret).into_iter().map(move |it| (secret, it)));
    for (secret, encoded) in all {
        let redaction = knowing(secret);
        for (before, behind) in [("", ""), ("token: ", ", and more"), ("\n\u{e9}\"", "\"\r\nb")] {
            let text = format!("{before}{encoded}{behind}");
            let cleaned = redaction.clean(&text);
            assert!(cleaned.contains(REDACTED), "{text}");
            for encoded in encodings(secret) {
                assert!(!cleaned.contains(&encoded), "{text}: {cleaned}");
            }
            assert!(cleaned.starts_with(before) && cleaned.ends_with(behind), "{cleaned}");
        }
    }
}

#[test]
fn many_ways_to_read_a_text_take_no_longer() {
    let redaction = knowing(&"n".repeat(4000));
    let text = "\\nn".repeat(2000) + "x";
    assert!(redaction.clean(&text).ends_with('x'));
}

#[test]
fn what_is_no_secret_stays() {
    let redaction = knowing("hunter2");
    for text in ["", "hunter", "hunter3", "100% \\u12 \\x % %2", "café\n☂\n", "\\ud800 \\u{zz}"]
    {
        assert!(matches!(redaction.clean(text), Cow::Borrowed(it) if it == text), "{text}");
    }
    assert_eq!(knowing("short").clean("short"), "short");
    assert_eq!(redaction.clean("a\nhunter2 b\nc"), "a\n[secret] b\nc");
    assert_eq!(knowing("two\nlines").clean("x two\nlines y"), "x [secret] y");
}

#[test]
fn values_are_cleaned_text_by_text() {
    let value = json!({"a": [TOKEN, 7, null], format!("key {TOKEN}"): {"b": format!("x{TOKEN}")}});
    let cleaned = knowing(TOKEN).cleaned(value.clone());
    assert_eq!(cleaned, json!({"a": ["[secret]", 7, null], "key [secret]": {"b": "x[secret]"}}));
    let line = knowing(TOKEN).json(&value).unwrap();
    assert_eq!(serde_json::from_str::<Value>(&line).unwrap(), cleaned);
}

#[test]
fn clones_share_what_they_know_and_debug_output_has_nothing() {
    let redaction = Redaction::default();
    let other = redaction.clone();
    redaction.learn("marked-secret");
    assert_eq!(other.clean("a marked-secret"), "a [secret]");
    assert!(!format!("{other:?}").contains("marked"));
}

proptest! {
    #[test]
    fn no_text_breaks_it_and_no_secret_is_left(
        secret in "[!-~é☂😀]{6,20}", before in ".{0,20}", behind in ".{0,20}", which in 0usize..40,
    ) {
        let encoded = &encodings(&secret)[which];
        let text = format!("{before}{encoded}{behind}");
        let cleaned = knowing(&secret).clean(&text).into_owned();
        prop_assert!(!cleaned.contains(&secret), "{text}: {cleaned}");
        prop_assert!(cleaned.contains(REDACTED), "{text}: {cleaned}");
    }
}
