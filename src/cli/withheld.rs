//! What a proposed branch would change that is not planned with before it is merged: told before anything else.

use super::error::count;
use super::output::Format;
use super::printer::Printer;
use super::project::LeftOut;
use anyhow::Result;
use rolecall::manifest::escape;
use rolecall::manifest::proposal::Withheld;
use rolecall::render::code;

/// How many files, and how many changes of one, are named: the plan has to fit into the same comment.
const NAMED: usize = 8;

const OUTSIDE: &str = "these manifests are in no project's folder: nothing is planned for them";

/// In Markdown, which a pull request shows, as part of the data; else on stderr.
pub(crate) fn tell(left_out: &LeftOut, format: Format, printer: &Printer) -> Result<()> {
    let LeftOut { withheld, outside } = left_out;
    for (headline, lines) in [
        (headline(withheld), lines(withheld, shown(format))),
        (OUTSIDE, first(outside, |it| shown(format)(it))),
    ] {
        if lines.is_empty() {
        } else if format == Format::Markdown {
            printer.data(&markdown(headline, &lines))?;
        } else {
            printer.warn(headline);
            lines.iter().for_each(|line| printer.stderr(&format!("  {line}")));
        }
    }
    Ok(())
}

/// How a name is shown.
const fn shown(format: Format) -> fn(&str) -> String {
    match format {
        Format::Markdown => code,
        _ => |name| escape(name).into_owned(),
    }
}

fn markdown(headline: &str, lines: &[String]) -> String {
    let lines: Vec<_> = lines.iter().map(|it| format!("> - {it}\n")).collect();
    format!("> [!WARNING]\n> {headline}\n>\n{}\n", lines.concat())
}

fn headline(withheld: &[Withheld]) -> &'static str {
    if withheld.iter().flat_map(|it| &it.changes).any(|it| directs_credentials(it)) {
        "this changes where credentials go or how the platform is talked to; it is planned with only once it is merged"
    } else {
        "this changes settings of the Project; they are planned with only once they are merged"
    }
}

/// Whether such a change decides which server gets a credential, or which command is run.
fn directs_credentials(change: &str) -> bool {
    let Some(field) = change.strip_prefix("Project: ") else { return true };
    let field = field.split('.').next().unwrap_or(field);
    ["credentials", "baseUrl", "platform", "store"].contains(&field)
}

fn lines(withheld: &[Withheld], shown: fn(&str) -> String) -> Vec<String> {
    let line = |Withheld { path, changes }: &Withheld| {
        format!("{}: {}", shown(path), first(changes, |it| shown(it)).join(", "))
    };
    first(withheld, line)
}

/// The first of them as texts, and how many there are beside them.
fn first<T>(all: &[T], text: impl Fn(&T) -> String) -> Vec<String> {
    let mut texts: Vec<_> = all.iter().take(NAMED).map(text).collect();
    if all.len() > NAMED {
        texts.push(format!("and {}", count(all.len() - NAMED, "other")));
    }
    texts
}
