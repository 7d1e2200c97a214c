use crate::manifest::diagnostic::{Code, Problem, Report, escape};
use crate::manifest::node::{Node, Place, Scalar, Value};
use crate::manifest::reader::{self, Fields, did_you_mean};
use crate::manifest::shape::Shape::{Bool, Filled, Like, Named, Text};
use crate::manifest::shape::{LITERAL, PARAMETER_TYPE, TEXT, object};
use crate::model::Email;
use regex::{Regex, RegexBuilder};
use std::fmt;
use std::str::FromStr;

object! {
    /// What a template asks of its clients.
    pub(super) PARAMETER required ["name", "type"] {
        "name" Like("^[A-Za-z_][A-Za-z0-9_]{0,63}$"), "The name in expressions.";
        "type" Named(&PARAMETER_TYPE), "What its value is.";
        "required" Bool, "Whether every client has to give it.";
        "default" Named(&LITERAL), "The value for clients that don't give it. Without one, fields that are just the parameter are left out.";
        "enum" Filled(&Named(&TEXT)), "The values that it can have.";
        "pattern" Text, "A regular expression that the whole value has to fit.";
        "description" Named(&TEXT), "What it is for.";
    }
}

/// Bytes of one text in a parameter's value.
const LONGEST: usize = 10_000;

/// What a template asks of its clients.
pub(in crate::manifest) struct Parameter {
    pub(in crate::manifest) name: String,
    pub(in crate::manifest) kind: ParameterType,
    pub(in crate::manifest) required: bool,
    pub(super) default: Option<Node>,
    allowed: Option<Vec<String>>,
    pattern: Option<Regex>,
    /// Where its name stands.
    pub(in crate::manifest) place: Place,
}

/// What a parameter's value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParameterType {
    /// Any text, as it is spelled.
    String,
    /// A whole number.
    Integer,
    /// `true` or `false`.
    Boolean,
    /// A date like `2026-12-01`.
    Date,
    /// An e-mail address.
    Email,
    /// A list.
    List,
}

impl ParameterType {
    /// All of them.
    pub const ALL: &'static [Self] =
        &[Self::String, Self::Integer, Self::Boolean, Self::Date, Self::Email, Self::List];
}

impl fmt::Display for ParameterType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::String => "string",
            Self::Integer => "integer",
            Self::Boolean => "boolean",
            Self::Date => "date",
            Self::Email => "email",
            Self::List => "list",
        })
    }
}

/// A word that is no type of a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a parameter's type is `string`, `integer`, `boolean`, `date`, `email` or `list`")]
pub struct UnknownType;

impl FromStr for ParameterType {
    type Err = UnknownType;
    fn from_str(word: &str) -> Result<Self, UnknownType> {
        Self::ALL.iter().copied().find(|it| it.to_string() == word).ok_or(UnknownType)
    }
}

/// Reads one of a template's `parameters`.
pub(super) fn read(node: &Node, report: &Report<'_>) -> Option<Parameter> {
    let fields = Fields::of(node, &PARAMETER, report)?;
    let name = fields.need("name", identifier);
    let kind = fields.need("type", |node, report| {
        reader::word(node, ParameterType::ALL, "type of a parameter", report)
    });
    let required = fields.read("required", reader::boolean).unwrap_or(false);
    fields.read("description", reader::text);
    let before = report.errors();
    let allowed = fields.read("enum", |node, report| {
        reader::filled_list(node, report, |node, report| {
            reader::text(node, report).map(str::to_owned)
        })
    });
    // A value that can't be read may be the one that is given.
    let allowed = allowed.filter(|_| report.errors() == before);
    let pattern = fields.read("pattern", pattern);
    let (name, kind) = (name?, kind?);
    let place = fields.key("name");
    let mut parameter = Parameter { name, kind, required, default: None, allowed, pattern, place };
    if let Some(default) = fields.optional("default") {
        if required {
            let message = "a required parameter needs no default";
            let problem = Problem::new(Code::InvalidParameter, fields.key("default"), message);
            report.tell(problem.and(fields.key("required"), "it is required here"));
        }
        parameter.default = parameter.accept(default, report);
    }
    Some(parameter)
}

/// A name that an expression can use.
pub(super) fn identifier(node: &Node, report: &Report<'_>) -> Option<String> {
    const RESERVED: &[&str] = &[
        "and",
        "or",
        "not",
        "in",
        "is",
        "if",
        "else",
        "true",
        "false",
        "none",
        "True",
        "False",
        "None",
        "range",
        "dict",
        "namespace",
    ];
    let text = reader::text(node, report)?;
    let first = text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    let fits = text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') && text.len() <= 64;
    if first && fits && !RESERVED.contains(&text) {
        return Some(text.to_owned());
    }
    let message = format!("`{}` can't be a parameter's name", escape(text));
    let help =
        "letters, digits and underscores, not beginning with a digit, and no word of expressions";
    report.tell(Problem::new(Code::InvalidParameter, node.place, message).help(help));
    None
}

fn pattern(node: &Node, report: &Report<'_>) -> Option<Regex> {
    let text = reader::text(node, report)?;
    let build = |text: &str| RegexBuilder::new(text).size_limit(1 << 20).build().ok();
    // Alone first: brackets that close the group around it would set its parts free.
    let built = build(text).and_then(|_| build(&format!("^(?:{text})$")));
    if built.is_none() {
        let message = format!("`{}` is no regular expression", escape(text));
        let help = "no look-around and no back references; it has to fit the whole value";
        report.tell(Problem::new(Code::InvalidParameter, node.place, message).help(help));
    }
    built
}

