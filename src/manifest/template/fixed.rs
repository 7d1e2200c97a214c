use super::path::{Nothing, Step, follow, steps};
use crate::manifest::diagnostic::{Code, Problem, Report, escape};
use crate::manifest::node::{Node, Place};
use crate::manifest::reader::{self, did_you_mean};
use std::collections::BTreeMap;

/// The paths that an overlay may not change: `safety.minAdmins`, `workspaces[Support].users`,
/// `workspaces[*].contactLimit`; by their steps, so that a change is looked up in all of them at once.
#[derive(Default)]
pub(super) struct FixedPaths {
    /// Where the path that ends here is written.
    place: Option<Place>,
    below: BTreeMap<Step, Self>,
}

/// Reads `fixed`.
pub(super) fn list(node: &Node, report: &Report<'_>) -> Option<FixedPaths> {
    let paths = reader::list(node, report, |node, report| {
        let text = reader::text(node, report)?;
        let place = node.place;
        let Some(steps) = steps(text).filter(|it| !it.is_empty()) else {
            let message = format!("`{}` is no path", escape(text));
            let help = "write it like `safety.minAdmins`, `workspaces[Support].users` or \
                        `workspaces[*].contactLimit`";
            report.tell(Problem::new(Code::InvalidValue, place, message).help(help));
            return None;
        };
        match follow(&steps) {
            Ok(()) => return Some((steps, place)),
            Err(nothing) => report.tell(nothing.problem(place, text)),
        }
        None
    })?;
    let mut fixed = FixedPaths::default();
    paths.into_iter().for_each(|(steps, place)| fixed.add(steps, place));
    Some(fixed)
}

impl Nothing {
    /// A path that protects nothing is worse than none.
    fn problem(self, place: Place, text: &str) -> Problem {
        let path = escape(text);
        match self {
            Self::Field(field, known) => {
                let message = format!("there is no field `{}`", escape(&field));
                let help = did_you_mean(&field, known.iter().copied());
                Problem::new(Code::UnknownField, place, message).maybe_help(help)
            }
            Self::Item(list) => {
                let message = format!("`{path}` names no item of the list `{list}`");
                let help =
                    format!("write `{list}[*]` for every item, or `{list}[…]` with its name");
                Problem::new(Code::InvalidValue, place, message).help(help)
            }
            Self::Below(field) => {
                let message = format!("there is nothing like `{path}` below `{field}`");
                Problem::new(Code::InvalidValue, place, message)
                    .help(format!("end the path at `{field}`"))
            }
        }
    }
}

impl FixedPaths {
    fn add(&mut self, steps: Vec<Step>, place: Place) {
        let end = steps.into_iter().fold(self, |at, step| at.below.entry(step).or_default());
        end.place.get_or_insert(place);
    }

    /// Where it is written that this path is fixed: it, or one that it is below of.
    pub(super) fn covering(&self, path: &[Step]) -> Option<Place> {
        if self.place.is_some() {
            return self.place;
        }
        let (step, rest) = path.split_first()?;
        let below = |step: &Step| self.below.get(step)?.covering(rest);
        below(step).or_else(|| match step {
            Step::Item(_) => below(&Step::Any),
            Step::Field(_) | Step::Any => None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_fixed_is_so_with_all_below() {
        let field = |name: &str| Step::Field(name.to_owned());
        let item = |key: &str| Step::Item(key.to_owned());
        let mut fixed = FixedPaths::default();
        for path in ["workspaces[*].users", "workspaces[b].name"] {
            fixed.add(steps(path).unwrap(), Place::default());
        }
        let covers = |path: &[Step]| fixed.covering(path).is_some();
        assert!(covers(&[field("workspaces"), item("x"), field("users"), item("y")]));
        assert!(covers(&[field("workspaces"), item("b"), field("users")]));
        assert!(covers(&[field("workspaces"), item("b"), field("name")]));
        assert!(!covers(&[field("workspaces"), item("x")]));
        assert!(!covers(&[field("workspaces"), item("x"), field("name")]));
    }
}
