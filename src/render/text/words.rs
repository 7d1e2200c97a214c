use super::super::escape::{copyable, quoted, reserved, sentence as spoken, visible};
use super::super::sentence::{Part, Sentence};
use super::tone::Tone;
use crate::model::Email;
use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

/// Pieces that stand together: a line is never broken between them if it can be helped.
#[derive(Debug, Default)]
pub(super) struct Word {
    pieces: Vec<Piece>,
}

/// Some characters of one tone.
#[derive(Debug)]
struct Piece {
    text: String,
    tone: Tone,
    /// Whether somebody else chose the characters.
    foreign: bool,
}

impl Word {
    /// Columns that it takes.
    pub(super) fn width(&self) -> usize {
        self.pieces.iter().map(|piece| piece.text.width()).sum()
    }

    /// Whether, at the beginning of a line, it could be taken for a line of ours: other people's words that begin
    /// with a sign, with a number before one, or with a word that people search for.
    pub(super) fn pretends(&self, next: Option<&Self>) -> bool {
        let Some(first) = self.pieces.first() else { return false };
        if !first.foreign || first.text.starts_with('"') {
            return false;
        }
        // A path may have spaces in it.
        let word = first.text.split(' ').next().unwrap_or_default();
        if word.starts_with(|c: char| c.is_ascii_digit()) {
            return self.is_number_of_a_line(next);
        }
        // No line of ours begins as a path does.
        let path = |c: char| first.tone == Tone::Code && "/.".contains(c);
        let ordinary = |c: char| c.is_alphabetic() || "\"'`(\\".contains(c) || path(c);
        !word.starts_with(ordinary) || reserved(word)
    }

    /// Whether it could be the number before a step's sign, or before what to click.
    fn is_number_of_a_line(&self, next: Option<&Self>) -> bool {
        let text: String = self.pieces.iter().map(|piece| piece.text.as_str()).collect();
        let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
        let sign =
            |text: &str| !text.starts_with(|c: char| c.is_alphanumeric() || "\"'`(".contains(c));
        match rest.chars().next() {
            None => next.and_then(|next| next.pieces.first()).is_none_or(|it| sign(&it.text)),
            Some(' ') => sign(rest.trim_start()),
            Some(c) => ".)".contains(c),
        }
    }

    /// Cuts off as much as fits into so many columns, at least one character.
    pub(super) fn cut(&mut self, columns: usize) -> Self {
        let mut head = Self::default();
        let mut left = columns;
        while !self.pieces.is_empty() {
            let piece = &mut self.pieces[0];
            let mut at = 0;
            for (index, c) in piece.text.char_indices() {
                let width = c.width().unwrap_or(0);
                let first = head.pieces.is_empty() && index == 0;
                if width > left && !first {
                    break;
                }
                left = left.saturating_sub(width);
                at = index + c.len_utf8();
            }
            let whole = at == piece.text.len();
            let rest = piece.text.split_off(at);
            let text = std::mem::replace(&mut piece.text, rest);
            if !text.is_empty() {
                head.pieces.push(Piece { text, tone: piece.tone, foreign: piece.foreign });
            }
            if !whole {
                break;
            }
            self.pieces.remove(0);
        }
        head
    }

    /// The same, all of it in one tone.
    pub(super) fn toned(mut self, tone: Tone) -> Self {
        for piece in &mut self.pieces {
            piece.tone = tone;
        }
        self
    }

    fn push(&mut self, text: String, tone: Tone, foreign: bool) {
        if !text.is_empty() {
            self.pieces.push(Piece { text, tone, foreign });
        }
    }

    /// Adds it to the output.
    pub(super) fn paint(&self, color: bool, out: &mut String) {
        for piece in &self.pieces {
            piece.tone.paint(&piece.text, color, out);
        }
    }
}

/// The words of a sentence. A name, an address, a command, what people search for: one word each, whatever is in them.
pub(super) fn words(sentence: &Sentence) -> Vec<Word> {
    let mut all = vec![Word::default()];
    for part in sentence.parts() {
        match part {
            Part::Own(text) => break_up(&mut all, text, Tone::Plain, false),
            Part::Strong(text) => add(&mut all, (*text).to_owned(), Tone::Bold, false),
            Part::Prose(text) => break_up(&mut all, &spoken(text), Tone::Plain, true),
            Part::Name(name) => add(&mut all, quoted(name), Tone::Name, true),
            Part::Email(text) => {
                let (shown, foreign) = address(text);
                add(&mut all, shown, Tone::Plain, foreign);
            }
            Part::Code(text) => add(&mut all, copyable(text), Tone::Code, true),
        }
    }
    all.retain(|word| !word.pieces.is_empty());
    all
}

/// An address as it was written, which has no spaces or colons and so can't be taken for anything else. What is none
/// is quoted, and foreign.
fn address(text: &str) -> (String, bool) {
    let shown = visible(text);
    if Email::parse(text).is_ok() && shown == text { (shown, false) } else { (quoted(text), true) }
}

fn add(all: &mut [Word], text: String, tone: Tone, foreign: bool) {
    if let Some(last) = all.last_mut() {
        last.push(text, tone, foreign);
    }
}

fn break_up(all: &mut Vec<Word>, text: &str, tone: Tone, foreign: bool) {
    for (at, word) in text.split(' ').enumerate() {
        if at > 0 {
            all.push(Word::default());
        }
        if let Some(last) = all.last_mut() {
            last.push(word.to_owned(), tone, foreign);
        }
    }
}
