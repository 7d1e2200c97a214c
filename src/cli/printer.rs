//! The only place that prints. stdout is data, stderr is talk.

use super::destination::Destination;
use super::error;
use super::escape::one_line;
use super::exit_code::Exit;
use super::files::Growing;
use super::json_error;
use anstream::AutoStream;
use anstream::stream::RawStream;
use anstyle::{AnsiColor, Style};
use anyhow::Result;
use rolecall::model::Slug;
use rolecall::platform::Redaction;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::io::{self, IsTerminal, Write};
use std::sync::atomic::{AtomicBool, Ordering};

/// When to colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum ColorChoice {
    /// On a terminal, unless `NO_COLOR` is set.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// How a stream takes text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Look {
    /// Whether to colour.
    pub(crate) color: bool,
    /// Columns. What is not a terminal has 100.
    pub(crate) width: usize,
    /// Whether it is a terminal.
    pub(crate) terminal: bool,
}

/// Writes to both streams. A reader that has gone away is no error: what is left is dropped.
#[derive(Debug)]
pub(crate) struct Printer {
    out: Look,
    err: Look,
    quiet: bool,
    closed: AtomicBool,
    redaction: Redaction,
}

impl Printer {
    /// Looks at both streams once. What `redaction` knows is never written, to neither of them nor to a file.
    pub(crate) fn new(choice: ColorChoice, quiet: bool, redaction: Redaction) -> Self {
        let no_color = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        let look = |terminal: bool, width: Option<terminal_size::Width>| Look {
            color: match choice {
                ColorChoice::Always => true,
                ColorChoice::Never => false,
                ColorChoice::Auto => terminal && !no_color && !dumb,
            },
            width: width.map_or(100, |width| usize::from(width.0).clamp(40, 160)),
            terminal,
        };
        let (out, err) = (io::stdout(), io::stderr());
        let width_of = |size: Option<(terminal_size::Width, _)>| size.map(|(width, _)| width);
        Self {
            out: look(out.is_terminal(), width_of(terminal_size::terminal_size_of(&out))),
            err: look(err.is_terminal(), width_of(terminal_size::terminal_size_of(&err))),
            quiet,
            closed: AtomicBool::new(false),
            redaction,
        }
    }

    /// How stdout takes text.
    pub(crate) const fn out(&self) -> Look {
        self.out
    }

    /// How stderr takes text.
    pub(crate) const fn err(&self) -> Look {
        self.err
    }

    /// Whether talk is wanted.
    pub(crate) const fn is_quiet(&self) -> bool {
        self.quiet
    }

