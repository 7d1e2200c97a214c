use super::Level;
use crate::manifest::diagnostic::{Code, Problem, Report, escape};
use crate::manifest::node::{Place, Span};
use crate::manifest::reader::did_you_mean;
use crate::manifest::sources::Sources;
use std::collections::{BTreeMap, BTreeSet};

/// How lints count: by the Project, and on lines that a comment is about.
#[derive(Clone, Debug, Default)]
pub(crate) struct Settings {
    /// Levels that differ from their defaults.
    pub(in crate::manifest) levels: BTreeMap<Code, Level>,
    /// What is allowed, by file and line.
    pub(in crate::manifest) allowed: BTreeMap<(u32, u32), BTreeSet<Code>>,
}

impl Settings {
    /// How something counts at a place: a comment at either line of it allows a lint.
    pub(in crate::manifest) fn level(
        &self,
        code: Code,
        place: Place,
        sources: &Sources<'_>,
    ) -> Level {
        let allowed = |span: Span| {
            let line = sources.line(span);
            self.allowed.get(&(span.file, line)).is_some_and(|codes| codes.contains(&code))
        };
        let mut places = [Some(place.at), place.via].into_iter().flatten();
        if code.is_lint() && !self.allowed.is_empty() && places.any(allowed) {
            return Level::Off;
        }
        self.levels.get(&code).copied().unwrap_or(code.level())
    }

    /// What is allowed, as path, line and code.
    pub(in crate::manifest) fn allowances(
        &self,
        sources: &Sources<'_>,
    ) -> BTreeSet<(String, u32, Code)> {
        let path = |file| sources.path(Span { file, start: 0, end: 0 }).to_owned();
        let lines = self.allowed.iter();
        lines
            .flat_map(|((file, line), codes)| codes.iter().map(|code| (path(*file), *line, *code)))
            .collect()
    }
}

/// Reads `# rolecall: allow RC101 because …` of all comments. One behind something counts for its own line, one that
/// stands alone for the next line that is no comment.
pub(in crate::manifest) fn allow(comments: &BTreeMap<Span, String>, report: &Report<'_>) {
    for (span, text) in comments {
        let Some(rest) = text.trim().strip_prefix("rolecall:") else { continue };
        let Some(codes) = codes(rest.trim(), *span, report) else { continue };
        let line = target(*span, report);
        report.lints().allowed.entry((span.file, line)).or_default().extend(codes);
    }
}

fn codes(rest: &str, span: Span, report: &Report<'_>) -> Option<Vec<Code>> {
    let wrong = |message: String, help: Option<String>| {
        let problem = Problem::new(Code::InvalidAllowance, Place::new(span), message);
        let usual = "write it like `# rolecall: allow RC101 because she built the workspace`";
        report.tell(problem.help(help.unwrap_or_else(|| usual.to_owned())));
    };
    let Some(rest) = rest.strip_prefix("allow ") else {
        wrong("this comment says nothing that rolecall knows".to_owned(), None);
        return None;
    };
    let (words, reason) = rest.split_once(" because ").unwrap_or((rest, ""));
    if reason.trim().is_empty() {
        wrong("a lint is allowed without saying why".to_owned(), None);
        return None;
    }
    let mut codes = Vec::new();
    for word in words.split([',', ' ']).filter(|word| !word.is_empty()) {
        match Code::parse(word) {
            Some(code) if code.is_lint() => codes.push(code),
            Some(code) => wrong(format!("{code} is always an error and can't be allowed"), None),
            None => {
                let near = did_you_mean(word, Code::lints().map(Code::word));
                wrong(format!("there is no lint `{}`", escape(word)), near);
            }
        }
    }
    Some(codes)
}

/// Lines of comments that may stand between an allowance and what it is about.
const LONGEST_BLOCK: u32 = 50;

/// The line that a comment is about.
fn target(span: Span, report: &Report<'_>) -> u32 {
    let sources = report.sources();
    let is_comment = |line| sources.line_text(span.file, line).trim_start().starts_with('#');
    let line = sources.line(span);
    (line..line + LONGEST_BLOCK).find(|line| !is_comment(*line)).unwrap_or(line)
}
