use super::expression::Engine;
use super::parameter::Parameter;
use super::scan::{Part, parts};
use crate::manifest::diagnostic::{Code, Problem, Report};
use crate::manifest::node::{Node, Value};
use std::collections::HashSet;

/// The names that stand for something at a place of a template, whoever the client is.
pub(super) struct Names<'t> {
    parameters: HashSet<&'t str>,
    /// Those that can't be read: nobody is told that there are none. Nothing where not even a name can be.
    unread: Option<&'t HashSet<&'t str>>,
    /// What `for` items around the place are called, the innermost last.
    items: Vec<&'t str>,
}

impl<'t> Names<'t> {
    pub(super) fn of(parameters: &'t [Parameter], unread: Option<&'t HashSet<&'t str>>) -> Self {
        let parameters = parameters.iter().map(|it| it.name.as_str()).collect();
        Self { parameters, unread, items: Vec::new() }
    }

    fn has(&self, name: &str) -> bool {
        self.parameters.contains(name)
            || self.items.contains(&name)
            || self.unread.is_none_or(|it| it.contains(name))
    }

    /// All of them, sorted.
    fn all(&self) -> Vec<&'t str> {
        let mut all: Vec<_> = self.parameters.iter().chain(&self.items).copied().collect();
        all.sort_unstable();
        all
    }
}

/// Tells every expression of a template that can't be one, whoever the client is.
pub(super) fn expressions<'t>(
    node: &'t Node,
    names: &mut Names<'t>,
    engine: &Engine<'_>,
    report: &Report<'_>,
) {
    match &node.value {
        Value::Null => {}
        Value::Scalar(scalar) => {
            let Some(parts) = parts(&scalar.text) else {
                let problem =
                    Problem::new(Code::Expression, node.place, "this expression is not closed");
                report.tell(problem.help("an expression is written `${{ … }}`"));
                return;
            };
            if let Some(braces) = parts.iter().find_map(other_braces) {
                let message = format!("`{braces}` stands here as it is: it is no expression");
                let help = "an expression is written `${{ … }}`; loops and conditions are items of lists, with `for` and `if`";
                report.tell(Problem::new(Code::WrongBraces, node.place, message).help(help));
            }
            for part in parts {
                let Part::Expression(source) = part else { continue };
                if let Err(failed) = engine.check(source, |name| names.has(name), || names.all()) {
                    let problem = Problem::new(Code::Expression, node.place, failed.message);
                    report.tell(problem.maybe_help(failed.help));
                }
            }
        }
        Value::Sequence(items) => {
            for item in items {
                let outer = names.items.len();
                names.items.extend(item.get("for").and_then(Node::as_text));
                expressions(item, names, engine, report);
                names.items.truncate(outer);
            }
        }
        Value::Mapping(mapping) => {
            for (_, node) in &mapping.entries {
                expressions(node, names, engine, report);
            }
        }
    }
}

/// What looks like an expression of another language in a literal text.
fn other_braces(part: &Part<'_>) -> Option<&'static str> {
    let Part::Text(text) = part else { return None };
    let signs = [("{{", "}}", "{{ … }}"), ("{%", "%}", "{% … %}"), ("${", "}", "${ … }")];
    let stands = |open: &str, close: &str| {
        text.split_once(open).is_some_and(|(_, behind)| behind.contains(close))
    };
    signs.into_iter().find(|(open, close, _)| stands(open, close)).map(|(.., shown)| shown)
}