    /// Writes data to stdout, ended with a line break.
    pub(crate) fn data(&self, text: &str) -> Result<()> {
        if self.closed.load(Ordering::Relaxed) {
            return Ok(());
        }
        let text = self.redaction.clean(text);
        let mut out = stream(io::stdout().lock(), self.out.color);
        let end = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
        let written = out
            .write_all(text.as_bytes())
            .and_then(|()| out.write_all(end.as_bytes()))
            .and_then(|()| out.flush());
        match written {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                self.closed.store(true, Ordering::Relaxed);
                Ok(())
            }
            Err(error) => Err(anyhow::Error::new(error).context("can't write stdout")),
            Ok(()) => Ok(()),
        }
    }

    /// Writes a file where the verb was told to.
    pub(crate) fn save(&self, file: &Destination, text: &str) -> Result<()> {
        match file.is_stdout() {
            true => self.data(text),
            false => file.replace(&self.redaction.clean(text)),
        }
    }

    /// Writes more of a file where the verb was told to: whole lines, in which no secret is cut in two.
    pub(crate) fn append(&self, file: &mut Growing, text: &str) -> Result<()> {
        file.append(&self.redaction.clean(text))
    }

    /// How text is taken that goes beside a file: by stdout, or by stderr where that file is stdout.
    pub(crate) fn beside(&self, file: Option<&Destination>) -> Look {
        if file.is_some_and(Destination::is_stdout) { self.err } else { self.out }
    }

    /// Shows what a verb has for people beside a file.
    pub(crate) fn show_beside(&self, file: Option<&Destination>, text: &str) -> Result<()> {
        if file.is_some_and(Destination::is_stdout) {
            self.talk(text);
            return Ok(());
        }
        self.data(text)
    }

    /// A value without the secrets that are known, for what is shown or written of it.
    pub(crate) fn cleaned<T: Serialize + DeserializeOwned>(&self, value: T) -> T {
        self.redaction.cleaned(value)
    }

    /// Says something on stderr, unless `--quiet`.
    pub(crate) fn talk(&self, text: &str) {
        if !self.quiet {
            self.stderr(text);
        }
    }

    /// Says on stderr what stops nothing.
    pub(crate) fn warn(&self, text: &str) {
        let yellow = AnsiColor::Yellow.on_default().bold();
        self.stderr(&format!("{} {text}", self.painted(yellow, "warning:")));
    }

    /// Says on stderr what went wrong, why, and what to do about it; answers how the run ends with it.
    pub(crate) fn failed(&self, error: &anyhow::Error) -> Exit {
        self.told(&self.chain(error), error::help(error).as_deref());
        error::exit(error)
    }

    fn told(&self, what: &str, help: Option<&str>) {
        let red = AnsiColor::Red.on_default().bold();
        self.stderr(&format!("{} {what}", self.painted(red, "error:")));
        if let Some(help) = help {
            let cyan = AnsiColor::Cyan.on_default().bold();
            self.stderr(&format!("{} {}", self.painted(cyan, "help:"), self.one_line(help)));
        }
    }

    /// Says which organizations could not be planned, and what that makes of the run.
    pub(crate) fn failures(&self, failures: &[(Slug, anyhow::Error)]) -> Exit {
        let (unreached, others): (Vec<_>, Vec<_>) =
            failures.iter().partition(|(_, failure)| error::unreachable(failure).is_some());
        let one_by_one = match unreached.as_slice() {
            [(_, first), _, ..] => {
                self.told(&error::nobody_reached(&unreached), error::help(first).as_deref());
                others
            }
            _ => failures.iter().collect(),
        };
        for (name, failure) in one_by_one {
            self.told(&format!("{name}: {}", self.chain(failure)), error::help(failure).as_deref());
        }
        if failures.is_empty() { Exit::Done } else { Exit::Error }
    }

    /// Asks something, without a line break.
    pub(crate) fn prompt(&self, text: &str) {
        let _ = io::stderr().lock().write_all(text.as_bytes());
    }

    /// Talk from another thread.
    pub(crate) fn talker(&self) -> impl Fn(&str) + Send + 'static {
        let (quiet, redaction) = (self.quiet, self.redaction.clone());
        move |text| {
            if !quiet {
                let text = format!("{}\n", redaction.clean(text));
                let _ = io::stderr().lock().write_all(text.as_bytes());
            }
        }
    }

    /// Writes to stderr whatever `--quiet` says.
    pub(crate) fn stderr(&self, text: &str) {
        let text = self.redaction.clean(text);
        let end = if text.ends_with('\n') { "" } else { "\n" };
        // Nothing can be said about a stderr that does not take text.
        let mut err = stream(io::stderr().lock(), self.err.color);
        let _ = err.write_all(format!("{text}{end}").as_bytes());
    }

    /// An error with its causes, on one line, with everybody else's words made visible.
    fn chain(&self, error: &anyhow::Error) -> String {
        let words = |cause: &(dyn std::error::Error + 'static)| match cause.downcast_ref() {
            Some(json) => json_error::words(json),
            None => cause.to_string(),
        };
        let links: Vec<_> = error.chain().map(|cause| self.one_line(&words(cause))).collect();
        links.join(": ")
    }

    /// Somebody else's words on one line: first without secrets, which could be cut in two.
    pub(crate) fn one_line(&self, text: &str) -> String {
        one_line(&self.redaction.clean(text))
    }

    fn painted(&self, style: Style, text: &str) -> String {
        if self.err.color { format!("{style}{text}{style:#}") } else { text.to_owned() }
    }
}

/// The stream as it takes colour: an old console of Windows has to be told by calls what others read.
fn stream<S: RawStream>(raw: S, color: bool) -> AutoStream<S> {
    if color { AutoStream::always(raw) } else { AutoStream::always_ansi(raw) }
}
