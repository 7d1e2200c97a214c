/// A colour on light and on dark paper.
pub(super) struct Ink {
    /// The name of its CSS variable.
    pub(super) name: &'static str,
    /// On light paper.
    pub(super) light: &'static str,
    /// On dark paper.
    pub(super) dark: &'static str,
}

/// What is written on.
pub(super) const PAPERS: &[Ink] = &[
    Ink { name: "paper", light: "#ffffff", dark: "#14171b" },
    Ink { name: "panel", light: "#f5f7f9", dark: "#1d2228" },
];

/// What is written with. Every one has a contrast of at least 4.5 : 1 on both papers (WCAG 2.2, AA).
pub(super) const INKS: &[Ink] = &[
    Ink { name: "ink", light: "#1c2127", dark: "#e6e9ed" },
    Ink { name: "quiet", light: "#56606b", dark: "#a5afba" },
    Ink { name: "link", light: "#0a5aa8", dark: "#82baff" },
    Ink { name: "add", light: "#18652f", dark: "#74d391" },
    Ink { name: "change", light: "#775000", dark: "#e3b85e" },
    Ink { name: "remove", light: "#a12519", dark: "#ff948a" },
    Ink { name: "wait", light: "#683c9e", dark: "#c7a9ff" },
];

/// Lines between things; nothing is written with them.
pub(super) const RULES: &[Ink] = &[Ink { name: "rule", light: "#d8dde3", dark: "#343b44" }];

/// All of them as CSS: light, and dark where the reader's system is.
pub(super) fn css() -> String {
    let all = || PAPERS.iter().chain(INKS).chain(RULES);
    let light: String = all().map(|ink| format!("--{}:{};", ink.name, ink.light)).collect();
    let dark: String = all().map(|ink| format!("--{}:{};", ink.name, ink.dark)).collect();
    format!(
        ":root{{color-scheme:light dark;{light}}}\n\
         @media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Relative luminance of `#rrggbb` (WCAG 2.2).
    fn luminance(color: &str) -> f64 {
        let channel = |at: usize| {
            let value = f64::from(u8::from_str_radix(&color[at..at + 2], 16).unwrap()) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
    }

    fn contrast(a: &str, b: &str) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn every_ink_is_readable_on_every_paper() {
        assert!((contrast("#000000", "#ffffff") - 21.0).abs() < 0.01);
        for paper in PAPERS {
            for ink in INKS {
                let (light, dark) =
                    (contrast(ink.light, paper.light), contrast(ink.dark, paper.dark));
                assert!(light >= 4.5, "{} on {}: {light:.2}", ink.name, paper.name);
                assert!(dark >= 4.5, "{} on {}, dark: {dark:.2}", ink.name, paper.name);
            }
        }
    }
}
