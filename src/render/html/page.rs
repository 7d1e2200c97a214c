use super::super::escape::attribute;
use super::super::sentence::Sentence;
use super::palette;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};

const STYLE: &str = include_str!("style.css");

/// Everything up to the beginning of the body. The policy allows nothing but this one style sheet, by its digest: no
/// script, no image but an empty icon, no connection. So a hole in the escaping would still run nothing.
pub(super) fn head(title: &Sentence) -> String {
    head_with(title, "")
}

/// The same, with a style of its own behind what all pages have.
pub(in crate::render) fn head_with(title: &Sentence, own: &str) -> String {
    let style = format!("\n{}{STYLE}{own}", palette::css());
    let digest = STANDARD.encode(Sha256::digest(style.as_bytes()));
    let title = attribute(title);
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n\
         <meta name=\"robots\" content=\"noindex\">\n\
         <title>{title}</title>\n<link rel=\"icon\" href=\"data:,\">\n\
         <style>{style}</style>\n</head>\n<body>\n"
    )
}
