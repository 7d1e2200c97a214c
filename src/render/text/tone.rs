use super::super::sentence::Mark;
use anstyle::{AnsiColor, Style as Ansi};

/// How a piece of text is painted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::render) enum Tone {
    /// As it is.
    Plain,
    /// Headings.
    Bold,
    /// What is there to be looked up, not to be read.
    Dim,
    /// Names.
    Name,
    /// Commands and places.
    Code,
    /// New.
    Add,
    /// Different.
    Change,
    /// Gone.
    Remove,
    /// Waits, for a day or for a person.
    Wait,
    /// To be looked at.
    Alarm,
}

impl Tone {
    fn ansi(self) -> Ansi {
        let color = |color: AnsiColor| color.on_default();
        match self {
            Self::Plain => Ansi::new(),
            Self::Bold | Self::Name => Ansi::new().bold(),
            Self::Dim => Ansi::new().dimmed(),
            Self::Code => color(AnsiColor::Cyan),
            Self::Add => color(AnsiColor::Green).bold(),
            Self::Change => color(AnsiColor::Yellow).bold(),
            Self::Remove | Self::Alarm => color(AnsiColor::Red).bold(),
            Self::Wait => color(AnsiColor::Magenta).bold(),
        }
    }

    /// Adds the text, painted where colour is wanted.
    pub(super) fn paint(self, text: &str, color: bool, out: &mut String) {
        let ansi = self.ansi();
        if color && ansi != Ansi::new() && !text.is_empty() {
            out.push_str(&format!("{ansi}{text}{ansi:#}"));
        } else {
            out.push_str(text);
        }
    }
}

impl From<Mark> for Tone {
    fn from(mark: Mark) -> Self {
        match mark {
            Mark::Add | Mark::Done => Self::Add,
            Mark::Change => Self::Change,
            Mark::Remove => Self::Remove,
            Mark::Failed | Mark::Unknown => Self::Alarm,
            Mark::Notify | Mark::Manual | Mark::Held => Self::Wait,
            Mark::Missed => Self::Dim,
        }
    }
}
