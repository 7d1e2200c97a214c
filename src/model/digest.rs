use sha2::{Digest, Sha256};
use std::fmt::Write as _;

/// `sha256:` and the digest in hexadecimal.
#[must_use]
pub(crate) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::from("sha256:"), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
