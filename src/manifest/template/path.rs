use super::fixed::Step;
use crate::manifest::organization::ORGANIZATION;
use crate::manifest::shape::Shape;

/// Why there is nothing at a path.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Nothing {
    /// There is no such field; these are.
    Field(String, &'static [&'static str]),
    /// It is a list, and the step names no item of it.
    Item(String),
    /// It is not a list, or nothing is below it.
    Below(String),
}

/// Follows a path from an Organization spec.
pub(super) fn follow(steps: &[Step]) -> Result<(), Nothing> {
    let mut shape = Shape::Of(&ORGANIZATION);
    let mut last = "";
    for step in steps {
        shape = match (shape, step) {
            (Shape::Of(object), Step::Field(name)) => {
                let field = object.fields.iter().find(|field| field.name == name);
                let field = field.ok_or_else(|| Nothing::Field(name.clone(), object.names))?;
                last = name;
                field.shape
            }
            (Shape::List(item) | Shape::Filled(item), Step::Item(_) | Step::Any) => *item,
            (Shape::List(_) | Shape::Filled(_), Step::Field(_)) => {
                return Err(Nothing::Item(last.to_owned()));
            }
            _ => return Err(Nothing::Below(last.to_owned())),
        };
    }
    Ok(())
}
