use super::scope::Scope;
use crate::manifest::diagnostic::escape;
use crate::manifest::node::{Key, Mapping, Node, Place, Scalar, Value};
use crate::manifest::reader::did_you_mean;
use minijinja::value::{Value as Evaluated, ValueKind};
use minijinja::{Environment, Error, UndefinedBehavior};

/// Bytes of one expression.
const LONGEST: usize = 1000;
/// What evaluating one may cost: instructions, bytes and items together.
const FUEL: u64 = 200_000;
/// Items of a list that comes out of one.
pub(super) const MAX_ITEMS: usize = 10_000;
/// Levels of a value that comes out of one.
const MAX_DEPTH: usize = 16;

/// Evaluates expressions: no I/O, no clock, bounded in time and size.
pub(in crate::manifest) struct Engine {
    environment: Environment<'static>,
}

/// Why an expression has no value.
#[derive(Debug)]
pub(super) struct Failed {
    pub(super) message: String,
    pub(super) help: Option<String>,
}

impl Failed {
    pub(super) fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), help: None }
    }
}

impl From<Error> for Failed {
    fn from(error: Error) -> Self {
        let kind = error.kind();
        let message = match error.detail() {
            _ if matches!(kind, minijinja::ErrorKind::OutOfFuel) => {
                "the expression takes too long, or makes too much".to_owned()
            }
            Some(detail) => format!("the expression fails: {}", escape(detail)),
            None => format!("the expression fails: {kind}"),
        };
        Self::new(message)
    }
}

impl Engine {
    pub(in crate::manifest) fn new() -> Self {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_fuel(Some(FUEL));
        environment.remove_global("debug");
        Self { environment }
    }

    /// Whether this can be an expression over these names at all.
    pub(super) fn check<'n>(
        &self,
        source: &str,
        names: impl Iterator<Item = &'n str> + Clone,
    ) -> Result<(), Failed> {
        if source.len() > LONGEST {
            return Err(Failed::new(format!("an expression has at most {LONGEST} bytes")));
        }
        let compiled = self.environment.compile_expression(source).map_err(|error| {
            let detail = error.detail().unwrap_or("it is not one").to_owned();
            Failed::new(format!("this is no expression: {}", escape(&detail)))
        })?;
        let mut unknown: Vec<_> = compiled.undeclared_variables(false).into_iter().collect();
        unknown.sort();
        unknown.retain(|name| {
            !names.clone().any(|known| known == name)
                && !matches!(name.as_str(), "range" | "dict" | "namespace")
        });
        match unknown.first() {
            None => Ok(()),
            Some(name) => {
                let message = format!("there is no parameter `{}`", escape(name));
                Err(Failed { message, help: did_you_mean(name, names) })
            }
        }
    }

    /// The names that an expression uses.
    pub(super) fn uses(&self, source: &str) -> Vec<String> {
        let compiled = self.environment.compile_expression(source);
        let mut names: Vec<_> = compiled
            .map(|it| it.undeclared_variables(false).into_iter().collect())
            .unwrap_or_default();
        names.sort();
        names
    }

    /// Evaluates an expression. `None` is the value of a parameter that was left out.
    pub(super) fn evaluate(
        &self,
        source: &str,
        scope: &Scope,
        place: Place,
    ) -> Result<Option<Node>, Failed> {
        self.check(source, scope.names().collect::<Vec<_>>().into_iter())?;
        let compiled = self.environment.compile_expression(source)?;
        let value = compiled.eval(scope.context())?;
        if value.is_none() || value.is_undefined() {
            return Ok(None);
        }
        node(&value, place, MAX_DEPTH).map(Some)
    }
}

fn node(value: &Evaluated, place: Place, depth: usize) -> Result<Node, Failed> {
    let plain = |text: String| Node { value: Value::Scalar(Scalar { text, plain: true }), place };
    if depth == 0 {
        return Err(Failed::new("what comes out of the expression is nested too deeply"));
    }
    match value.kind() {
        ValueKind::None | ValueKind::Undefined => Ok(Node { value: Value::Null, place }),
        ValueKind::Bool => Ok(plain(value.is_true().to_string())),
        ValueKind::Number => Ok(plain(value.to_string())),
        ValueKind::String => Ok(Node::text(value.as_str().unwrap_or_default(), place)),
        ValueKind::Seq | ValueKind::Iterable => {
            let mut items = Vec::new();
            for item in value.try_iter()? {
                if items.len() == MAX_ITEMS {
                    return Err(too_many());
                }
                items.push(node(&item, place, depth - 1)?);
            }
            Ok(Node { value: Value::Sequence(items), place })
        }
        ValueKind::Map => {
            let mut entries = Vec::new();
            for key in value.try_iter()? {
                if entries.len() == MAX_ITEMS {
                    return Err(too_many());
                }
                let item = node(&value.get_item(&key)?, place, depth - 1)?;
                entries.push((Key { text: key.to_string(), place }, item));
            }
            Ok(Node { value: Value::Mapping(Mapping { entries }), place })
        }
        kind => Err(Failed::new(format!("the value of the expression is of type {kind}"))),
    }
}

pub(super) fn too_many() -> Failed {
    Failed::new(format!("the list has more than {MAX_ITEMS} items"))
}
