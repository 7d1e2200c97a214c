use super::fixed::Step;
use crate::manifest::{organization, safety};

/// What stands at a path into an Organization spec.
#[derive(Clone, Copy)]
pub(super) enum Shape {
    /// A value, with nothing below it.
    Value,
    /// Fields, with their names.
    Fields(&'static [&'static str], fn(&str) -> Shape),
    /// A list of such items.
    List(&'static Shape),
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

/// An Organization spec.
pub(super) const ORGANIZATION: Shape = Shape::Fields(organization::FIELDS, |field| match field {
    "users" => Shape::List(&Shape::Fields(organization::USER_FIELDS, value)),
    "workspaces" => Shape::List(&Shape::Fields(organization::WORKSPACE_FIELDS, |field| {
        if field == "users" { Shape::List(&ACCESS) } else { Shape::Value }
    })),
    "retiredWorkspaces" => Shape::List(&Shape::Fields(organization::RETIRED_FIELDS, value)),
    "departures" => Shape::List(&Shape::Fields(organization::DEPARTURE_FIELDS, value)),
    "policy" => Shape::Fields(organization::POLICY_FIELDS, |field| {
        if field == "ignore" { Shape::List(&Shape::Value) } else { Shape::Value }
    }),
    "safety" => Shape::Fields(safety::FIELDS, |field| {
        if field == "waivers" { Shape::List(&WAIVER) } else { Shape::Value }
    }),
    "invitations" => Shape::Fields(organization::INVITATIONS_FIELDS, value),
    _ => Shape::Value,
});

const ACCESS: Shape = Shape::Fields(organization::ACCESS_FIELDS, |field| {
    if field == "restrictions" { Shape::List(&Shape::Value) } else { Shape::Value }
});

const WAIVER: Shape = Shape::Fields(safety::WAIVER_FIELDS, |field| {
    if field == "people" { Shape::List(&Shape::Value) } else { Shape::Value }
});

const fn value(_: &str) -> Shape {
    Shape::Value
}

impl Shape {
    /// Follows a path from an Organization spec.
    pub(super) fn follow(steps: &[Step]) -> Result<(), Nothing> {
        let mut shape = ORGANIZATION;
        let mut last = "";
        for step in steps {
            shape = match (shape, step) {
                (Self::Fields(names, below), Step::Field(name)) => {
                    if !names.contains(&name.as_str()) {
                        return Err(Nothing::Field(name.clone(), names));
                    }
                    last = name;
                    below(name)
                }
                (Self::List(item), Step::Item(_) | Step::Any) => *item,
                (Self::List(_), Step::Field(_)) => return Err(Nothing::Item(last.to_owned())),
                (Self::Value | Self::Fields(..), _) => return Err(Nothing::Below(last.to_owned())),
            };
        }
        Ok(())
    }
}
