use super::super::sentence::Sentence;
use super::tone::Tone;
use super::words::words;
use unicode_width::UnicodeWidthStr as _;

/// Narrower is not laid out: words would be cut everywhere.
const NARROWEST: usize = 40;

/// Lines of text as they are laid out, wrapped to a width.
pub(super) struct Page {
    width: usize,
    color: bool,
    out: String,
}

impl Page {
    pub(super) fn new(width: usize, color: bool) -> Self {
        Self { width: width.max(NARROWEST), color, out: String::new() }
    }

    pub(super) fn finish(self) -> String {
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

    /// A sentence after `lead`; what does not fit goes on below where the sentence began.
    pub(super) fn line(&mut self, lead: &[(&str, Tone)], sentence: &Sentence) {
        self.hanging(lead, 0, sentence);
    }

    /// The same, `further` to the right from the second line on.
    pub(super) fn hanging(&mut self, lead: &[(&str, Tone)], further: usize, sentence: &Sentence) {
        let start = self.lead(lead);
        let below = start + further;
        let mut column = start;
        let mut fresh = true;
        let unmarked = lead.iter().all(|(text, _)| text.trim().is_empty());
        for mut word in words(sentence) {
            if !fresh && column + 1 + word.width() <= self.width {
                self.out.push(' ');
                column += 1;
            } else if !fresh {
                column = self.turn(below, word.pretends());
            } else if unmarked && word.pretends() {
                column += self.dots();
            }
            while column + word.width() > self.width && self.width > column + 1 {
                word.cut(self.width - column).paint(self.color, &mut self.out);
                column = self.turn(below, true);
            }
            column += word.width();
            word.paint(self.color, &mut self.out);
            fresh = false;
        }
        self.end();
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
