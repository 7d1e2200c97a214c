//! Source lines and messages without the secrets that may stand in them.

use super::Location;

/// Of a line in which there may be a secret, shows the key alone: whatever is wrong with it, it may stand where none
/// belongs.
pub(super) fn key_alone(location: &mut Location) {
    const WORDS: &[&str] = &[
        "token",
        "password",
        "passwd",
        "secret",
        "authorization",
        "bearer",
        "cookie",
        "api-key",
        "apikey",
        "api_key",
    ];
    /// Fields that say where a secret comes from, and hold none.
    const SOURCES: &[&str] = &["tokenenv", "tokenfile", "tokencommand", "passwordenv"];
    let mut lower = location.excerpt.to_lowercase();
    let has_userinfo = without_userinfo(lower.clone()) != lower;
    for source in SOURCES {
        lower = lower.replace(source, "");
    }
    if !has_userinfo && !WORDS.iter().any(|word| lower.contains(word)) {
        return;
    }
    match location.excerpt.find(':').filter(|_| location.excerpt_column == 1) {
        Some(end) => location.excerpt.truncate(end + 1),
        None => return location.excerpt.clear(),
    }
    // So that the column stays.
    let column = location.column.saturating_sub(1) as usize;
    let spaces = column.saturating_sub(location.excerpt.chars().count());
    location.excerpt.extend(std::iter::repeat_n(' ', spaces));
}

/// A text without what stands between `://` and `@` in its addresses.
pub(super) fn without_userinfo(mut text: String) -> String {
    let mut from = 0;
    while let Some(found) = text[from..].find("://") {
        let start = from + found + 3;
        let address =
            text[start..].split(|c: char| c.is_whitespace() || "/`\"'".contains(c)).next();
        let userinfo = address.and_then(|it| it.rfind('@')).unwrap_or(0);
        if userinfo > 0 {
            text.replace_range(start..start + userinfo, "…");
        }
        from = start;
    }
    text
}
