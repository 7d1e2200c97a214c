use crate::manifest::diagnostic::{Code, Problem, Report, escape};
use crate::manifest::node::{Node, Place};
use crate::manifest::organization::FIELDS;
use crate::manifest::reader::{self, did_you_mean};

/// A path that an overlay may not change: `safety.minAdmins`, `workspaces[Support].users`,
/// `workspaces[*].contactLimit`.
pub(super) struct Fixed {
    steps: Vec<Step>,
    pub(super) place: Place,
}

/// One step of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// A field.
    Field(String),
    /// An item of a list, by its key (a name or an e-mail, compared in lower case).
    Item(String),
    /// Every item that the template gives.
    Any,
}

/// Reads `fixed`.
pub(super) fn list(node: &Node, report: &Report<'_>) -> Option<Vec<Fixed>> {
    reader::list(node, report, |node, report| {
        let text = reader::text(node, report)?;
        let steps = steps(text);
        let first = steps.as_ref().and_then(|steps| steps.first());
        match (steps.as_ref(), first) {
            (Some(steps), Some(Step::Field(field))) if FIELDS.contains(&field.as_str()) => {
                return Some(Fixed { steps: steps.clone(), place: node.place });
            }
            (_, Some(Step::Field(field))) => {
                let message = format!("an Organization has no field `{}`", escape(field));
                let help = did_you_mean(field, FIELDS.iter().copied());
                report.tell(Problem::new(Code::UnknownField, node.place, message).maybe_help(help));
            }
            _ => {
                let message = format!("`{}` is no path", escape(text));
                let help = "write it like `safety.minAdmins`, `workspaces[Support].users` or \
                            `workspaces[*].contactLimit`";
                report.tell(Problem::new(Code::InvalidValue, node.place, message).help(help));
            }
        }
        None
    })
}

fn steps(text: &str) -> Option<Vec<Step>> {
    let mut steps = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        if let Some(inner) = rest.strip_prefix('[') {
            let (key, behind) = inner.split_once(']')?;
            steps.push(match key.trim() {
                "" => return None,
                "*" => Step::Any,
                key => Step::Item(key.to_lowercase()),
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

impl Fixed {
    /// Whether a change at this path is a change of what is fixed: at it, or below it.
    pub(super) fn covers(&self, path: &[Step]) -> bool {
        self.steps.len() <= path.len()
            && self.steps.iter().zip(path).all(|(fixed, step)| match fixed {
                Step::Any => matches!(step, Step::Item(_)),
                fixed => fixed == step,
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
        let any = Fixed { steps: steps("workspaces[*].users").unwrap(), place: Place::default() };
        assert!(any.covers(&[field("workspaces"), item("x"), field("users"), item("y")]));
        assert!(!any.covers(&[field("workspaces"), item("x")]));
    }
}
