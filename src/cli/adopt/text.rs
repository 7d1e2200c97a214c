//! What is live and gets into the manifests, for people.

use super::AdoptFile;
use super::file::Incomplete;
use crate::cli::error::count;
use crate::cli::escape::one_line;
use crate::cli::output::section;
use rolecall::model::Slug;
use rolecall::people::adopt::{Adopted, How, Left};
use std::collections::BTreeSet;
use std::fmt::Write as _;

pub(super) fn text(said: &AdoptFile) -> String {
    let AdoptFile {
        format: _,
        organizations,
        adopted,
        left,
        files: _,
        written: _,
        incomplete,
        unread,
    } = said;
    let mut out = String::new();
    let names = adopted.iter().map(|it| &it.organization);
    let names = names.chain(left.iter().map(|it| &it.organization));
    let names: BTreeSet<&Slug> =
        names.chain(incomplete.iter().map(|it| &it.organization)).collect();
    for name in names {
        let _ = writeln!(out, "{name}");
        let mine = adopted.iter().filter(|it| it.organization == *name);
        section(&mut out, "adopted", mine.map(written).collect());
        let mine = left.iter().filter(|it| it.organization == *name);
        section(&mut out, "left as it is", mine.map(kept).collect());
        let mine = incomplete.iter().filter(|it| it.organization == *name);
        section(&mut out, "not read in full", mine.map(in_part).collect());
    }
    if !unread.is_empty() {
        let _ = writeln!(out, "not read: {}", unread.join(", "));
    }
    let left = match left.len() {
        0 => String::new(),
        1 => ", 1 left as it is".to_owned(),
        number => format!(", {number} left as they are"),
    };
    let _ = writeln!(
        out,
        "{} adopted{left}, in {}\n",
        count(adopted.len(), "difference"),
        count(usize::try_from(*organizations).unwrap_or(usize::MAX), "organization")
    );
    out
}

fn written(it: &Adopted) -> String {
    let Adopted { organization: _, file, what, how } = it;
    let how = match how {
        How::Direct => "",
        How::BesideGroup => ", as an entry of its own beside the group",
        How::Overlay => ", in the client's overlay",
    };
    format!("{} ({}{how})", one_line(what), one_line(file))
}

fn kept(it: &Left) -> String {
    let Left { organization: _, what, why, at, detail } = it;
    let detail = detail.as_ref().map_or_else(String::new, |it| format!(": {}", one_line(it)));
    format!("{} ({}): {}{detail}", one_line(what), one_line(at), why.words())
}

/// A list that was not read in full, and why.
pub(crate) fn in_part(it: &Incomplete) -> String {
    let Incomplete { organization: _, collection, why } = it;
    format!("{}: {}", one_line(collection), one_line(why))
}
