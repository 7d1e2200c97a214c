use super::check::{self, Names};
use super::expression::Engine;
use super::fixed::{self, FixedPaths};
use super::parameter::{self, PARAMETER, Parameter};
use crate::manifest::diagnostic::{Code, Problem, Report};
use crate::manifest::document::Document;
use crate::manifest::node::{Node, Value};
use crate::manifest::reader::{self, Fields};
use crate::manifest::shape::Shape::{List, Named, Of, Text};
use crate::manifest::shape::{ORGANIZATION_PART, object};
use std::collections::{HashMap, HashSet};

object! {
    /// What clients have in common.
    pub(in crate::manifest) TEMPLATE required ["organization"] {
        "parameters" List(&Of(&PARAMETER)), "What clients give.";
        "organization" Named(&ORGANIZATION_PART), "The spec of an Organization without `id`. `${{ expressions }}` in its texts use the parameters.";
        "fixed" List(&Text), "Paths that a client's overlay may not change, like `safety` or `workspaces[*].contactLimit`.";
    }
}

/// What clients have in common.
pub(in crate::manifest) struct Template<'d> {
    pub(in crate::manifest) parameters: Vec<Parameter>,
    by_name: HashMap<String, usize>,
    /// Names of those that can't be read, so that nobody is told that there are none; nothing where not even a name
    /// can be.
    pub(super) unread: Option<HashSet<&'d str>>,
    pub(super) organization: Option<&'d Node>,
    pub(super) fixed: FixedPaths,
    /// There was nothing wrong with it, so that clients can be made from it.
    pub(super) sound: bool,
}

impl Template<'_> {
    /// The parameter of this name.
    pub(super) fn parameter(&self, name: &str) -> Option<&Parameter> {
        self.by_name.get(name).map(|at| &self.parameters[*at])
    }
}

/// Reads a template and checks what can be checked without a client.
pub(in crate::manifest) fn read<'d>(
    document: &'d Document,
    engine: &Engine<'_>,
    report: &Report<'_>,
) -> Template<'d> {
    let before = report.errors();
    let mut template = Template {
        parameters: Vec::new(),
        by_name: HashMap::new(),
        unread: None,
        organization: None,
        fixed: FixedPaths::default(),
        sound: false,
    };
    let Some(fields) = Fields::of(&document.spec, &TEMPLATE, report) else { return template };
    let nodes = fields.read("parameters", reader::items);
    let mut unread = (report.errors() == before).then(HashSet::new);
    for node in nodes.unwrap_or_default() {
        let Some(parameter) = parameter::read(node, report) else {
            match (node.get("name").and_then(Node::as_text), &mut unread) {
                (Some(name), Some(unread)) => drop(unread.insert(name)),
                _ => unread = None,
            }
            continue;
        };
        if let Some(first) = template.parameter(&parameter.name) {
            let message = format!("there are two parameters `{}`", parameter.name);
            let problem = Problem::new(Code::DuplicateEntry, parameter.place, message);
            report.tell(problem.and(first.place, "the other one is here"));
        } else {
            template.by_name.insert(parameter.name.clone(), template.parameters.len());
            template.parameters.push(parameter);
        }
    }
    template.unread = unread;
    template.fixed = fields.read("fixed", fixed::list).unwrap_or_default();
    let organization = fields.required("organization");
    if let Some(node) = organization {
        if !matches!(node.value, Value::Mapping(_)) {
            let message = format!("expected the spec of an Organization, found {}", node.value);
            report.tell(Problem::new(Code::WrongType, node.place, message));
        } else if let Some(id) = node.get("id") {
            let problem = Problem::new(Code::UnknownField, id.place, "a template has no `id`");
            report.tell(problem.help("each Client gives its own, as `organizationId`"));
        }
        let mut names = Names::of(&template.parameters, template.unread.as_ref());
        check::expressions(node, &mut names, engine, report);
    }
    template.organization = organization;
    template.sound = document.sound && report.errors() == before;
    template
}
