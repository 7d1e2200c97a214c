use super::{AccessTitle, words};
use crate::people::access::{OrganizationAccess, OrganizationSums, Row, Sums};
use crate::render::sentence::Sentence;
use crate::render::text::{Page, Style, Tone};

pub(super) fn head(title: &AccessTitle, style: Style) -> String {
    let mut page = Page::new(style);
    page.heading(&words::title(title));
    page.finish()
}

pub(super) fn organization(access: &OrganizationAccess, style: Style) -> String {
    let OrganizationAccess { rows, sums } = access;
    let OrganizationSums { organization: _, organization_id: _, total, incomplete } = sums;
    let mut page = Page::new(style);
    page.heading(&words::organization(sums));
    page.line(&[("  ", Tone::Plain)], &words::total(total));
    for what in incomplete {
        let words = Sentence::new().strong("incomplete").say(": ").prose(what);
        page.line(&[("  ! ", Tone::Alarm)], &words);
    }
    for person in rows.chunk_by(|a, b| a.person == b.person) {
        let Some(first) = person.first() else { continue };
        let who = Sentence::new().email(&first.person).say(" · ").then(words::standing(first));
        page.line(&[("  ", Tone::Plain)], &who);
        person.iter().for_each(|row| line(row, &mut page));
    }
    format!("\n{}", page.finish())
}

fn line(row: &Row, page: &mut Page) {
    let sign = if row.is_unlisted() { ("    ! ", Tone::Alarm) } else { ("      ", Tone::Plain) };
    let words = match &row.workspace {
        Some(name) => Sentence::new().workspace(name).say(": ").then(words::access(row)),
        None => Sentence::of("no workspace"),
    };
    let words = match row.source.as_str() {
        "" => words,
        _ if row.is_unlisted() => words.say(" · no manifest gives this"),
        source => words.say(" · ").code(source),
    };
    page.line(&[sign], &words);
}

pub(super) fn foot(sums: &Sums, unread: &[String], style: Style) -> String {
    let mut page = Page::new(style);
    for name in unread {
        let words = Sentence::new().name(name).say(" could not be read");
        page.line(&[("! ", Tone::Alarm)], &words);
    }
    page.line(&[("", Tone::Plain)], &Sentence::of("Together: ").then(words::sums(sums)));
    format!("\n{}", page.finish())
}
