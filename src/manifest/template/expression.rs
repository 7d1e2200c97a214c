use super::failed::Failed;
use super::scope::Scope;
use super::undefined::{Missing, Name};
use crate::manifest::diagnostic::escape;
use crate::manifest::node::{Key, Mapping, Node, Place, Scalar, Value};
use crate::manifest::reader::did_you_mean;
use minijinja::value::{Value as Evaluated, ValueKind};
use minijinja::{Environment, Expression, UndefinedBehavior};
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

/// Bytes of one expression.
const LONGEST: usize = 1000;
/// What evaluating one may cost: instructions, bytes and items together.
const FUEL: u64 = 200_000;
/// Items of a list that comes out of one.
pub(super) const MAX_ITEMS: usize = 10_000;
/// Levels of a value that comes out of one.
const MAX_DEPTH: usize = 16;

/// What expressions are compiled with: no I/O, no clock, bounded in time and size.
pub(in crate::manifest) struct Language {
    environment: Environment<'static>,
    missing: Missing,
}

impl Language {
    pub(in crate::manifest) fn new() -> Self {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_fuel(Some(FUEL));
        environment.remove_global("debug");
        let missing = Missing::default();
        missing.teach(&mut environment);
        Self { environment, missing }
    }
}

/// Evaluates expressions, each of which is compiled once, however many clients use it.
pub(in crate::manifest) struct Engine<'l> {
    language: &'l Language,
    compiled: RefCell<HashMap<String, Rc<Compiled<'l>>>>,
}

/// An expression that could be compiled, and the names in it that it doesn't define itself.
struct Compiled<'l> {
    expression: Result<Expression<'l, 'static>, Failed>,
    names: Vec<String>,
}

impl<'l> Engine<'l> {
    pub(in crate::manifest) fn new(language: &'l Language) -> Self {
        Self { language, compiled: RefCell::default() }
    }

    /// Where expressions leave the names that have no value.
    pub(super) fn missing(&self) -> Missing {
        self.language.missing.clone()
    }

    /// Whether this can be an expression at all where these names are known; `all` are they, for who wrote another one.
    pub(super) fn check<'n>(
        &self,
        source: &str,
        is_known: impl Fn(&str) -> bool,
        all: impl FnOnce() -> Vec<&'n str>,
    ) -> Result<(), Failed> {
        known(&self.compiled(source), is_known, all)
    }

    fn compiled(&self, source: &str) -> Rc<Compiled<'l>> {
        if let Some(compiled) = self.compiled.borrow().get(source) {
            return Rc::clone(compiled);
        }
        let expression = self.compile(source);
        let mut names: Vec<_> =
            expression.iter().flat_map(|it| it.undeclared_variables(false)).collect();
        names.sort();
        let compiled = Rc::new(Compiled { expression, names });
        self.compiled.borrow_mut().insert(source.to_owned(), Rc::clone(&compiled));
        compiled
    }

    fn compile(&self, source: &str) -> Result<Expression<'l, 'static>, Failed> {
        if source.len() > LONGEST {
            return Err(Failed::new(format!("an expression has at most {LONGEST} bytes")));
        }
        if names_nothing(source) {
            let help = "ask whether a parameter `is defined`, give it a value with `default`, or leave the value out with `x if condition`";
            let message = "nothing is ever `none`".to_owned();
            return Err(Failed { message, help: Some(help.to_owned()) });
        }
        let environment = &self.language.environment;
        environment.compile_expression_owned(source.to_owned()).map_err(|error| {
            let detail = error.detail().unwrap_or("it is not one").to_owned();
            Failed::new(format!("this is no expression: {}", escape(&detail)))
        })
    }

    /// The names that an expression uses.
    pub(super) fn uses(&self, source: &str) -> Vec<String> {
        self.compiled(source).names.clone()
    }

    /// Evaluates an expression. `None` is the value of a parameter that was left out.
    pub(super) fn evaluate(
        &self,
        source: &str,
        scope: &Scope,
        place: Place,
    ) -> Result<Option<Node>, Failed> {
        let compiled = self.compiled(source);
        known(&compiled, |name| scope.get(name).is_some(), || scope.names())?;
        let missing = &self.language.missing;
        missing.clear();
        let evaluated = match &compiled.expression {
            Ok(expression) => expression.eval(scope.context()),
            Err(failed) => return Err(failed.clone()),
        };
        let value = match (evaluated, missing.take()) {
            (Ok(value), None) => value,
            // All that the expression comes to is the parameter that is left out.
            (Ok(value), Some(Name::Parameter(_))) if value.is_undefined() => value,
            (_, Some(name)) => return Err(name.failed()),
            (Err(error), None) => return Err(error.into()),
        };
        if value.is_none() || value.is_undefined() {
            return Ok(None);
        }
        node(&value, place, MAX_DEPTH).map(Some)
    }
}

/// Whether an expression is one, over names that are known.
fn known<'n>(
    compiled: &Compiled<'_>,
    is_known: impl Fn(&str) -> bool,
    all: impl FnOnce() -> Vec<&'n str>,
) -> Result<(), Failed> {
    compiled.expression.as_ref().map_err(Clone::clone)?;
    let given = |name: &str| is_known(name) || matches!(name, "range" | "dict" | "namespace");
    let Some(name) = compiled.names.iter().find(|name| !given(name)) else { return Ok(()) };
    let message = format!("there is no parameter `{}`", escape(name));
    Err(Failed { message, help: did_you_mean(name, all()) })
}

/// Whether `none` stands in it, in no string. Nothing is ever none, and it would be written as the word.
fn names_nothing(source: &str) -> bool {
    let (mut quote, mut escaped) = (None, false);
    let mut word = String::new();
    for c in source.chars().chain([' ']) {
        match quote {
            Some(_) if escaped => escaped = false,
            Some(_) if c == '\\' => escaped = true,
            Some(open) => quote = (c != open).then_some(open),
            None if c.is_alphanumeric() || c == '_' => word.push(c),
            None if matches!(word.as_str(), "none" | "None") => return true,
            None => {
                word.clear();
                quote = matches!(c, '"' | '\'').then_some(c);
            }
        }
    }
    false
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
