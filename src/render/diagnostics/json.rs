use crate::manifest::Diagnostic;

/// Diagnostics as a JSON list, in their order.
#[must_use]
pub fn json(diagnostics: &[Diagnostic]) -> String {
    // Diagnostics have string keys only, so this can't fail.
    let mut text = serde_json::to_string_pretty(diagnostics).unwrap_or_default();
    text.push('\n');
    text
}
