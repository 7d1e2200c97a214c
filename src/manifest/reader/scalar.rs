use super::{did_you_mean, legible_address, seen};
use crate::manifest::diagnostic::{Code, Problem, Report, escape};
use crate::manifest::node::{Node, Scalar, Value};
use crate::model::{ContactLimit, Email, Slug, Sourced};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::fmt::Display;
use std::str::FromStr;

/// A scalar of any spelling.
fn scalar<'n>(node: &'n Node, wanted: &str, report: &Report<'_>) -> Option<&'n Scalar> {
    match &node.value {
        Value::Scalar(scalar) => Some(scalar),
        other => {
            let message = format!("expected {wanted}, found {other}");
            report.tell(Problem::new(Code::WrongType, node.place, message));
            None
        }
    }
}

/// A scalar without quotes.
fn plain<'n>(node: &'n Node, wanted: &str, report: &Report<'_>) -> Option<&'n str> {
    let scalar = scalar(node, wanted, report)?;
    if !scalar.plain {
        let message = format!("expected {wanted}, found a text");
        let help = "write it without quotes";
        report.tell(Problem::new(Code::WrongType, node.place, message).help(help));
        return None;
    }
    Some(&scalar.text)
}

/// A text, exactly as it was spelled.
pub(crate) fn text<'n>(node: &'n Node, report: &Report<'_>) -> Option<&'n str> {
    scalar(node, "a text", report).map(|scalar| scalar.text.as_str())
}

/// A text with something in it.
pub(crate) fn filled<'n>(node: &'n Node, report: &Report<'_>) -> Option<&'n str> {
    let text = text(node, report)?;
    if text.trim().is_empty() {
        report.tell(Problem::new(Code::InvalidValue, node.place, "this can't be empty"));
        return None;
    }
    Some(text)
}

/// A text with its place.
pub(crate) fn text_of(node: &Node, report: &Report<'_>) -> Option<Sourced<String>> {
    let value = text(node, report)?.to_owned();
    Some(Sourced { value, source: report.source(node.place) })
}

/// A whole number in this range, written in decimal.
pub(crate) fn integer(
    node: &Node,
    range: std::ops::RangeInclusive<u64>,
    report: &Report<'_>,
) -> Option<u64> {
    let text = plain(node, "a whole number", report)?;
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits || (text.len() > 1 && text.starts_with('0')) {
        let message = format!("`{}` is not a whole number", escape(text));
        report.tell(Problem::new(Code::WrongType, node.place, message));
        return None;
    }
    let number = text.parse().ok().filter(|number| range.contains(number));
    if number.is_none() {
        let (from, to) = (range.start(), range.end());
        let message = match *to {
            u64::MAX => format!("the number has to be {from} or more"),
            _ => format!("the number has to be from {from} to {to}"),
        };
        report.tell(Problem::new(Code::InvalidValue, node.place, message));
    }
    number
}

/// An id of the platform, for `read` of its type: a whole number from 1, or a text in quotes.
pub(crate) fn id<T>(
    node: &Node,
    read: impl Fn(&serde_json::Value) -> Option<T>,
    report: &Report<'_>,
) -> Option<T> {
    if let Value::Scalar(scalar) = &node.value
        && !scalar.plain
    {
        let id = read(&scalar.text.as_str().into());
        if id.is_none() {
            let message = format!("`{}` is no id", escape(&scalar.text));
            let help =
                "an id that is a text has 255 letters, digits and signs at most, and no spaces";
            report.tell(Problem::new(Code::InvalidValue, node.place, message).help(help));
        }
        return id;
    }
    // Ids that are numbers travel as JSON numbers, which are exact up to 2^53.
    read(&integer(node, 1..=(1 << 53), report)?.into())
}

/// `true` or `false`, and nothing else.
pub(crate) fn boolean(node: &Node, report: &Report<'_>) -> Option<bool> {
    match plain(node, "`true` or `false`", report)? {
        "true" => Some(true),
        "false" => Some(false),
        other => {
            let message = format!("expected `true` or `false`, found `{}`", escape(other));
            report.tell(Problem::new(Code::WrongType, node.place, message));
            None
        }
    }
}

/// A date like `2026-12-01`.
pub(crate) fn date(node: &Node, report: &Report<'_>) -> Option<Date> {
    let text = &scalar(node, "a date", report)?.text;
    let date = (text.len() == 10).then(|| text.parse().ok()).flatten();
    if date.is_none() {
        let message = format!("`{}` is not a date", escape(text));
        let help = "write year, month and day, like `2026-12-01`";
        report.tell(Problem::new(Code::InvalidDate, node.place, message).help(help));
    }
    date
}

