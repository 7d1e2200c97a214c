//! A table as spreadsheets write it: comma, semicolon or tab between cells, quotes, any line breaks.

use crate::manifest::diagnostic::{Code, Problem, Report, escape};
use crate::manifest::node::{Place, Span};
use crate::manifest::sources::clamp;

/// One cell, without the space around it.
#[derive(Debug)]
pub(super) struct Cell {
    pub(super) text: String,
    pub(super) place: Place,
}

/// The header, and the rows that have something in them: each with as many cells as the header.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) header: Vec<Cell>,
    pub(super) rows: Vec<Vec<Cell>>,
}

/// Reads the table that is the report's file of this number. What is wrong with it is told.
pub(super) fn read(text: &str, file: u32, report: &Report<'_>) -> Option<Table> {
    let (delimiter, skipped) = said(text).unwrap_or_else(|| (delimiter(text), 0));
    let mut reader = csv::ReaderBuilder::new();
    let mut reader = reader
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(&text.as_bytes()[skipped..]);
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                let place = Place::new(Span { file, start: 0, end: 0 });
                let message = format!("the table can't be read: {}", escape(&error.to_string()));
                report.tell(Problem::new(Code::Syntax, place, message));
                return None;
            }
        };
        let start = record.position().map_or(0, csv::Position::byte);
        let start = skipped + usize::try_from(start).unwrap_or(0);
        let spans = spans(text, start, delimiter, record.len());
        let cells = record.iter().zip(spans).map(|(text, (start, end))| Cell {
            text: text.trim().to_owned(),
            place: Place::new(Span { file, start: clamp(start), end: clamp(end) }),
        });
        let cells: Vec<_> = cells.collect();
        // Such a quote holds no separator, so that half of the value would be in the next column.
        let loose = cells.iter().find(|cell| {
            let written = cell.place.at.start as usize;
            cell.text.starts_with('"') && !text[written..].starts_with('"')
        });
        if let Some(cell) = loose {
            let message = "a quote stands behind a space, where it has no meaning";
            let problem = Problem::new(Code::Syntax, cell.place, message);
            report.tell(problem.help("take the space out: a quote begins its cell"));
        } else if cells.iter().any(|it| !it.text.is_empty()) {
            rows.push(cells);
        }
    }
    if rows.is_empty() {
        let place = Place::new(Span { file, start: 0, end: 0 });
        let problem = Problem::new(Code::MissingField, place, "the table is empty");
        report.tell(problem.help("its first line names the columns: `name,organizationId,…`"));
        return None;
    }
    let header = rows.remove(0);
    Some(Table { header, rows })
}

impl Table {
    /// This without rows that don't have the cells of the header, which are told.
    pub(super) fn fitting(self, report: &Report<'_>) -> Self {
        let Self { header, mut rows } = self;
        let named = header.iter().rposition(|it| !it.text.is_empty()).map_or(0, |last| last + 1);
        rows.retain_mut(|row| fits(row, named, header.len(), report));
        Self { header, rows }
    }
}

/// Whether the row has a cell for each column that has a name, and none that isn't empty beyond the header.
fn fits(row: &mut Vec<Cell>, named: usize, columns: usize, report: &Report<'_>) -> bool {
    let surplus = row.iter().skip(columns).find(|cell| !cell.text.is_empty());
    let (place, help) = match (surplus, row.first()) {
        (Some(cell), _) => (cell.place, "put quotes around a value that holds the separator"),
        (None, Some(first)) if row.len() < named => {
            (first.place, "an empty cell needs its separator too; or is a quote left open?")
        }
        _ => {
            row.truncate(columns);
            return true;
        }
    };
    let cells = if row.len() == 1 { "cell" } else { "cells" };
    let message = format!("the row has {} {cells}, and the header has {columns}", row.len());
    report.tell(Problem::new(Code::InvalidValue, place, message).help(help));
    false
}

/// What Excel says that it puts between cells (`sep=;`), in a line of its own before the header, and how long that is.
fn said(text: &str) -> Option<(u8, usize)> {
    let (line, _) = text.split_once('\n')?;
    let plain = line.trim_end_matches('\r').trim_matches('"').to_ascii_lowercase();
    match plain.strip_prefix("sep=")?.as_bytes() {
        [byte] if byte.is_ascii() && *byte != b'"' => Some((*byte, line.len() + 1)),
        _ => None,
    }
}

/// What stands between the cells of the header most often; a comma where nothing does.
fn delimiter(text: &str) -> u8 {
    let mut quoted = false;
    let header = text.trim_start_matches(['\r', '\n']).bytes().take_while(|byte| {
        quoted ^= *byte == b'"';
        quoted || !matches!(byte, b'\r' | b'\n')
    });
    let mut counts = [(b'\t', 0_usize), (b';', 0), (b',', 0)];
    let mut quoted = false;
    for byte in header {
        quoted ^= byte == b'"';
        for (delimiter, count) in &mut counts {
            *count += usize::from(!quoted && byte == *delimiter);
        }
    }
    counts.iter().max_by_key(|(_, count)| *count).map_or(b',', |(delimiter, _)| *delimiter)
}

