use super::read;
use super::service::Service;
use super::{Profile, Wire, merge};
use crate::manifest::reader::{self, did_you_mean};
use crate::manifest::{Code, Document, Node, Place, Problem, Report, escape};
use crate::model::Operation;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Fills in what Platforms take from each other.
pub(super) struct Resolver<'a, 'f> {
    /// All Platforms, by name.
    pub(super) documents: BTreeMap<&'a str, &'a Document>,
    /// Where what is wrong is told.
    pub(super) report: &'a Report<'f>,
}

/// The Platform that is being read, and by way of which ones we came to it.
#[derive(Clone, Copy)]
pub(super) struct Trail<'t> {
    name: &'t str,
    came_from: Option<(&'t Trail<'t>, Place)>,
}

impl<'t> Trail<'t> {
    /// The start.
    pub(super) const fn at(name: &'t str) -> Self {
        Self { name, came_from: None }
    }
}

impl Resolver<'_, '_> {
    /// The whole profile. `None` where something is wrong with it, which is told.
    pub(super) fn profile(&self, name: &str) -> Option<Profile> {
        let errors = self.report.errors();
        let trail = Trail::at(name);
        let spec = self.spec(&trail)?;
        let service = self.service(name, &spec);
        let mut operations = BTreeMap::new();
        if let Some(service) = &service {
            operations = self.operations(service, &spec, &trail);
        }
        let service = service.filter(|_| self.report.errors() == errors)?;
        Some(Profile { service, operations })
    }

    /// What a Platform says, on top of what it extends.
    fn spec(&self, trail: &Trail<'_>) -> Option<Node> {
        let document = self.documents.get(trail.name).filter(|document| document.sound)?;
        let Some(extends) = document.spec.get("extends") else {
            return Some(document.spec.clone());
        };
        let base = reader::text(extends, self.report)?;
        let trail = self.enter(base, extends.place, trail)?;
        Some(merge::over(&self.spec(&trail)?, &document.spec))
    }

    /// The API of a Platform. Where the Project doesn't say to which hosts a credential may go, those of the
    /// built-in Platform that it is built on are meant: a file can't send a credential elsewhere.
    fn service(&self, name: &str, spec: &Node) -> Option<Arc<Service>> {
        let service = read::service(name, spec, self.report)?;
        let mut built_in = name;
        while Profile::built_in_names().all(|known| known != built_in) {
            let document = self.documents.get(built_in)?;
            if let Some(hosts) = document.spec.get("hosts") {
                let message = "only a built-in Platform says to which hosts a credential may go";
                let problem = Problem::new(Code::InvalidProfile, hosts.place, message);
                self.report.tell(problem.help(
                    "list them as `hosts` under the credential in the Project, where whoever reviews it sees them",
                ));
            }
            let Some(extends) = document.spec.get("extends") else {
                return Some(Arc::new(Service { hosts: Vec::new(), ..(*service).clone() }));
            };
            built_in = reader::text(extends, self.report)?;
        }
        let base = self.spec(&Trail::at(built_in))?;
        let hosts = read::service(built_in, &base, self.report)?.hosts.clone();
        Some(Arc::new(Service { hosts, ..(*service).clone() }))
    }

    fn operations(
        &self,
        service: &Arc<Service>,
        spec: &Node,
        trail: &Trail<'_>,
    ) -> BTreeMap<Operation, Wire> {
        let mut operations = BTreeMap::new();
        let declared = spec.get("operations").and_then(Node::as_mapping);
        for (key, node) in declared.into_iter().flat_map(|mapping| &mapping.entries) {
            let found = Operation::ALL.iter().find(|it| it.word() == key.text);
            let Some(operation) = found.copied() else {
                let words = Operation::ALL.iter().map(|it| it.word());
                let message = format!("there is no operation `{}`", escape(&key.text));
                let problem = Problem::new(Code::UnknownField, key.place, message);
                self.report.tell(problem.maybe_help(did_you_mean(&key.text, words)));
                continue;
            };
            let wire =
                self.operation(operation, node, service, trail).and_then(|(service, node)| {
                    read::operation(operation, &node, &service, self.report)
                });
            operations.extend(wire.map(|wire| (operation, wire)));
        }
        operations
    }

    /// What is said of one operation, and the API that takes it: where it is taken `from` another Platform, that
    /// one's, with what is said here on top.
    fn operation(
        &self,
        operation: Operation,
        node: &Node,
        service: &Arc<Service>,
        trail: &Trail<'_>,
    ) -> Option<(Arc<Service>, Node)> {
        let Some(from) = node.get("from") else {
            return self.at_its_address(node, service);
        };
        let other = reader::text(from, self.report)?;
        let trail = self.enter(other, from.place, trail)?;
        let spec = self.spec(&trail)?;
        let Some(base) = spec.get("operations").and_then(|all| all.get(operation.word())) else {
            let message = format!("`{}` has no operation `{operation}`", escape(other));
            self.report.tell(Problem::new(Code::UnknownReference, from.place, message));
            return None;
        };
        let service = self.service(other, &spec)?;
        let (service, base) = self.operation(operation, base, &service, &trail)?;
        let (service, own) = self.at_its_address(&merge::without(node, "from"), &service)?;
        Some((service, merge::operation(&base, &own)))
    }

    /// An operation may have an address of its own.
    fn at_its_address(&self, node: &Node, service: &Arc<Service>) -> Option<(Arc<Service>, Node)> {
        let Some(base_url) = node.get("baseUrl") else {
            return Some((Arc::clone(service), node.clone()));
        };
        let address = read::address(base_url, self.report)?;
        let service = Arc::new(Service { address, ..(**service).clone() });
        Some((service, merge::without(node, "baseUrl")))
    }

    /// Goes on to another Platform, unless it isn't there or we came from it.
    fn enter<'t>(&self, name: &'t str, place: Place, from: &'t Trail<'t>) -> Option<Trail<'t>> {
        if !self.documents.contains_key(name) {
            let message = format!("there is no Platform `{}`", escape(name));
            let help = did_you_mean(name, self.documents.keys().copied());
            let problem = Problem::new(Code::UnknownReference, place, message);
            self.report.tell(problem.maybe_help(help));
            return None;
        }
        let mut related = Vec::new();
        let mut step = Some(from);
        while let Some(trail) = step {
            if trail.name == name {
                let message = format!("`{}` is built on itself here", escape(name));
                let mut problem = Problem::new(Code::InvalidProfile, place, message);
                for (by, at) in related {
                    problem = problem.and(at, format!("by way of `{}`", escape(by)));
                }
                self.report.tell(problem);
                return None;
            }
            step = trail.came_from.map(|(earlier, at)| {
                related.push((trail.name, at));
                earlier
            });
        }
        Some(Trail { name, came_from: Some((from, place)) })
    }
}
