use super::declare::Template;
use super::expression::Engine;
use super::overlay::Overlay;
use super::parameter::Parameter;
use super::render::Renderer;
use super::scope::Scope;
use super::undefined::Missing;
use crate::manifest::context::Context;
use crate::manifest::diagnostic::{Code, Problem, Report, escape};
use crate::manifest::document::Document;
use crate::manifest::kind::Kind;
use crate::manifest::node::{Key, Mapping, Node, Place, Value};
use crate::manifest::organization::Asked;
use crate::manifest::reader::{self, Fields, did_you_mean, nearest};
use crate::manifest::shape::Shape::{Map, Named};
use crate::manifest::shape::{DATE, ID, LITERAL, ORGANIZATION_PART, SLUG, TEXT, object};
use crate::model::{OrganizationId, Slug};
use std::collections::{BTreeMap, HashSet};

object! {
    /// A client: an organization made from a template.
    pub(in crate::manifest) CLIENT required ["template", "organizationId"] {
        "template" Named(&SLUG), "The name of a Template.";
        "organizationId" Named(&ID), "The platform's id of the organization.";
        "credentials" Named(&TEXT), "A name from the Project's `credentials`. Left out: the template's, else `default`.";
        "parameters" Map(&Named(&LITERAL)), "Values of the template's parameters. They are taken literally, never as expressions.";
        "marketingOptOutRequested" Named(&DATE), "The day on which the marketing opt-out was asked for. Client users are invited from the 7th working day on.";
        "overlay" Named(&ORGANIZATION_PART), "Part of the spec of an Organization: added to what the template gives.";
    }
}

/// What a Client adds up to: the spec of an Organization.
pub(in crate::manifest) struct Rendered {
    pub(in crate::manifest) spec: Node,
    pub(in crate::manifest) asked: Asked,
}

/// Makes the organization of a client. What is wrong is told; `None` where nothing can be made.
pub(in crate::manifest) fn render(
    document: &Document,
    templates: &BTreeMap<Slug, Template<'_>>,
    engine: &Engine<'_>,
    context: &Context<'_, '_>,
) -> Option<Rendered> {
    let report = context.report;
    let before = report.errors();
    let fields = Fields::of(&document.spec, &CLIENT, report)?;
    let id = fields.required("organizationId");
    let id = id.filter(|node| reader::id(node, OrganizationId::read, report).is_some());
    let credentials = fields.optional("credentials");
    let asked = fields.read("marketingOptOutRequested", reader::date);
    let asked_place = match fields.has("marketingOptOutRequested") {
        true => fields.key("marketingOptOutRequested"),
        false => document.place,
    };
    let overlay = fields.optional("overlay").filter(|node| overlay_fits(node, report));
    let name = fields.required("template")?;
    let template = find(name, templates, context)?;
    let scope = scope(&fields, template, name.place, engine.missing(), report);
    if !template.sound || report.errors() > before {
        return None;
    }
    report.share(name.place.at);
    let mut renderer = Renderer { engine, client: name.place.at, report, nodes: 0 };
    let mut spec = renderer.node(template.organization?, &scope).ok()??;
    if let Some(overlay) = overlay {
        let over = Overlay { fixed: &template.fixed, report };
        over.lay(&mut spec, overlay, &mut Vec::new());
    }
    set(&mut spec, "id", fields.key("organizationId"), id?.clone());
    if let Some(credentials) = credentials {
        set(&mut spec, "credentials", fields.key("credentials"), credentials.clone());
    }
    Some(Rendered { spec, asked: Asked { on: asked, place: asked_place } })
}

fn find<'t, 'd>(
    node: &Node,
    templates: &'t BTreeMap<Slug, Template<'d>>,
    context: &Context<'_, '_>,
) -> Option<&'t Template<'d>> {
    let name = reader::text(node, context.report)?;
    let found = templates.get(name);
    if found.is_none() {
        let names = templates.keys().map(Slug::as_str);
        let declare = "a manifest with `kind: Template`";
        context.unknown(Kind::Template, node.place, "template", name, names, declare);
    }
    found
}

/// The parameters by name: what the client gives, else the template's default, else nothing.
fn scope(
    fields: &Fields<'_, '_, '_>,
    template: &Template<'_>,
    client: Place,
    missing: Missing,
    report: &Report<'_>,
) -> Scope {
    let node = fields.optional("parameters");
    let mut complete = node.is_some() || !fields.means("parameters");
    let empty = Mapping::default();
    let given = match node.map(|node| &node.value) {
        None => &empty,
        Some(Value::Mapping(given)) => given,
        Some(other) => {
            let message = format!("expected values by parameter, found {other}");
            report.tell(Problem::new(Code::WrongType, fields.key("parameters"), message));
            complete = false;
            &empty
        }
    };
    // A parameter that is misspelt is told as that, and not as one that is missing too.
    let mut meant = HashSet::new();
    let unread = |name: &str| template.unread.as_ref().is_none_or(|it| it.contains(name));
    for (key, _) in &given.entries {
        if template.parameter(&key.text).is_some() || unread(&key.text) {
            continue;
        }
        let message = format!("the template has no parameter `{}`", escape(&key.text));
        let names = template.parameters.iter().map(|it| it.name.as_str());
        meant.extend(nearest(&key.text, names.clone()));
        let problem = Problem::new(Code::UnknownParameter, key.place, message);
        report.tell(problem.maybe_help(did_you_mean(&key.text, names)));
    }
    let given = given.by_key();
    let value = |parameter: &Parameter| {
        let (value, is_given) = match given.get(parameter.name.as_str()) {
            Some(node) => (parameter.accept(node, report), true),
            None if !complete || meant.contains(parameter.name.as_str()) => {
                report.follows();
                (None, false)
            }
            None if parameter.required => {
                let message = format!("the template's parameter `{}` is missing", parameter.name);
                let place = match node {
                    Some(_) => fields.key("parameters"),
                    None => client,
                };
                let problem = Problem::new(Code::MissingParameter, place, message);
                report.tell(problem.and(parameter.place, "it is required here"));
                (None, false)
            }
            None => (parameter.default.clone(), false),
        };
        (parameter.name.clone(), value, is_given)
    };
    Scope::new(template.parameters.iter().map(value), missing)
}

/// An overlay is part of an Organization's spec, without what the client says itself.
fn overlay_fits(node: &Node, report: &Report<'_>) -> bool {
    let Value::Mapping(mapping) = &node.value else {
        let message = format!("expected part of the spec of an Organization, found {}", node.value);
        report.tell(Problem::new(Code::WrongType, node.place, message));
        return false;
    };
    let own = [("id", "organizationId"), ("credentials", "credentials")];
    for (key, _) in &mapping.entries {
        if let Some((name, instead)) = own.iter().find(|(name, _)| *name == key.text) {
            let message = format!("an overlay has no `{name}`");
            let help = format!("it is the Client's own field `{instead}`");
            report.tell(Problem::new(Code::UnknownField, key.place, message).help(help));
        }
    }
    true
}

/// Sets a field that is the client's own; `id` comes first.
fn set(spec: &mut Node, name: &str, place: Place, node: Node) {
    let Value::Mapping(mapping) = &mut spec.value else { return };
    mapping.entries.retain(|(key, _)| key.text != name);
    let at = usize::from(name != "id").min(mapping.entries.len());
    mapping.entries.insert(at, (Key { text: name.to_owned(), place }, node));
}
