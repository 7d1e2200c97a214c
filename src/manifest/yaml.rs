//! Text → nodes. The only file that names serde-saphyr: its parser gives events with byte spans, and what
//! YAML allows and manifests don't is refused here.

use super::SourceFile;
use super::diagnostic::{Code, Problem, Report, escape};
use super::node::{Key, Mapping, Node, Place, Scalar, Span, Value};
use super::sources::clamp;
use serde_saphyr::granit_parser::{self, Event, Parser, ScalarStyle, ScanError, StrInput, Tag};
use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::HashMap;

/// Bytes that a file may have. A manifest of 50,000 people has 4 MiB.
pub(crate) const MAX_BYTES: usize = 8 * 1024 * 1024;
/// Nodes that a file may have. Each takes some 100 bytes; a manifest of 50,000 people has 350,000.
const MAX_NODES: usize = 500_000;
/// Nodes that anchors and aliases may add to a file.
const MAX_COPIED: usize = 100_000;
/// Levels of nesting, aliases included.
const MAX_DEPTH: usize = 64;

/// The documents of one file and its comments.
#[derive(Debug, Default)]
pub(crate) struct Parsed {
    /// Documents that could be read to their end.
    pub(crate) documents: Vec<Tree>,
    /// What stands behind each `#`, with its place.
    pub(crate) comments: Vec<(String, Span)>,
    /// Why a document could not be read to its end, where that is to be told as an error.
    pub(crate) stopped: Vec<Problem>,
}

/// A document.
#[derive(Debug)]
pub(crate) struct Tree {
    pub(crate) root: Node,
    /// Nothing was wrong with it as YAML.
    pub(crate) sound: bool,
}

/// The first document of YAML that is no manifest; nothing where something is wrong with it.
#[must_use]
pub fn foreign(text: &str) -> Option<Node> {
    let files = [SourceFile { path: String::new(), text: text.to_owned() }];
    let report = Report::new(&files);
    let parsed = parse(text, 0, |_| true, &report);
    parsed.documents.into_iter().next().filter(|it| it.sound).map(|it| it.root)
}

/// Parses all documents of a file; an error in one document hides no other.
/// `counts` says for a document whether it has to keep to the YAML that manifests use.
pub(crate) fn parse(
    text: &str,
    file: u32,
    counts: fn(&Node) -> bool,
    report: &Report<'_>,
) -> Parsed {
    let mut parsed = Parsed::default();
    let start = Place::new(Span { file, start: 0, end: 0 });
    if !report.take(0, start) {
        return parsed;
    }
    if text.len() > MAX_BYTES {
        let message = format!(
            "the file has {} MiB, and at most {} MiB are read",
            text.len().div_ceil(1024 * 1024),
            MAX_BYTES / 1024 / 1024
        );
        let help = "split it into several files, or keep it out of the folder that rolecall reads";
        parsed.stopped.push(Problem::new(Code::TooBig, start, message).help(help));
        return parsed;
    }
    let options = granit_parser::options! {
        max_buffered_comment_events: MAX_BYTES,
        flow_nesting_limit: MAX_DEPTH,
        block_nesting_limit: MAX_DEPTH,
    };
    let parser = Parser::new_from_str_with_options(text, options);
    let parsed_here = &mut parsed;
    let (anchors, problems) = (HashMap::new(), RefCell::default());
    let mut builder =
        Builder { parser, text, file, parsed: parsed_here, anchors, nodes: 0, copied: 0, problems };
    loop {
        match builder.document() {
            Ok(Some(root)) => {
                let problems = builder.problems.take();
                let sound = problems.is_empty();
                if counts(&root) {
                    problems.into_iter().for_each(|problem| report.tell(problem));
                }
                builder.parsed.documents.push(Tree { root, sound });
            }
            Ok(None) => break,
            Err(Stop(problem)) => {
                builder.parsed.stopped.push(*problem);
                match builder.parser.proceed_next_document() {
                    Ok(true) => {}
                    Ok(false) | Err(_) => break,
                }
            }
        }
    }
    if !report.take(builder.nodes + builder.copied, start) {
        parsed.documents.clear();
    }
    parsed
}

