//! The same session in the shape of each exporter.

use crate::person::Taken;
use base64::Engine as _;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exporter {
    /// Sanitized: no credentials.
    Chrome,
    Firefox,
    Safari,
    Playwright,
    Mitmproxy,
}

impl Exporter {
    pub(crate) const ALL: [Self; 5] =
        [Self::Chrome, Self::Firefox, Self::Safari, Self::Playwright, Self::Mitmproxy];
}

/// What must never be seen again.
pub(crate) const CANARIES: [&str; 7] = [
    "canary-token-7f3a9c",
    "canary-cookie-1b2c3d",
    "canary-password-55aa",
    "canary.person@elsewhere.example",
    "Cassandra Canary",
    "canary message: see you at eight",
    "canarysession0042",
];

pub(crate) fn started() -> Timestamp {
    "2026-11-20T09:00:00Z".parse().unwrap()
}

/// A recording of this session.
pub(crate) fn har(tape: &[Taken], by: Exporter) -> Vec<u8> {
    let mut entries: Vec<Value> = noise(by);
    entries.extend(tape.iter().map(|taken| entry(taken, by)));
    text(entries, by)
}

pub(crate) fn text(entries: Vec<Value>, by: Exporter) -> Vec<u8> {
    let (name, version) = match by {
        Exporter::Chrome => ("WebInspector", "1.2"),
        Exporter::Firefox => ("Firefox", "1.1"),
        Exporter::Safari => ("WebKit Web Inspector", "1.2"),
        Exporter::Playwright => ("Playwright", "1.2"),
        Exporter::Mitmproxy => ("mitmproxy", "1.2"),
    };
    let log = json!({
        "version": version, "creator": {"name": name, "version": "1.0"}, "pages": [],
        "entries": entries, "comment": "",
    });
    let mut bytes = json!({ "log": log }).to_string().into_bytes();
    if by == Exporter::Firefox {
        bytes.splice(0..0, *b"\xef\xbb\xbf");
    }
    bytes
}

pub(crate) fn entry(taken: &Taken, by: Exporter) -> Value {
    let Taken { at, method, url, headers, body, form, status, answer } = taken;
    let pair = |(name, value): &(String, String)| json!({"name": name, "value": value});
    let mut sent: Vec<Value> = headers.iter().map(pair).collect();
    let [token, cookie, ..] = CANARIES;
    if by != Exporter::Chrome {
        sent.push(json!({"name": "Authorization", "value": format!("Bearer {token}")}));
        sent.push(json!({"name": "Cookie", "value": format!("sid={cookie}")}));
    } else {
        for (name, value) in [(":method", method.as_str()), (":scheme", "https"), (":path", "/")] {
            sent.push(json!({"name": name, "value": value}));
        }
    }
    sent.push(json!({"name": "x-session", "value": CANARIES[6]}));
    sent.push(json!({"name": "User-Agent", "value": "Mozilla/5.0"}));
    let at = started() + SignedDuration::from_millis(*at);
    let mut request = json!({
        "method": method, "url": url, "httpVersion": "HTTP/2", "headers": sent, "cookies": [],
        "queryString": [], "headersSize": -1, "bodySize": -1,
    });
    if let Some(body) = body {
        let mime = if *form { "application/x-www-form-urlencoded" } else { "application/json" };
        request["postData"] = json!({"mimeType": mime, "text": body, "params": []});
        if *form && matches!(by, Exporter::Firefox | Exporter::Mitmproxy) {
            let url = reqwest::Url::parse(&format!("https://x.invalid/?{body}")).unwrap();
            let params =
                url.query_pairs().map(|(name, value)| json!({"name": name, "value": value}));
            request["postData"] = json!({"mimeType": mime, "params": params.collect::<Vec<_>>()});
        }
    }
    // It leaves out what a DELETE carries, and says how much that was.
    if by == Exporter::Mitmproxy {
        request["bodySize"] = json!(body.as_ref().map_or(0, String::len));
        if method == "DELETE" {
            request.as_object_mut().unwrap().remove("postData");
        }
    }
    let mut content = json!({"size": answer.len(), "mimeType": "application/json", "text": answer});
    if matches!(by, Exporter::Mitmproxy | Exporter::Safari) && at.as_millisecond() % 2 == 0 {
        content["text"] = json!(base64::engine::general_purpose::STANDARD.encode(answer));
        content["encoding"] = json!("base64");
    }
    let mut entry = json!({
        "startedDateTime": at.to_string(), "time": 12.5, "request": request, "cache": {},
        "response": {
            "status": status, "statusText": "", "httpVersion": "HTTP/2", "headers": [], "cookies": [],
            "content": content, "redirectURL": "", "headersSize": -1, "bodySize": -1,
        },
        "timings": {"send": 0, "wait": 12, "receive": 0}, "connection": "443",
    });
    let fields = entry.as_object_mut().unwrap();
    match by {
        Exporter::Chrome => _ = fields.insert("_resourceType".into(), json!("fetch")),
        Exporter::Firefox => _ = fields.insert("connection".into(), json!(443)),
        Exporter::Safari => {
            fields.remove("cache");
            fields.remove("timings");
            fields.insert("time".into(), Value::Null);
            let request = fields["request"].as_object_mut().unwrap();
            request.remove("queryString");
            request.remove("headersSize");
        }
        Exporter::Playwright | Exporter::Mitmproxy => {}
    }
    entry
}

/// What else a browser does meanwhile, secrets and other people's lives in it.
fn noise(by: Exporter) -> Vec<Value> {
    let [token, cookie, password, person, name, message, _] = CANARIES;
    let taken = |at: i64, method: &str, url: &str, body: Option<String>, status, answer: String| {
        let taken = Taken {
            at,
            method: method.to_owned(),
            url: url.to_owned(),
            headers: vec![("x-token".to_owned(), token.to_owned())],
            body,
            form: false,
            status,
            answer,
        };
        entry(&taken, by)
    };
    let inbox = json!({"items": [{"from": person, "name": name, "text": message}], "next": null});
    let login = json!({"email": person, "password": password}).to_string();
    let mut image = taken(7, "GET", "https://console.example/logo.png", None, 200, String::new());
    image["response"]["content"]["mimeType"] = json!("image/png");
    let mut ping =
        taken(8, "POST", "https://console.example/beacon", Some("x".into()), 204, String::new());
    ping["_resourceType"] = json!("ping");
    vec![
        taken(1, "OPTIONS", "https://console.example/people", None, 204, String::new()),
        taken(
            2,
            "POST",
            "https://console.example/login",
            Some(login),
            200,
            json!({"token": token}).to_string(),
        ),
        taken(3, "GET", "https://console.example/inbox?cursor=1", None, 200, inbox.to_string()),
        taken(
            4,
            "POST",
            "https://telemetry.example/t",
            Some(json!({"c": cookie}).to_string()),
            200,
            "{}".into(),
        ),
        taken(5, "GET", "https://console.example/gone", None, 0, String::new()),
        json!(null),
        json!({"request": 7}),
        image,
        ping,
    ]
}
