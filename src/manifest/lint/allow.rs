use crate::manifest::diagnostic::{Code, Problem, Report, escape};
use crate::manifest::node::{Place, Span};
use crate::manifest::reader::did_you_mean;
use std::collections::{BTreeMap, BTreeSet};

/// Which lints are allowed on which lines, by file and line.
#[derive(Debug, Default)]
pub(in crate::manifest) struct Allowances {
    lines: BTreeMap<(u32, u32), BTreeSet<Code>>,
}

impl Allowances {
    /// Reads `# rolecall: allow RC101 because …` of all comments. One behind something counts for its own line,
    /// one that stands alone for the next line that is no comment.
    pub(in crate::manifest) fn read(
        comments: &BTreeMap<Span, String>,
        report: &Report<'_>,
    ) -> Self {
        let mut read = Self::default();
        for (span, text) in comments {
            let Some(rest) = text.trim().strip_prefix("rolecall:") else { continue };
            let Some(codes) = codes(rest.trim(), *span, report) else { continue };
            let line = target(*span, report);
            read.lines.entry((span.file, line)).or_default().extend(codes);
        }
        read
    }

    /// Whether a lint may stand here: by a comment at either of its places.
    pub(in crate::manifest) fn allow(&self, code: Code, place: Place, report: &Report<'_>) -> bool {
        [Some(place.at), place.via].into_iter().flatten().any(|span| {
            let line = report.sources().line(span);
            self.lines.get(&(span.file, line)).is_some_and(|codes| codes.contains(&code))
        })
    }

    /// All of them, as file, line and code.
    pub(in crate::manifest) fn list(&self, report: &Report<'_>) -> BTreeSet<(String, u32, Code)> {
        let path = |file| report.sources().path(Span { file, start: 0, end: 0 }).to_owned();
        let all = self
            .lines
            .iter()
            .flat_map(|((file, line), codes)| codes.iter().map(|code| (path(*file), *line, *code)));
        all.collect()
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
                let lints = Code::ALL.iter().filter(|code| code.is_lint()).map(|code| code.word());
                wrong(format!("there is no lint `{}`", escape(word)), did_you_mean(word, lints));
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
