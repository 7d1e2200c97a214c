use super::people::{self, ACCESS, Access, Listed, People};
use super::today::Today;
use crate::manifest::context::Context;
use crate::manifest::diagnostic::{Code, Problem, Report, escape};
use crate::manifest::node::{Node, Place};
use crate::manifest::reader::{self, Fields};
use crate::manifest::shape::Shape::{List, Named, Of};
use crate::manifest::shape::{CONTACT_LIMIT, DATE, ID, NAME, TEXT, TIMEZONE, object};
use crate::model::WorkspaceField::{self, ContactLimit, Timezone};
use crate::model::{DesiredAccess, DesiredWorkspace, Sourced, WorkspaceId, WorkspaceName};
use jiff::civil::Date;

object! {
    /// A workspace that is to exist.
    pub(super) WORKSPACE required ["name"] {
        "name" Named(&NAME), "Its name.";
        "id" Named(&ID), "The platform's id. It pins identity, so that a changed name is a rename.";
        "formerName" Named(&NAME), "The name it had: the other way to say rename.";
        "timezone" Named(&TIMEZONE), "Its time zone. One that is created without gets the Project's.";
        "contactLimit" Named(&CONTACT_LIMIT), "How many contacts it takes.";
        "credentials" Named(&TEXT), "The credential that reads this workspace, where a profile reads with one for each.";
        "users" List(&Of(&ACCESS)), "Who has access. Left out: not managed; an empty list is nobody.";
    }
}

object! {
    /// A workspace to delete.
    pub(super) RETIRED required ["name", "dataExported"] {
        "name" Named(&NAME), "Its name.";
        "id" Named(&ID), "The platform's id.";
        "dataExported" Named(&DATE), "The day its data was exported: not in the future.";
    }
}

/// A workspace that is to exist.
pub(in crate::manifest) struct Workspace {
    pub(in crate::manifest) name: WorkspaceName,
    pub(in crate::manifest) id: Option<(WorkspaceId, Place)>,
    pub(in crate::manifest) former_name: Option<(WorkspaceName, Place)>,
    pub(in crate::manifest) fields: Vec<Sourced<WorkspaceField>>,
    pub(in crate::manifest) credentials: Option<String>,
    pub(in crate::manifest) users: Option<People<Access>>,
    /// Where its name stands.
    pub(in crate::manifest) place: Place,
}

impl Workspace {
    /// The workspace of the desired state.
    pub(super) fn finish(
        self,
        context: &Context<'_, '_>,
        today: &mut Today<'_, '_, '_>,
    ) -> DesiredWorkspace {
        let Self { name, id, former_name, fields, credentials, users, place } = self;
        let access = |listed: &Listed<Access>, source| {
            let Access { role, restrictions } = listed.access.clone();
            DesiredAccess {
                role,
                restrictions: restrictions.map(Box::new),
                until: listed.until,
                source,
            }
        };
        DesiredWorkspace {
            name,
            id: id.map(|(id, _)| id),
            former_name: former_name.map(|(name, _)| name),
            fields,
            created_with: context.project.created_with(),
            credentials,
            ended: users.as_ref().map(|users| today.ended(users)).unwrap_or_default(),
            users: users.map(|users| today.listed(&users, access)),
            source: context.report.source(place),
        }
    }
}

/// A workspace to delete.
pub(in crate::manifest) struct Retired {
    pub(in crate::manifest) name: WorkspaceName,
    pub(in crate::manifest) id: Option<(WorkspaceId, Place)>,
    /// It has an id, or one that can't be read.
    pub(in crate::manifest) pinned: bool,
    /// `None` where it is missing or no date, which was told.
    pub(in crate::manifest) data_exported: Option<Date>,
    pub(in crate::manifest) exported_place: Place,
    pub(in crate::manifest) place: Place,
}

/// Reads `workspaces`.
pub(super) fn list(node: &Node, context: &Context<'_, '_>) -> Vec<Workspace> {
    let nodes = reader::items(node, context.report).unwrap_or_default();
    nodes.iter().filter_map(|node| workspace(node, context)).collect()
}

fn workspace(node: &Node, context: &Context<'_, '_>) -> Option<Workspace> {
    let report = context.report;
    let fields = Fields::of(node, &WORKSPACE, report)?;
    let id = fields.read("id", workspace_id);
    let pinned = fields.has("id");
    let name = fields.need("name", |node, report| name(node, pinned, report));
    let former_name = fields.read("formerName", name_there);
    let set = |key, value: fn(&Node, &Report<'_>) -> Option<WorkspaceField>| {
        fields.read(key, |node, report| {
            Some(Sourced { value: value(node, report)?, source: report.source(node.place) })
        })
    };
    let settings = [
        set("timezone", |node, report| reader::timezone(node, report).map(Timezone)),
        set("contactLimit", |node, report| reader::contact_limit(node, report).map(ContactLimit)),
    ];
    let credentials = fields.optional("credentials").and_then(|node| context.credential(node));
    let users = fields.optional("users").map(|node| people::of_workspace(node, context));
    let (name, place) = name?;
    let fields = settings.into_iter().flatten().collect();
    Some(Workspace { name, id, former_name, fields, credentials, users, place })
}

fn workspace_id(node: &Node, report: &Report<'_>) -> Option<(WorkspaceId, Place)> {
    reader::id(node, WorkspaceId::read, report).map(|id| (id, node.place))
}

/// A name. One with an `id` beside it refers to a workspace that exists, whatever it is called.
fn name(node: &Node, pinned: bool, report: &Report<'_>) -> Option<(WorkspaceName, Place)> {
    let name = WorkspaceName::new(reader::text(node, report)?);
    reader::legible(node, report);
    if pinned && !name.as_str().trim().is_empty() {
        return Some((name, node.place));
    }
    if let Err(error) = name.check_new() {
        let problem = Problem::new(Code::InvalidWorkspaceName, node.place, error.to_string());
        report.tell(problem.help("if the workspace exists and is called so, pin its `id`"));
    }
    Some((name, node.place))
}

/// The name of a workspace that exists: any text.
fn name_there(node: &Node, report: &Report<'_>) -> Option<(WorkspaceName, Place)> {
    reader::legible(node, report);
    Some((WorkspaceName::new(reader::filled(node, report)?), node.place))
}

/// Reads `retiredWorkspaces`.
pub(super) fn retired(node: &Node, report: &Report<'_>) -> Vec<Retired> {
    let nodes = reader::items(node, report).unwrap_or_default();
    nodes.iter().filter_map(|node| retired_workspace(node, report)).collect()
}

fn retired_workspace(node: &Node, report: &Report<'_>) -> Option<Retired> {
    let fields = Fields::of(node, &RETIRED, report)?;
    let id = fields.read("id", workspace_id);
    let name = fields.need("name", name_there);
    let data_exported = fields.read("dataExported", reader::date);
    let (name, place) = name?;
    if !fields.means("dataExported") {
        let name = escape(name.as_str()).into_owned();
        let message =
            format!("`{name}` is to be deleted, and nothing says that its data was exported");
        let help = "export the data, and add the day as `dataExported`: deleting can't be undone";
        report.tell(Problem::new(Code::Retirement, place, message).help(help));
    }
    let exported_place = fields.key("dataExported");
    let pinned = fields.means("id");
    Some(Retired { name, id, pinned, data_exported, exported_place, place })
}
