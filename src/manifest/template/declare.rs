use super::check;
use super::expression::Engine;
use super::fixed::{self, Fixed};
use super::parameter::{self, PARAMETER, Parameter};
use crate::manifest::diagnostic::{Code, Problem, Report};
use crate::manifest::document::Document;
use crate::manifest::node::{Node, Value};
use crate::manifest::reader::{self, Fields};
use crate::manifest::shape::Shape::{List, Named, Of, Text};
use crate::manifest::shape::{ORGANIZATION_PART, object};

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
    pub(super) organization: Option<&'d Node>,
    pub(super) fixed: Vec<Fixed>,
    /// There was nothing wrong with it, so that clients can be made from it.
    pub(super) sound: bool,
}

/// Reads a template and checks what can be checked without a client.
pub(in crate::manifest) fn read<'d>(
    document: &'d Document,
    engine: &Engine<'_>,
    report: &Report<'_>,
) -> Template<'d> {
    let before = report.errors();
    let mut template =
        Template { parameters: Vec::new(), organization: None, fixed: Vec::new(), sound: false };
    let Some(fields) = Fields::of(&document.spec, &TEMPLATE, report) else { return template };
    for node in fields.read("parameters", reader::items).unwrap_or_default() {
        let Some(parameter) = parameter::read(node, report) else { continue };
        if let Some(first) = template.parameters.iter().find(|it| it.name == parameter.name) {
            let message = format!("there are two parameters `{}`", parameter.name);
            let problem = Problem::new(Code::DuplicateEntry, parameter.place, message);
            report.tell(problem.and(first.place, "the other one is here"));
        } else {
            template.parameters.push(parameter);
        }
    }
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
        let names = template.parameters.iter().map(|it| it.name.as_str()).collect();
        check::expressions(node, names, engine, report);
    }
    template.organization = organization;
    template.sound = document.sound && report.errors() == before;
    template
}
