use super::expression::Engine;
use super::scan::{Part, has_expression, parts};
use crate::manifest::diagnostic::{Code, Problem, Report};
use crate::manifest::node::{Node, Value};

/// Tells every expression of a template that can't be one, whoever the client is.
pub(super) fn expressions(node: &Node, names: Vec<&str>, engine: &Engine, report: &Report<'_>) {
    match &node.value {
        Value::Null => {}
        Value::Scalar(scalar) => {
            if !has_expression(&scalar.text) {
                return;
            }
            let Some(parts) = parts(&scalar.text) else {
                let problem =
                    Problem::new(Code::Expression, node.place, "this expression is not closed");
                report.tell(problem.help("an expression is written `${{ … }}`"));
                return;
            };
            for part in parts {
                let Part::Expression(source) = part else { continue };
                if let Err(failed) = engine.check(source, names.iter().copied()) {
                    let problem = Problem::new(Code::Expression, node.place, failed.message);
                    report.tell(problem.maybe_help(failed.help));
                }
            }
        }
        Value::Sequence(items) => {
            for item in items {
                let mut names = names.clone();
                names.extend(item.get("for").and_then(Node::as_text));
                expressions(item, names, engine, report);
            }
        }
        Value::Mapping(mapping) => {
            for (_, node) in &mapping.entries {
                expressions(node, names.clone(), engine, report);
            }
        }
    }
}
