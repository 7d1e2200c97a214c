use super::declared::of;
use crate::manifest::context::Context;
use crate::manifest::diagnostic::Report;
use crate::manifest::document::Document;
use crate::manifest::embargo;
use crate::manifest::kind::Kind;
use crate::manifest::lint;
use crate::manifest::node::Node;
use crate::manifest::organization::{self, Asked, Head};
use crate::manifest::template::{self, Engine, Language, Template};
use crate::model::{Desired, Slug};
use std::collections::BTreeMap;

/// An organization as it was made, before its tree is given up.
pub(in crate::manifest) struct Made<'m> {
    /// Its manifest.
    pub(in crate::manifest) document: &'m Document,
    /// The spec of an Organization that it adds up to.
    pub(in crate::manifest) spec: &'m Node,
    pub(in crate::manifest) desired: &'m Desired,
    pub(in crate::manifest) report: &'m Report<'m>,
}

/// Makes organizations, of Organization and of Client manifests.
pub(super) struct Maker<'d, 'l> {
    templates: BTreeMap<Slug, Template<'d>>,
    engine: Engine<'l>,
}

impl<'d, 'l> Maker<'d, 'l> {
    /// With the templates among these documents.
    pub(super) fn new(
        documents: &'d [Document],
        language: &'l Language,
        report: &Report<'_>,
    ) -> Self {
        let engine = Engine::new(language);
        let mut templates = BTreeMap::new();
        for document in of(documents, Kind::Template) {
            let template = template::read(document, &engine, report);
            templates.entry(document.name.clone()).or_insert(template);
        }
        Self { templates, engine }
    }

    /// What is wanted of an organization; `None` where anything about it is wrong, and of another kind.
    pub(super) fn make(
        &self,
        document: &Document,
        context: &Context<'_, '_>,
        show: &mut dyn FnMut(&Made<'_>),
    ) -> Option<Desired> {
        let report = context.report;
        let (rendered, sound);
        let (spec, asked) = match document.kind {
            Kind::Organization => {
                sound = document.sound;
                (&document.spec, None)
            }
            Kind::Client => {
                let before = report.errors();
                rendered = self.rendered(document, context)?;
                sound = document.sound && report.errors() == before;
                (&rendered.spec, Some(rendered.asked))
            }
            Kind::Project | Kind::Group | Kind::Template | Kind::Platform => return None,
        };
        let desired = organization(document, spec, asked, sound, context)?;
        show(&Made { document, spec, desired: &desired, report });
        Some(desired)
    }

    /// What a Client adds up to, whether or not it can be read as an organization.
    pub(super) fn rendered(
        &self,
        document: &Document,
        context: &Context<'_, '_>,
    ) -> Option<template::Rendered> {
        template::render(document, &self.templates, &self.engine, context)
    }
}

/// An organization's desired state; `None` where anything about it is wrong.
fn organization(
    document: &Document,
    spec: &Node,
    opt_out: Option<Asked>,
    sound: bool,
    context: &Context<'_, '_>,
) -> Option<Desired> {
    let (before, name, place) = (context.report.errors(), &document.name, document.place);
    let head = Head { name, place, sound, opt_out };
    let draft = organization::read(&head, spec, context)?;
    let lints = lint::check(&draft, context);
    let embargo = embargo::embargo(&draft, context);
    let desired = Desired { lints, ..draft.finish(context, embargo)? };
    (sound && context.report.errors() == before).then_some(desired)
}
