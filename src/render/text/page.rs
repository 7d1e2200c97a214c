use super::super::sentence::Sentence;
use super::Style;
use super::tone::Tone;
use super::words::{Word, words};
use unicode_width::UnicodeWidthStr as _;

/// Narrower is not laid out: words would be cut everywhere.
const NARROWEST: usize = 40;

/// Between a sentence and where it comes from.
const BEFORE: &str = " · ";

/// Lines of text as they are laid out, wrapped to a width.
pub(in crate::render) struct Page {
    width: usize,
    color: bool,
    cuts: bool,
    out: String,
}

impl Page {
    pub(in crate::render) const fn new(style: Style) -> Self {
        let Style { width, color, cuts } = style;
        let width = if width < NARROWEST { NARROWEST } else { width };
        Self { width, color, cuts, out: String::new() }
    }

    pub(in crate::render) fn finish(self) -> String {
        self.out
    }

    /// An empty line, unless there is one already or nothing yet.
    pub(super) fn blank(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with("\n\n") {
            self.out.push('\n');
        }
    }

    /// A line that is not wrapped, such as a command to copy.
    pub(super) fn whole(&mut self, lead: &[(&str, Tone)]) {
        self.lead(lead);
        self.end();
    }

    /// A sentence that is a heading, indented.
    pub(in crate::render) fn heading(&mut self, sentence: &Sentence) {
        let start = self.lead(&[("  ", Tone::Plain)]);
        let words = words(sentence).into_iter().map(|word| word.toned(Tone::Bold));
        self.flow(start, start, true, words.collect());
        self.end();
    }

    /// A sentence after `lead`; what does not fit goes on below where the sentence began.
    pub(in crate::render) fn line(&mut self, lead: &[(&str, Tone)], sentence: &Sentence) {
        self.hanging(lead, 0, sentence);
    }

    /// The same, `further` to the right from the second line on.
    pub(super) fn hanging(&mut self, lead: &[(&str, Tone)], further: usize, sentence: &Sentence) {
        let start = self.lead(lead);
        self.flow(start, start + further, is_blank(lead), words(sentence));
        self.end();
    }

    /// A sentence after `lead`, and then, paler, where it comes from: behind it where all of that has room, else below.
    pub(super) fn sourced(
        &mut self,
        lead: &[(&str, Tone)],
        sentence: &Sentence,
        source: &Sentence,
    ) {
        let start = self.lead(lead);
        let column = self.flow(start, start, is_blank(lead), words(sentence));
        let source: Vec<_> = words(source).into_iter().map(|word| word.toned(Tone::Dim)).collect();
        let spaces = source.len().saturating_sub(1);
        let width = spaces + source.iter().map(Word::width).sum::<usize>();
        if !source.is_empty() && column + BEFORE.width() + width <= self.width {
            Tone::Dim.paint(BEFORE, self.color, &mut self.out);
            self.flow(column + BEFORE.width(), start, false, source);
        } else if !source.is_empty() {
            let column = self.turn(start, false);
            self.flow(column, start, true, source);
        }
        self.end();
    }

    /// Writes words from `start` on, in further lines from `below` on, and says in which column they end. `unmarked`
    /// says that no sign of ours stands before the first of them.
    fn flow(&mut self, start: usize, below: usize, unmarked: bool, words: Vec<Word>) -> usize {
        let mut column = start;
        let mut fresh = true;
        let mut words = words.into_iter().peekable();
        while let Some(mut word) = words.next() {
            let pretends = word.pretends(words.peek());
            if !fresh && column + 1 + word.width() <= self.width {
                self.out.push(' ');
                column += 1;
            } else if !fresh {
                column = self.turn(below, pretends);
            } else if unmarked && pretends {
                column += self.dots();
            }
            while self.cuts && column + word.width() > self.width && self.width > column + 1 {
                word.cut(self.width - column).paint(self.color, &mut self.out);
                column = self.turn(below, true);
            }
            column += word.width();
            word.paint(self.color, &mut self.out);
            fresh = false;
        }
        column
    }

    /// Paints what stands before a sentence, and says how wide it is.
    fn lead(&mut self, lead: &[(&str, Tone)]) -> usize {
        for (text, tone) in lead {
            tone.paint(text, self.color, &mut self.out);
        }
        lead.iter().map(|(text, _)| text.width()).sum()
    }

    /// Goes on in the next line, and says in which column. Dots tell that somebody else's words go on, where these
    /// could be taken for a line of ours.
    fn turn(&mut self, below: usize, dots: bool) -> usize {
        self.end();
        self.out.push_str(&" ".repeat(below));
        if dots { below + self.dots() } else { below }
    }

    fn dots(&mut self) -> usize {
        Tone::Dim.paint("…", self.color, &mut self.out);
        1
    }

    fn end(&mut self) {
        let kept = self.out.trim_end_matches(' ').len();
        self.out.truncate(kept);
        self.out.push('\n');
    }
}

/// Whether nothing is to be seen of it.
fn is_blank(lead: &[(&str, Tone)]) -> bool {
    lead.iter().all(|(text, _)| text.trim().is_empty())
}