/// An e-mail address.
pub(crate) fn email(node: &Node, report: &Report<'_>) -> Option<Email> {
    let text = text(node, report)?;
    if let Some(known) = report.addresses().get(text) {
        return Some(known);
    }
    if !seen(node, report) {
        return None;
    }
    match Email::parse_spelled(text) {
        Ok(email) => {
            legible_address(node, report);
            report.addresses().add(&email);
            Some(email)
        }
        Err(error) => {
            let message = format!("`{}` is not an e-mail address: {error}", escape(text));
            report.tell(Problem::new(Code::InvalidEmail, node.place, message));
            None
        }
    }
}

/// A slug: what `metadata.name` and references to it look like.
pub(crate) fn slug(node: &Node, report: &Report<'_>) -> Option<Slug> {
    let text = text(node, report)?;
    match Slug::parse(text) {
        Ok(slug) => Some(slug),
        Err(error) => {
            let message = format!("`{}` is no name for a manifest", escape(text));
            let problem = Problem::new(Code::InvalidName, node.place, message);
            report.tell(problem.help(error.to_string()));
            None
        }
    }
}

/// One of a fixed set of words.
pub(crate) fn word<T: FromStr + Display>(
    node: &Node,
    words: &[T],
    what: &str,
    report: &Report<'_>,
) -> Option<T> {
    let text = text(node, report)?;
    let word = text.parse().ok();
    if word.is_none() {
        let message = format!("`{}` is no {what}", escape(text));
        let words: Vec<_> = words.iter().map(ToString::to_string).collect();
        let help = did_you_mean(text, words.iter().map(String::as_str));
        report.tell(Problem::new(Code::UnknownWord, node.place, message).maybe_help(help));
    }
    word
}

/// An IANA time zone, of the release's own database.
pub(crate) fn timezone(node: &Node, report: &Report<'_>) -> Option<String> {
    let text = text(node, report)?;
    let known = TimeZone::get(text).ok().and_then(|zone| zone.iana_name().map(str::to_owned));
    if known.as_deref() == Some(text) {
        return known;
    }
    let message = format!("there is no time zone `{}`", escape(text));
    let names: Vec<_> = jiff::tz::db().available().map(|name| name.to_string()).collect();
    let city = |name: &&String| {
        name.rsplit_once('/').is_some_and(|(_, city)| city.eq_ignore_ascii_case(text))
    };
    let near = known.or_else(|| names.iter().find(city).cloned()).or_else(|| {
        let near = super::nearest(text, names.iter().map(String::as_str));
        near.map(str::to_owned)
    });
    let help = near.map_or_else(
        || "write an IANA name, like `Asia/Kuala_Lumpur`".to_owned(),
        |name| format!("did you mean `{name}`?"),
    );
    report.tell(Problem::new(Code::UnknownTimezone, node.place, message).help(help));
    None
}

/// A contact limit: a whole number from 1, or `unlimited`.
pub(crate) fn contact_limit(node: &Node, report: &Report<'_>) -> Option<ContactLimit> {
    let text = text(node, report)?;
    let limit = ContactLimit::parse(text);
    if let Err(error) = &limit {
        let message = format!("`{}` is no contact limit", escape(text));
        let problem = Problem::new(Code::InvalidValue, node.place, message);
        report.tell(problem.help(error.to_string()));
    }
    limit.ok()
}

/// A percentage: `25%`.
pub(crate) fn percent(node: &Node, report: &Report<'_>) -> Option<u32> {
    let text = text(node, report)?;
    let number = text.strip_suffix('%').and_then(|it| it.parse().ok()).filter(|it| *it <= 100);
    if number.is_none() {
        let message = format!("`{}` is no percentage", escape(text));
        let help = "write a whole number from 0 to 100 with a percent sign, like `25%`";
        report.tell(Problem::new(Code::InvalidValue, node.place, message).help(help));
    }
    number
}

/// The items of a list.
pub(crate) fn items<'n>(node: &'n Node, report: &Report<'_>) -> Option<&'n [Node]> {
    match &node.value {
        Value::Sequence(items) => Some(items),
        other => {
            let message = format!("expected a list, found {other}");
            let problem = Problem::new(Code::WrongType, node.place, message);
            report.tell(problem.help("write it as `[…]`, or as lines that begin with `- `"));
            None
        }
    }
}

/// What each item of a list is read as; items that don't fit are left out.
pub(crate) fn list<'n, 'f, T>(
    node: &'n Node,
    report: &Report<'f>,
    reader: impl Fn(&'n Node, &Report<'f>) -> Option<T>,
) -> Option<Vec<T>> {
    Some(items(node, report)?.iter().filter_map(|item| reader(item, report)).collect())
}

/// As [`list`], of a list with something in it.
pub(crate) fn filled_list<'n, 'f, T>(
    node: &'n Node,
    report: &Report<'f>,
    reader: impl Fn(&'n Node, &Report<'f>) -> Option<T>,
) -> Option<Vec<T>> {
    if items(node, report)?.is_empty() {
        report.tell(Problem::new(Code::InvalidValue, node.place, "the list can't be empty"));
        return None;
    }
    list(node, report, reader)
}