/// Where the cells of a record stand, quotes included.
fn spans(text: &str, start: usize, delimiter: u8, cells: usize) -> Vec<(usize, usize)> {
    let bytes = text.as_bytes();
    let at_break = |at: usize| matches!(bytes.get(at), Some(b'\r' | b'\n'));
    let mut at = start;
    while at_break(at) {
        at += 1;
    }
    let mut spans = Vec::with_capacity(cells);
    for _ in 0..cells {
        let begin = at;
        if bytes.get(at) == Some(&b'"') {
            at += 1;
            // A quote in a quoted cell is doubled.
            while at < bytes.len() {
                match (bytes[at], bytes.get(at + 1)) {
                    (b'"', Some(b'"')) => at += 2,
                    (b'"', _) => break,
                    _ => at += 1,
                }
            }
            at = (at + 1).min(bytes.len());
        }
        while at < bytes.len() && bytes[at] != delimiter && !at_break(at) {
            at += 1;
        }
        spans.push((begin, at));
        at += usize::from(bytes.get(at) == Some(&delimiter));
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manifest::{SourceFile, text};

    /// The cells as they were read, and as they stand in the file.
    fn cells(table: &str) -> Vec<Vec<(String, String)>> {
        let files = [SourceFile { path: "c.csv".to_owned(), text: table.to_owned() }];
        let report = Report::new(&files);
        let read = read(table, 0, &report).map(|it| it.fitting(&report));
        let said = report.finish();
        assert!(said.is_empty(), "{}", text(&said, false));
        let Table { header, rows } = read.unwrap();
        let shown = |cell: Cell| {
            let Span { start, end, .. } = cell.place.at;
            (cell.text, table[start as usize..end as usize].to_owned())
        };
        [header].into_iter().chain(rows).map(|row| row.into_iter().map(shown).collect()).collect()
    }

    fn plain(rows: &[&[&str]]) -> Vec<Vec<(String, String)>> {
        let cell = |it: &&str| ((*it).to_owned(), (*it).to_owned());
        rows.iter().map(|row| row.iter().map(cell).collect()).collect()
    }

    #[test]
    fn separators_are_recognised() {
        let wanted = plain(&[&["name", "brand"], &["a", "b"]]);
        for separator in [",", ";", "\t"] {
            for end in ["\n", "\r\n", "\r\n\r\n", "\n,\n".replace(',', separator).as_str()] {
                let table = format!("name{separator}brand{end}a{separator}b{end}");
                assert_eq!(cells(&table), wanted, "{table:?}");
            }
        }
        assert_eq!(cells("name\na"), plain(&[&["name"], &["a"]]));
        for said in ["sep=;\r\n", "SEP=;\n", "\"sep=;\"\n"] {
            assert_eq!(cells(&format!("{said}name;brand,x\na;b\n"))[1], plain(&[&["a", "b"]])[0]);
        }
        assert_eq!(cells("\"a;b;c\",d\n1,2")[0].len(), 2, "a separator in quotes is none");
    }

    #[test]
    fn quotes_hold_separators_breaks_and_quotes() {
        let read = cells("name,brand,x\na,\"B, \"\"C\"\"\r\nD\",\" e \"\nf,g\"h,\n");
        assert_eq!(read[1][1], ("B, \"C\"\r\nD".to_owned(), "\"B, \"\"C\"\"\r\nD\"".to_owned()));
        assert_eq!(read[1][2], ("e".to_owned(), "\" e \"".to_owned()));
        assert_eq!(read[2][1], ("g\"h".to_owned(), "g\"h".to_owned()));
        assert_eq!(read[2][2], (String::new(), String::new()));
    }

    #[test]
    fn rows_that_do_not_fit_are_told() {
        for (table, wanted) in [
            ("", "the table is empty"),
            ("\n,\n", "the table is empty"),
            ("name,brand\na\n", "the row has 1 cell, and the header has 2"),
            ("name,brand\na,b,c\n", "the row has 3 cells, and the header has 2"),
            ("name,brand\na,\"b\n", ""),
            ("name,brand\na, \"b, c\"\n", "a quote stands behind a space"),
            ("name,brand\n\"a,b\n", "the row has 1 cell, and the header has 2"),
        ] {
            let files = [SourceFile { path: "c.csv".to_owned(), text: table.to_owned() }];
            let report = Report::new(&files);
            read(table, 0, &report).map(|it| it.fitting(&report));
            assert!(text(&report.finish(), false).contains(wanted), "{table:?}");
        }
        assert_eq!(cells("name,brand\na,b,,\n")[1].len(), 2);
    }
}
