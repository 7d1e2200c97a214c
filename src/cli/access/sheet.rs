use super::file::FORMAT;
use super::from::From;
use crate::cli::destination::Destination;
use crate::cli::escape;
use crate::cli::files::Growing;
use crate::cli::printer::Printer;
use crate::cli::settings::Settings;
use anyhow::Result;
use clap::ValueEnum;
use rolecall::model::{Shard, Slug};
use rolecall::people::access::{OrganizationAccess, OrganizationSums, Sums};
use rolecall::render::{AccessFormat, AccessTitle, Style};
use serde_json::json;

/// How access is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// For people.
    #[default]
    Text,
    /// For a spreadsheet: what it would take for a formula begins with an apostrophe.
    Csv,
    /// For programs (schema: `rolecall schema access`).
    Json,
    /// A page with a matrix for each organization, for a browser or paper.
    Html,
    /// For an issue.
    Markdown,
}

/// What a sheet is about.
pub(super) struct Title<'t> {
    pub(super) from: &'t From,
    pub(super) shard: Option<Shard>,
    pub(super) inactive: Option<u32>,
    /// Whether organizations without rows are left out.
    pub(super) sparse: bool,
}

/// How an organization is shown, whatever else is.
#[derive(Clone, Copy)]
pub(super) struct Look {
    format: Format,
    style: Style,
    /// Whether organizations without rows are left out.
    sparse: bool,
}

/// One organization, as it is shown.
pub(super) struct Part {
    access: OrganizationAccess,
    text: String,
}

impl Look {
    /// The format for people; `None` for JSON.
    const fn format(self) -> Option<AccessFormat> {
        Some(match self.format {
            Format::Text => AccessFormat::Text(self.style),
            Format::Csv => AccessFormat::Csv,
            Format::Html => AccessFormat::Html,
            Format::Markdown => AccessFormat::Markdown,
            Format::Json => return None,
        })
    }

    /// Shows one organization. Of JSON that is its rows.
    pub(super) fn part(self, access: OrganizationAccess) -> Result<Part> {
        let text = match self.format() {
            Some(_)
                if self.sparse && access.rows.is_empty() && access.sums.incomplete.is_empty() =>
            {
                String::new()
            }
            Some(format) => format.organization(&access),
            None => {
                let rows = access.rows.iter().map(serde_json::to_string);
                rows.collect::<Result<Vec<_>, _>>()?.join(",\n  ")
            }
        };
        Ok(Part { access, text })
    }
}

/// What is written, an organization at a time. To stdout it goes at once; a file takes its place at the end.
pub(super) struct Sheet<'p> {
    look: Look,
    title: AccessTitle,
    /// As `from` of the JSON.
    from: String,
    shard: Option<Shard>,
    sums: Sums,
    /// For JSON, where they stand behind the rows.
    organizations: Vec<OrganizationSums>,
    begun: bool,
    /// For JSON.
    has_rows: bool,
    file: Option<&'p Destination>,
    /// The file, once something of it is written.
    growing: Option<Growing>,
    /// What is not written yet.
    text: String,
    printer: &'p Printer,
}

impl<'p> Sheet<'p> {
    pub(super) fn new(
        format: Format,
        title: &Title<'_>,
        settings: &Settings,
        file: Option<&'p Destination>,
        printer: &'p Printer,
    ) -> Self {
        let Title { from, shard, inactive, sparse } = *title;
        let named = match from {
            From::Live => "live".to_owned(),
            From::Manifests => "manifests".to_owned(),
            From::File(file) => file.display().to_string(),
        };
        let shown = match from {
            From::Live => "the platform".to_owned(),
            From::Manifests => "the manifests".to_owned(),
            From::File(_) => named.clone(),
        };
        let file = file.filter(|file| !file.is_stdout());
        let out = printer.out();
        let color = out.color && file.is_none();
        let style = Style { width: out.width, color, cuts: out.terminal && file.is_none() };
        Self {
            look: Look { format, style, sparse },
            title: AccessTitle { from: shown, day: settings.today(), inactive },
            from: named,
            shard,
            sums: Sums::default(),
            organizations: Vec::new(),
            begun: false,
            has_rows: false,
            file,
            growing: None,
            text: String::new(),
            printer,
        }
    }

    /// How each organization is shown.
    pub(super) const fn look(&self) -> Look {
        self.look
    }

    /// Shows and writes one organization.
    pub(super) fn show(&mut self, access: OrganizationAccess) -> Result<()> {
        self.add(self.look.part(access)?)
    }

    /// Writes one organization.
    pub(super) fn add(&mut self, Part { access, text }: Part) -> Result<()> {
        self.begin();
        self.sums.add(&access.rows, &access.sums);
        if self.look.format == Format::Json {
            if !text.is_empty() {
                self.text.push_str(if self.has_rows { ",\n  " } else { "\n  " });
                self.has_rows = true;
            }
            self.organizations.push(access.sums);
        }
        self.text.push_str(&text);
        self.flush(1 << 16)
    }

    fn begin(&mut self) {
        if std::mem::replace(&mut self.begun, true) {
            return;
        }
        let head = match self.look.format() {
            Some(format) => format.head(&self.title),
            None => format!(
                "{{\"format\":{},\"from\":{},\"shard\":{},\"day\":{},\"rows\":[",
                json!(FORMAT),
                json!(self.from),
                json!(self.shard),
                json!(self.title.day)
            ),
        };
        self.text.push_str(&head);
    }

    /// Writes what there is, where it is so much. Only whole lines go, which is what a secret could stand in.
    fn flush(&mut self, least: usize) -> Result<()> {
        if self.text.len() < least {
            return Ok(());
        }
        let whole = self.text.rfind('\n').map_or(0, |end| end + 1);
        let rest = self.text.split_off(whole);
        let text = std::mem::replace(&mut self.text, rest);
        let text = self.shown(text);
        let Some(file) = self.file else { return self.printer.data(&text) };
        let mut growing = match self.growing.take() {
            Some(growing) => growing,
            None => file.begin()?,
        };
        self.printer.append(&mut growing, &text)?;
        self.growing = Some(growing);
        Ok(())
    }

    fn shown(&self, text: String) -> String {
        if self.look.format == Format::Json { escape::json(text) } else { text }
    }

    /// Ends it; answers whether something was not read whole.
    pub(super) fn finish(mut self, failures: &[(Slug, anyhow::Error)]) -> Result<bool> {
        self.begin();
        let unread: Vec<String> = failures.iter().map(|(name, _)| name.to_string()).collect();
        let foot = match self.look.format() {
            Some(format) => format.foot(&self.sums, &unread),
            None => format!(
                "\n],\"organizations\":{},\n\"together\":{},\n\"unread\":{}}}\n",
                serde_json::to_string(&self.organizations)?,
                serde_json::to_string(&self.sums.total())?,
                json!(unread)
            ),
        };
        self.text.push_str(&foot);
        self.flush(0)?;
        if let Some(growing) = self.growing.take() {
            growing.finish()?;
        }
        Ok(self.sums.incomplete > 0)
    }
}
