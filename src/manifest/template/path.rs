use crate::manifest::organization::ORGANIZATION;
use crate::manifest::shape::Shape;
use crate::model::text::compared;

/// One step of a path.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Step {
    /// A field.
    Field(String),
    /// An item of a list, by its key (a name or an e-mail, compared in lower case).
    Item(String),
    /// Every item that the template gives.
    Any,
}

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

/// What stands at a path from an Organization spec.
pub(super) fn shape(steps: &[Step]) -> Result<Shape, Nothing> {
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
    Ok(shape)
}

/// Follows a path from an Organization spec.
pub(super) fn follow(steps: &[Step]) -> Result<(), Nothing> {
    shape(steps).map(drop)
}

/// The steps of a path as it is written: `workspaces[*].contactLimit`. `None` where it is no path.
pub(super) fn steps(text: &str) -> Option<Vec<Step>> {
    let mut steps = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        if let Some(inner) = rest.strip_prefix('[') {
            let (key, behind) = inner.split_once(']')?;
            steps.push(match key.trim() {
                "" => return None,
                "*" => Step::Any,
                key => Step::Item(compared(key)),
            });
            rest = behind;
            if !(rest.is_empty() || rest.starts_with(['.', '['])) {
                return None;
            }
        } else {
            let name = match steps.is_empty() {
                true => rest,
                false => rest.strip_prefix('.')?,
            };
            let end = name.find(['.', '[']).unwrap_or(name.len());
            let field = &name[..end];
            if field.is_empty() || !field.chars().all(|c| c.is_ascii_alphanumeric()) {
                return None;
            }
            steps.push(Step::Field(field.to_owned()));
            rest = &name[end..];
        }
    }
    Some(steps)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_lead_somewhere() {
        let follow = |text| follow(&steps(text).unwrap());
        for right in [
            "name",
            "workspaces",
            "workspaces[*].users[kim@x.example].restrictions",
            "safety.waivers[*].people",
            "policy.ignore",
        ] {
            assert_eq!(follow(right), Ok(()), "{right}");
        }
        assert_eq!(follow("workspaces.users"), Err(Nothing::Item("workspaces".to_owned())));
        assert!(matches!(follow("workspaces[*].userz"), Err(Nothing::Field(..))));
        assert_eq!(follow("name.x"), Err(Nothing::Below("name".to_owned())));
        assert_eq!(follow("safety[*]"), Err(Nothing::Below("safety".to_owned())));
    }

    #[test]
    fn paths() {
        let field = |name: &str| Step::Field(name.to_owned());
        let item = |key: &str| Step::Item(key.to_owned());
        assert_eq!(steps("safety.minAdmins"), Some(vec![field("safety"), field("minAdmins")]));
        assert_eq!(
            steps("workspaces[A b.c].users[*].role"),
            Some(vec![
                field("workspaces"),
                item("a b.c"),
                field("users"),
                Step::Any,
                field("role")
            ])
        );
        for wrong in ["a.", ".a", "a[", "a[]", "a[x]y", "a..b", "ä"] {
            assert_eq!(steps(wrong), None, "{wrong}");
        }
    }
}