/// Why the document can't be read any further.
struct Stop(Box<Problem>);

struct Builder<'t, 'r> {
    parser: Parser<'t, StrInput<'t>>,
    text: &'t str,
    file: u32,
    parsed: &'r mut Parsed,
    /// By the parser's number; `None` while it is being read.
    anchors: HashMap<usize, Option<Built>>,
    /// Nodes that were read.
    nodes: usize,
    /// Nodes that were copied for anchors and aliases.
    copied: usize,
    /// What is wrong with the document that is being read, and doesn't end it.
    problems: RefCell<Vec<Problem>>,
}

/// A node with how many nodes it has and how deep they are.
struct Built {
    node: Node,
    nodes: usize,
    depth: usize,
}

impl<'t> Builder<'t, '_> {
    /// Reads one document; `None` at the end of the file.
    fn document(&mut self) -> Result<Option<Node>, Stop> {
        self.anchors.clear();
        self.problems.take();
        loop {
            let (event, span) = self.next()?;
            match event {
                Event::StreamStart | Event::DocumentEnd | Event::DocumentStart(..) => {}
                Event::StreamEnd => return Ok(None),
                event => return self.node(event, span, 0).map(|built| Some(built.node)),
            }
        }
    }

    fn problem(&self, problem: Problem) {
        self.problems.borrow_mut().push(problem);
    }

    /// The next event that is no comment.
    fn next(&mut self) -> Result<(Event<'t>, Span), Stop> {
        loop {
            match self.parser.next_event() {
                None => return Ok((Event::StreamEnd, self.span_at(self.text.len()))),
                Some(Err(error)) => return Err(self.syntax(&error)),
                Some(Ok((Event::Comment(text, _), span))) => {
                    let span = self.span(span);
                    self.parsed.comments.push((text.into_owned(), span));
                }
                Some(Ok((event, span))) => return Ok((event, self.span(span))),
            }
        }
    }

    fn node(&mut self, event: Event<'t>, span: Span, depth: usize) -> Result<Built, Stop> {
        let place = Place::new(span);
        if depth >= MAX_DEPTH {
            return Err(self.stop(Code::TooBig, span, "this is nested too deeply"));
        }
        self.nodes += 1;
        if self.nodes > MAX_NODES {
            let message = format!("the file has more than {MAX_NODES} values");
            return Err(self.stop(Code::TooBig, span, &message));
        }
        match event {
            Event::Alias(anchor) => self.alias(anchor, span, depth),
            Event::Scalar(text, style, anchor, tag) => {
                let quoted = self.tag(tag, "str", span);
                let plain = matches!(style, ScalarStyle::Plain) && !quoted;
                let node = Node { value: scalar(text, plain), place };
                self.keep(anchor, span, Built { node, nodes: 1, depth: 1 })
            }
            Event::SequenceStart(_, anchor, tag) => {
                self.tag(tag, "seq", span);
                self.open(anchor);
                let (mut items, mut nodes, mut deepest, mut end) = (Vec::new(), 1, 0, span.end);
                loop {
                    let (event, span) = self.next()?;
                    if matches!(event, Event::SequenceEnd) {
                        end = end.max(span.end);
                        break;
                    }
                    let built = self.node(event, span, depth + 1)?;
                    (nodes, deepest) = (nodes + built.nodes, deepest.max(built.depth));
                    items.push(built.node);
                }
                let place = self.around(span, end, items.last());
                let node = Node { value: Value::Sequence(items), place };
                self.keep(anchor, span, Built { node, nodes, depth: deepest + 1 })
            }
            Event::MappingStart(_, anchor, tag) => {
                self.tag(tag, "map", span);
                self.open(anchor);
                let mut entries: Vec<(Key, Node)> = Vec::new();
                let mut seen: HashMap<String, Place> = HashMap::new();
                let (mut nodes, mut deepest, mut end) = (1, 0, span.end);
                loop {
                    let (event, span) = self.next()?;
                    if matches!(event, Event::MappingEnd) {
                        end = end.max(span.end);
                        break;
                    }
                    let key = self.key(event, span, depth)?;
                    let (event, span) = self.next()?;
                    let built = self.node(event, span, depth + 1)?;
                    (nodes, deepest) = (nodes + built.nodes, deepest.max(built.depth));
                    let Some(key) = key else { continue };
                    match seen.get(&key.text) {
                        Some(first) => self.duplicate(&key, *first),
                        None => {
                            seen.insert(key.text.clone(), key.place);
                            entries.push((key, built.node));
                        }
                    }
                }
                let place = self.around(span, end, entries.last().map(|(_, node)| node));
                let node = Node { value: Value::Mapping(Mapping { entries }), place };
                self.keep(anchor, span, Built { node, nodes, depth: deepest + 1 })
            }
            _ => Err(self.stop(Code::Syntax, span, "this is not YAML")),
        }
    }

    /// A key, or `None` where it is one that manifests don't use.
    fn key(&mut self, event: Event<'t>, span: Span, depth: usize) -> Result<Option<Key>, Stop> {
        let place = Place::new(span);
        if let Event::Scalar(text, style, _, tag) = event {
            self.tag(tag, "str", span);
            if text == "<<" && matches!(style, ScalarStyle::Plain) {
                let problem = Problem::new(Code::UnsupportedYaml, place, "merge keys are not read");
                self.problem(problem.help("write the fields out, or use a Template"));
                return Ok(None);
            }
            return Ok(Some(Key { text: text.into_owned(), place }));
        }
        self.node(event, span, depth + 1)?;
        let problem = Problem::new(Code::UnsupportedYaml, place, "a key has to be a plain text");
        let help = "put quotes around a text that begins with `{` or `[`; an expression is written `${{ … }}`";
        self.problem(problem.help(help));
        Ok(None)
    }

    fn duplicate(&self, key: &Key, first: Place) {
        let message = format!("the key `{}` is here twice", escape(&key.text));
        let problem = Problem::new(Code::DuplicateKey, key.place, message);
        self.problem(problem.and(first, "it is here first"));
    }

    fn alias(&mut self, anchor: usize, span: Span, depth: usize) -> Result<Built, Stop> {
        let Some(Some(anchored)) = self.anchors.get(&anchor) else {
            let message = "an anchor can't be used inside of itself";
            return Err(self.stop(Code::UnsupportedYaml, span, message));
        };
        let (nodes, height) = (anchored.nodes, anchored.depth);
        self.copied += nodes;
        if self.copied > MAX_COPIED {
            return Err(self.bomb(span));
        }
        if depth + height > MAX_DEPTH {
            return Err(self.stop(Code::TooBig, span, "this is nested too deeply"));
        }
        let mut node = anchored.node.clone();
        // The alias is its place, and where it was written is the other one.
        node.move_to(|place| Place { at: span, via: Some(place.written()) });
        Ok(Built { node, nodes, depth: height })
    }

    /// Marks an anchor as being read.
    fn open(&mut self, anchor: usize) {
        if anchor > 0 {
            self.anchors.insert(anchor, None);
        }
    }

    fn keep(&mut self, anchor: usize, span: Span, built: Built) -> Result<Built, Stop> {
        if anchor > 0 {
            let Built { node, nodes, depth } = &built;
            self.copied += nodes;
            if self.copied > MAX_COPIED {
                return Err(self.bomb(span));
            }
            let anchored = Built { node: node.clone(), nodes: *nodes, depth: *depth };
            self.anchors.insert(anchor, Some(anchored));
        }
        Ok(built)
    }

    fn bomb(&self, span: Span) -> Stop {
        let message = format!("anchors and aliases add more than {MAX_COPIED} values to this file");
        self.stop(Code::TooBig, span, &message)
    }

    /// Refuses tags but the one that says what is there anyway. Returns whether there was one.
    fn tag(&self, tag: Option<Cow<'_, Tag>>, own: &str, span: Span) -> bool {
        let Some(tag) = tag else { return false };
        if !tag.is_yaml_core_schema_tag(own) {
            let message = format!("the tag `{}` is not read", escape(&tag.original()));
            let problem = Problem::new(Code::UnsupportedYaml, Place::new(span), message);
            self.problem(problem.help("leave it out; quote the value if it has to be a text"));
        }
        true
    }

    /// The place of a list or mapping: to the end of what is in it, without the space behind.
    fn around(&self, start: Span, end: u32, last: Option<&Node>) -> Place {
        let flow = self.text.as_bytes().get(start.start as usize);
        let end = match (flow, last) {
            (Some(b'[' | b'{'), _) => end,
            (_, Some(last)) if last.place.at.end > start.start => last.place.at.end,
            _ => start.end,
        };
        Place::new(Span { end: end.max(start.start), ..start })
    }

    fn span(&self, span: granit_parser::Span) -> Span {
        let range = span.byte_range().unwrap_or(0..0);
        let mut end = range.end.min(self.text.len());
        // A block scalar's span reaches over the line breaks behind it.
        while end > range.start && matches!(self.text.as_bytes()[end - 1], b'\n' | b'\r' | b' ') {
            end -= 1;
        }
        Span { file: self.file, start: clamp(range.start), end: clamp(end) }
    }

    fn span_at(&self, byte: usize) -> Span {
        let at = clamp(byte.min(self.text.len()));
        Span { file: self.file, start: at, end: at }
    }

    fn syntax(&self, error: &ScanError) -> Stop {
        let byte = error.marker().byte_offset().unwrap_or(self.text.len());
        let at = (0..=byte.min(self.text.len())).rev().find(|at| self.text.is_char_boundary(*at));
        let mut stop = self.stop(Code::Syntax, self.span_at(at.unwrap_or(0)), "this is not YAML");
        let (message, help) = in_words(&error.kind().to_string());
        stop.0.say(message, help);
        stop
    }

    fn stop(&self, code: Code, span: Span, message: &str) -> Stop {
        Stop(Box::new(Problem::new(code, Place::new(span), message)))
    }
}

