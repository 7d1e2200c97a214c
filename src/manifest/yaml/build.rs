use super::refused::{self, MAX_COPIED, MAX_DEPTH, MAX_NODES};
use super::{MAX_BYTES, Parsed, Tree, words};
use crate::manifest::diagnostic::{Code, Problem, Report};
use crate::manifest::node::{Key, Mapping, Node, Place, Scalar, Span, Value};
use crate::manifest::sources::clamp;
use serde_saphyr::granit_parser::{self, Event, Parser, ScalarStyle, ScanError, StrInput, Tag};
use std::borrow::Cow;
use std::collections::HashMap;

/// All documents of a text.
pub(super) fn documents(
    text: &str,
    file: u32,
    counts: fn(&Node) -> bool,
    report: &Report<'_>,
) -> Parsed {
    let options = granit_parser::options! {
        max_buffered_comment_events: MAX_BYTES,
        flow_nesting_limit: MAX_DEPTH,
        block_nesting_limit: MAX_DEPTH,
    };
    let parser = Parser::new_from_str_with_options(text, options);
    let mut parsed = Parsed::default();
    let parsed_here = &mut parsed;
    let (anchors, problems) = (HashMap::new(), Vec::new());
    let mut builder =
        Builder { parser, text, file, parsed: parsed_here, anchors, nodes: 0, copied: 0, problems };
    loop {
        match builder.document() {
            Ok(Some(root)) => {
                let problems = std::mem::take(&mut builder.problems);
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
    if !report.take(builder.nodes + builder.copied, Place::new(Span { file, start: 0, end: 0 })) {
        parsed.documents.clear();
    }
    parsed
}

/// Why the document can't be read any further.
struct Stop(Box<Problem>);

impl From<Problem> for Stop {
    fn from(problem: Problem) -> Self {
        Self(Box::new(problem))
    }
}

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
    problems: Vec<Problem>,
}

/// Keys of a mapping: the first few are looked for one by one, which takes no memory.
#[derive(Default)]
struct Seen(HashMap<String, Place>);

impl Seen {
    /// Where a key was before, which `entries` are those of; notices it.
    fn first(&mut self, key: &Key, entries: &[(Key, Node)]) -> Option<Place> {
        const FEW: usize = 16;
        if entries.len() < FEW {
            return entries.iter().find(|(it, _)| it.text == key.text).map(|(it, _)| it.place);
        }
        if self.0.is_empty() {
            self.0.extend(entries.iter().map(|(it, _)| (it.text.clone(), it.place)));
        }
        let first = self.0.get(&key.text).copied();
        if first.is_none() {
            self.0.insert(key.text.clone(), key.place);
        }
        first
    }
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
        self.problems.clear();
        loop {
            let (event, span) = self.next()?;
            match event {
                Event::StreamStart | Event::DocumentEnd | Event::DocumentStart(..) => {}
                Event::StreamEnd => return Ok(None),
                event => return self.node(event, span, 0).map(|built| Some(built.node)),
            }
        }
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
            return Err(refused::too_deep(place).into());
        }
        self.nodes += 1;
        if self.nodes > MAX_NODES {
            return Err(refused::too_many(place).into());
        }
        match event {
            Event::Alias(anchor) => self.alias(anchor, place, depth),
            Event::Scalar(text, style, anchor, tag) => {
                let plain = matches!(style, ScalarStyle::Plain) && tag.is_none();
                let node = Node { value: scalar(text, plain), place };
                self.tag(tag, "str", place, place);
                self.keep(anchor, Built { node, nodes: 1, depth: 1 })
            }
            Event::SequenceStart(_, anchor, tag) => {
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
                let begins = place;
                let place = self.around(span, end, items.last());
                self.tag(tag, "seq", begins, place);
                let node = Node { value: Value::Sequence(items), place };
                self.keep(anchor, Built { node, nodes, depth: deepest + 1 })
            }
            Event::MappingStart(_, anchor, tag) => {
                self.open(anchor);
                let mut entries: Vec<(Key, Node)> = Vec::new();
                let mut seen = Seen::default();
                let (mut nodes, mut deepest, mut end) = (1, 0, span.end);
                // What is told of a key that is left out tells of the mapping too, which lacks fields without it.
                let mut left_out = Vec::new();
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
                    match key {
                        Err(problem) => left_out.push(problem),
                        Ok(key) => match seen.first(&key, &entries) {
                            Some(first) => self.problems.push(refused::twice(&key, first)),
                            None => entries.push((key, built.node)),
                        },
                    }
                }
                let begins = place;
                let place = self.around(span, end, entries.last().map(|(_, node)| node));
                self.problems.extend(left_out.into_iter().map(|it| it.covers(place)));
                self.tag(tag, "map", begins, place);
                let node = Node { value: Value::Mapping(Mapping { entries }), place };
                self.keep(anchor, Built { node, nodes, depth: deepest + 1 })
            }
            _ => Err(Problem::new(Code::Syntax, place, words::NOT_YAML).into()),
        }
    }

    /// A key, or why it is one that manifests don't use.
    fn key(
        &mut self,
        event: Event<'t>,
        span: Span,
        depth: usize,
    ) -> Result<Result<Key, Problem>, Stop> {
        let place = Place::new(span);
        if let Event::Scalar(text, style, _, tag) = event {
            self.tag(tag, "str", place, place);
            if text == "<<" && matches!(style, ScalarStyle::Plain) {
                return Ok(Err(refused::merge_key(place)));
            }
            return Ok(Ok(Key { text: text.into_owned(), place }));
        }
        self.node(event, span, depth + 1)?;
        let before = (span.start as usize).saturating_sub(1);
        Ok(Err(refused::key(self.text.get(before..).unwrap_or_default(), place)))
    }

    fn alias(&mut self, anchor: usize, place: Place, depth: usize) -> Result<Built, Stop> {
        let Some(Some(anchored)) = self.anchors.get(&anchor) else {
            return Err(refused::inside_itself(place).into());
        };
        let (nodes, height) = (anchored.nodes, anchored.depth);
        self.copied += nodes;
        if self.copied > MAX_COPIED {
            return Err(refused::bomb(place).into());
        }
        if depth + height > MAX_DEPTH {
            return Err(refused::too_deep(place).into());
        }
        let mut node = anchored.node.clone();
        // The alias is its place, and where it was written is the other one.
        node.move_to(|written| Place { at: place.at, via: Some(written.written()) });
        Ok(Built { node, nodes, depth: height })
    }

    /// Marks an anchor as being read.
    fn open(&mut self, anchor: usize) {
        if anchor > 0 {
            self.anchors.insert(anchor, None);
        }
    }

    fn keep(&mut self, anchor: usize, built: Built) -> Result<Built, Stop> {
        if anchor > 0 {
            let Built { node, nodes, depth } = &built;
            self.copied += nodes;
            if self.copied > MAX_COPIED {
                return Err(refused::bomb(node.place).into());
            }
            let anchored = Built { node: node.clone(), nodes: *nodes, depth: *depth };
            self.anchors.insert(anchor, Some(anchored));
        }
        Ok(built)
    }

    /// Refuses tags but the one that says what is there anyway. What it stands before is not what it would have been.
    fn tag(&mut self, tag: Option<Cow<'_, Tag>>, own: &str, begins: Place, whole: Place) {
        let refused = tag.filter(|it| !it.is_yaml_core_schema_tag(own));
        self.problems.extend(refused.map(|it| refused::tag(&it, begins).covers(whole)));
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
        let at = self.text.floor_char_boundary(byte.min(self.text.len()));
        let why = words::why(error.kind(), self.text, at);
        let place = Place::new(self.span_at(why.at.unwrap_or(at)));
        let message = format!("{}: {}", words::NOT_YAML, why.message);
        Problem::new(Code::Syntax, place, message).help(why.help).into()
    }
}

fn scalar(text: Cow<'_, str>, plain: bool) -> Value {
    if plain && matches!(&*text, "" | "~" | "null" | "Null" | "NULL") {
        return Value::Null;
    }
    Value::Scalar(Scalar { text: text.into_owned(), plain })
}
