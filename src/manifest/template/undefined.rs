//! Names without a value. A parameter that is left out may be given a value by `default`, may be asked whether it is
//! `defined`, and may be all that an expression comes to. Whatever else an expression does with it is an error.

use super::failed::Failed;
use crate::manifest::diagnostic::escape;
use crate::manifest::reader::did_you_mean;
use minijinja::value::Value;
use minijinja::{Environment, Error};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Names without a value that an expression has asked for, and that nothing took care of yet.
#[derive(Clone, Debug, Default)]
pub(super) struct Missing(Arc<Mutex<Vec<Name>>>);

/// A name without a value.
#[derive(Debug)]
pub(super) enum Name {
    /// A parameter that is left out.
    Parameter(String),
    /// A field that a value doesn't have.
    Field { name: String, known: Vec<String> },
}

impl Missing {
    pub(super) fn add(&self, name: Name) {
        self.names().push(name);
    }

    /// The last one is taken care of.
    fn settle(&self) {
        self.names().pop();
    }

    /// Forgets all of them.
    pub(super) fn clear(&self) {
        self.names().clear();
    }

    /// The first one, where there is any.
    pub(super) fn take(&self) -> Option<Name> {
        let mut names = std::mem::take(&mut *self.names()).into_iter();
        names.next()
    }

    fn names(&self) -> MutexGuard<'_, Vec<Name>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Teaches `default`, `defined` and `undefined` what they take care of.
    pub(super) fn teach(&self, environment: &mut Environment<'_>) {
        let missing = self.clone();
        let default = move |value: Value, other: Option<Value>, lax: Option<bool>| {
            let other = other.unwrap_or_else(|| Value::from(""));
            let (taken, passed) =
                match value.is_undefined() || (lax == Some(true) && !value.is_true()) {
                    true => (other, value),
                    false => (value, other),
                };
            if passed.is_undefined() {
                missing.settle();
            }
            Ok::<_, Error>(taken)
        };
        environment.add_filter("default", default.clone());
        environment.add_filter("d", default);
        for (name, wanted) in [("defined", true), ("undefined", false)] {
            let missing = self.clone();
            environment.add_test(name, move |value: &Value| {
                if value.is_undefined() {
                    missing.settle();
                }
                value.is_undefined() != wanted
            });
        }
    }
}

impl Name {
    /// Why an expression that uses it has no value.
    pub(super) fn failed(self) -> Failed {
        match self {
            Self::Parameter(name) => Failed {
                message: format!("`{name}` is left out, and this needs its value"),
                help: Some(format!(
                    "give it one in the expression, like `{name} | default('')`, or make the parameter required"
                )),
            },
            Self::Field { name, known } => {
                let message = format!("nothing is called `{}` there", escape(&name));
                let near = did_you_mean(&name, known.iter().map(String::as_str));
                Failed { message, help: near }
            }
        }
    }
}
