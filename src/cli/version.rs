//! What this build is.

use std::ffi::OsString;

/// `0.1.0 (545b88305 2026-11-26)`; of a build for development, only the first.
pub(crate) const SHORT: &str = concat!(env!("CARGO_PKG_VERSION"), env!("ROLECALL_BUILT_BUILD"));

/// What `--version` says: with `--verbose` on the same line, all there is to know.
pub(crate) fn text(words: &[OsString]) -> String {
    let verbose = |word: &OsString| {
        let flags = word.to_str().and_then(|word| word.strip_prefix('-')).unwrap_or_default();
        flags == "-verbose" || (!flags.starts_with('-') && flags.contains('v'))
    };
    let mut text = format!("rolecall {SHORT}\n");
    if words.iter().any(verbose) {
        for (name, value) in [
            ("commit", env!("ROLECALL_BUILT_COMMIT")),
            ("date", env!("ROLECALL_BUILT_DATE")),
            ("target", env!("ROLECALL_BUILT_TARGET")),
            ("features", env!("ROLECALL_BUILT_FEATURES")),
            ("compiler", env!("ROLECALL_BUILT_RUSTC")),
        ] {
            let value = if value.is_empty() { "-" } else { value };
            text.push_str(&format!("{name:<9}{value}\n"));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verbose_tells_the_target() {
        let said = |words: &[&str]| text(&words.iter().map(OsString::from).collect::<Vec<_>>());
        assert_eq!(said(&["rolecall", "--version"]).lines().count(), 1);
        for words in [["--version", "--verbose"], ["-v", "--version"], ["-V", "-v"]] {
            let said = said(&words);
            assert!(said.starts_with(concat!("rolecall ", env!("CARGO_PKG_VERSION"))), "{said}");
            assert!(said.contains("\ntarget   "), "{said}");
        }
    }
}