impl Parameter {
    /// Takes a value of the parameter's type; tells why not.
    pub(in crate::manifest) fn accept(&self, node: &Node, report: &Report<'_>) -> Option<Node> {
        let wrong = |node: &Node, message: String, help: Option<String>| {
            let problem = Problem::new(Code::InvalidParameter, node.place, message);
            let problem = problem.maybe_help(help);
            report.tell(problem.and(self.place, "the parameter is declared here"));
        };
        let items = match (&node.value, self.kind) {
            (Value::Sequence(items), ParameterType::List) => items.as_slice(),
            (Value::Scalar(_), kind) if kind != ParameterType::List => std::slice::from_ref(node),
            (found, kind) => {
                let message = format!("`{}` is of type {kind}, and this is {found}", self.name);
                wrong(node, message, None);
                return None;
            }
        };
        if let Some(long) = find(node, &|it| it.as_text().is_some_and(|text| text.len() > LONGEST))
        {
            wrong(long, format!("a parameter's text has at most {LONGEST} bytes"), None);
            return None;
        }
        if let Some(nothing) = find(node, &|it| matches!(it.value, Value::Null)) {
            let help = "leave it out, or write `\"\"` for an empty text".to_owned();
            wrong(nothing, format!("a value in `{}` is empty", self.name), Some(help));
            return None;
        }
        for item in items {
            let Value::Scalar(Scalar { text, plain }) = &item.value else {
                if self.allowed.is_some() || self.pattern.is_some() {
                    wrong(item, format!("`{}` is a list of texts", self.name), None);
                    return None;
                }
                continue;
            };
            // An address with something in it that can't be seen is told where it stands in a table or list.
            let is_address =
                self.kind == ParameterType::Email || Email::parse_spelled(text).is_ok();
            if is_address && !reader::seen(item, report) {
                return None;
            }
            if let Some(expected) = misfit(text, *plain, self.kind) {
                let message =
                    format!("`{}` is {expected}, and `{}` is not one", self.name, escape(text));
                let quoted = !plain && misfit(text, true, self.kind).is_none();
                let help = match self.kind {
                    ParameterType::Email => {
                        Email::parse_spelled(text).err().map(|it| it.to_string())
                    }
                    _ => quoted.then(|| "write it without quotes".to_owned()),
                };
                wrong(item, message, help);
                return None;
            }
            if let Some(allowed) = self.allowed.as_ref().filter(|it| !it.contains(text)) {
                let message = format!("`{}` can't be `{}`", self.name, escape(text));
                wrong(item, message, did_you_mean(text, allowed.iter().map(String::as_str)));
                return None;
            }
            if let Some(pattern) = self.pattern.as_ref().filter(|it| !it.is_match(text)) {
                let message = format!("`{}` can't be `{}`", self.name, escape(text));
                let pattern = pattern.as_str().trim_start_matches("^(?:").trim_end_matches(")$");
                wrong(item, message, Some(format!("it has to fit `{}`", escape(pattern))));
                return None;
            }
        }
        Some(self.typed(node))
    }

    /// The value, so that it is used as its type: a text stays a text whatever it looks like.
    fn typed(&self, node: &Node) -> Node {
        match (&node.value, self.kind) {
            (Value::Scalar(scalar), ParameterType::String | ParameterType::Email) => {
                Node::text(&scalar.text, node.place)
            }
            (Value::Scalar(scalar), ParameterType::Date) => {
                let scalar = Scalar { text: scalar.text.clone(), plain: true };
                Node { value: Value::Scalar(scalar), place: node.place }
            }
            _ => node.clone(),
        }
    }
}

/// What a scalar would have to be, where it isn't.
fn misfit(text: &str, plain: bool, kind: ParameterType) -> Option<&'static str> {
    let fits = match kind {
        ParameterType::String | ParameterType::List => true,
        ParameterType::Integer => {
            plain && text.parse::<i64>().is_ok_and(|number| number.to_string() == text)
        }
        ParameterType::Boolean => plain && matches!(text, "true" | "false"),
        ParameterType::Date => text.len() == 10 && text.parse::<jiff::civil::Date>().is_ok(),
        ParameterType::Email => Email::parse_spelled(text).is_ok(),
    };
    (!fits).then_some(match kind {
        ParameterType::String | ParameterType::List => "a text",
        ParameterType::Integer => "a whole number",
        ParameterType::Boolean => "`true` or `false`",
        ParameterType::Date => "a date",
        ParameterType::Email => "an e-mail address",
    })
}

/// The first part of a value, in the order of the file, that is so.
fn find<'n>(node: &'n Node, is_so: &impl Fn(&Node) -> bool) -> Option<&'n Node> {
    if is_so(node) {
        return Some(node);
    }
    match &node.value {
        Value::Null | Value::Scalar(_) => None,
        Value::Sequence(items) => items.iter().find_map(|item| find(item, is_so)),
        Value::Mapping(mapping) => mapping.entries.iter().find_map(|(_, node)| find(node, is_so)),
    }
}
