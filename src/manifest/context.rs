use super::diagnostic::{Code, Problem, Report, escape};
use super::document::Lost;
use super::group::Group;
use super::kind::Kind;
use super::node::{Node, Place};
use super::project::Project;
use super::reader::{self, did_you_mean};
use crate::model::Slug;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// Names that may be referred to.
pub(super) type References = BTreeSet<String>;

/// What organizations are read with.
pub(super) struct Context<'c, 'f> {
    pub(super) report: &'c Report<'f>,
    pub(super) project: &'c Project,
    /// Names of the Project's credentials.
    pub(super) credentials: &'c References,
    pub(super) groups: &'c BTreeMap<Slug, Group>,
    /// What can't be referred to because of what was told.
    pub(super) lost: &'c Lost,
    pub(super) today: Date,
}

impl Context<'_, '_> {
    /// Reads the name of a credential. `default` is always there: the environment feeds it.
    pub(super) fn credential(&self, node: &Node) -> Option<String> {
        let name = reader::text(node, self.report)?;
        if name == "default" || self.credentials.contains(name) {
            return Some(name.to_owned());
        }
        let names = self.credentials.iter().map(String::as_str).chain(["default"]);
        let declare = "`credentials` of the Project";
        self.unknown(Kind::Project, node.place, "credential", name, names, declare);
        None
    }

    /// Reads a reference to a group.
    pub(super) fn group(&self, node: &Node) -> Option<(&Slug, &Group)> {
        let name = reader::text(node, self.report)?;
        if let Some(found) = self.groups.get_key_value(name) {
            if !found.1.sound {
                self.report.follows();
            }
            return Some(found);
        }
        let names = self.groups.keys().map(Slug::as_str);
        let declare = "a manifest with `kind: Group`";
        self.unknown(Kind::Group, node.place, "group", name, names, declare);
        None
    }

    /// Tells a name that is declared in no manifest of this kind.
    pub(super) fn unknown<'n>(
        &self,
        kind: Kind,
        place: Place,
        what: &str,
        name: &str,
        names: impl Iterator<Item = &'n str>,
        declare: &str,
    ) {
        if self.lost.has(kind) {
            return self.report.follows();
        }
        let message = format!("there is no {what} `{}`", escape(name));
        let help = did_you_mean(name, names)
            .filter(|help| help.starts_with("did"))
            .unwrap_or_else(|| format!("declare it in {declare}"));
        self.report.tell(Problem::new(Code::UnknownReference, place, message).help(help));
    }
}