/// What the parser says, as a person would.
fn in_words(said: &str) -> (&'static str, &'static str) {
    const WORDS: &[(&str, &str, &str)] = &[
        (
            "unclosed",
            "a bracket, brace or quote is not closed",
            "close it; put quotes around a text that has one",
        ),
        ("tab", "a tab stands where only spaces may", "indent with spaces"),
        (
            "quote",
            "a text in quotes is not closed",
            "close it, or double the quote where it is part of the text",
        ),
        (
            "unexpected character",
            "a character stands here that YAML doesn't allow",
            "write it by its escape, in double quotes, like \"\\x07\"",
        ),
        (
            "flow sequence",
            "a list in brackets is not closed, or lacks a comma",
            "write it as `[a, b]`",
        ),
        (
            "flow mapping",
            "fields in braces are not closed, or lack a comma",
            "write them as `{a: 1, b: 2}`",
        ),
        (
            "mapping values",
            "a second `:` stands on this line",
            "put quotes around a text with `: ` in it",
        ),
        (
            "simple key",
            "this line is neither a field nor an item",
            "a field is `name: value`, an item is `- value`",
        ),
        (
            "block mapping",
            "this line fits no field above it",
            "check its indentation: fields of one mapping begin in one column",
        ),
        (
            "block sequence",
            "this line fits no item above it",
            "check its indentation: items of one list begin in one column",
        ),
        (
            "anchor",
            "an anchor or alias is not right",
            "an alias repeats an anchor that stands before it",
        ),
        (
            "alias",
            "an anchor or alias is not right",
            "an alias repeats an anchor that stands before it",
        ),
        ("directive", "a line that begins with `%` is not right", "leave it out"),
        ("indent", "this line is not indented right", "fields of one mapping begin in one column"),
    ];
    let said = said.to_lowercase();
    let found = WORDS.iter().find(|(word, ..)| said.contains(word));
    let (_, message, help) = found.unwrap_or(&(
        "",
        "this can't be read",
        "check quotes, brackets, colons and indentation on this line and the one before it",
    ));
    (message, help)
}

fn scalar(text: Cow<'_, str>, plain: bool) -> Value {
    if plain && matches!(&*text, "" | "~" | "null" | "Null" | "NULL") {
        return Value::Null;
    }
    Value::Scalar(Scalar { text: text.into_owned(), plain })
}

#[cfg(test)]
#[path = "yaml_tests.rs"]
mod tests;
