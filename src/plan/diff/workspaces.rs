//! Workspaces that are to be created, changed or deleted.

use super::Differences;
use crate::model::text::thousands;
use crate::model::{
    Completeness, ContactLimit, DesiredWorkspace, Email, Field, Operation, RetiredWorkspace,
    Sourced, Workspace, WorkspaceField, WorkspaceId, WorkspaceRef,
};
use crate::plan::change::{By, Change};
use crate::plan::input::PlanInput;
use crate::plan::world::WorkspaceNumber;
use crate::plan::{
    Action, CreateWorkspace, DeleteWorkspace, Hold, PinnedInstead, PlanError, Side,
    UpdateWorkspace, Warning, WorkspaceFields,
};
use jiff::tz::Offset;
use std::collections::BTreeSet;

pub(super) fn differences(input: &PlanInput, found: &mut Differences) -> Result<(), PlanError> {
    for (workspace, facts) in input.world.everywhere() {
        match (facts.desired, facts.retired, facts.live) {
            (Some(wanted), _, None) => create(input, found, workspace, wanted)?,
            (Some(wanted), _, Some(live)) => update(input, found, workspace, wanted, live)?,
            (None, Some(retired), Some(live)) => delete(input, found, workspace, retired, live),
            (None, None, _) | (None, Some(_), None) => {}
        }
    }
    retired_elsewhere(input, found);
    Ok(())
}

/// A retired id that isn't there, while a workspace that nothing else pins has the retired name: what was reviewed was
/// the deletion of another one.
fn retired_elsewhere(input: &PlanInput, found: &mut Differences) {
    let (desired, workspaces) = (input.world.desired, &input.world.snapshot.workspaces);
    if !workspaces.is_complete() {
        return;
    }
    let pinned = desired.workspaces.iter().filter_map(|it| it.id);
    let pinned: BTreeSet<_> = pinned.chain(desired.retired.iter().filter_map(|it| it.id)).collect();
    for retired in &desired.retired {
        let Some(id) = retired.id else { continue };
        if workspaces.items.iter().any(|live| live.id == id) {
            continue;
        }
        let same_name = |live: &&Workspace| live.name.key() == retired.name.key();
        let mut others = workspaces.items.iter().filter(|live| !pinned.contains(&live.id));
        let Some(other) = others.find(same_name) else { continue };
        let workspace = WorkspaceRef { name: retired.name.clone(), id: Some(id) };
        let deletion = DeleteWorkspace { workspace, contacts: None };
        let hold = Hold::PinGone { id, instead: Some(instead(other)) };
        found.changes.push(Change::new(deletion, &retired.source).held(Some(hold)));
    }
}

fn check_name(wanted: &DesiredWorkspace) -> Result<(), PlanError> {
    wanted.name.check_new().map_err(|why| PlanError::NewName {
        name: wanted.name.clone(),
        why,
        source_line: wanted.source.clone(),
    })
}

fn create(
    input: &PlanInput,
    found: &mut Differences,
    workspace: WorkspaceNumber,
    wanted: &DesiredWorkspace,
) -> Result<(), PlanError> {
    let hold = match (&input.world.snapshot.workspaces.completeness, wanted.id) {
        (Completeness::OutOfSight | Completeness::NotRead, _) => Some("all workspaces".to_owned()),
        (Completeness::Partial { .. }, _)
            if !input.knows_already_so(Operation::CreateWorkspace) =>
        {
            Some("all workspaces".to_owned())
        }
        (Completeness::Partial { .. }, Some(id)) => {
            Some(format!("workspace {id}, which the manifest pins"))
        }
        (Completeness::Complete | Completeness::Partial { .. }, _) => None,
    };
    let hold = hold.map(Hold::not_observed).or_else(|| Some(pin_gone(input, wanted.id?, wanted)));
    if hold.is_none() {
        check_name(wanted)?;
    }
    let create = creation(input, found, wanted);
    found.changes.push(Change::new(create, &wanted.source).at(workspace).held(hold));
    for Sourced { value, source } in &wanted.fields {
        let before = wanted.created_with.get(value.field());
        if !is_created_with(value) && before.as_ref() != Some(value) {
            let update = UpdateWorkspace {
                workspace: input.world.workspace_ref(workspace),
                before: before.into_iter().collect(),
                after: value.clone().into(),
            };
            let hold = field_hold(input, value);
            found.changes.push(Change::new(update, source).at(workspace).held(hold));
        }
    }
    Ok(())
}

/// The pinned workspace isn't there: says which has its name now.
fn pin_gone(input: &PlanInput, id: WorkspaceId, wanted: &DesiredWorkspace) -> Hold {
    let mut live = input.world.snapshot.workspaces.items.iter();
    let same_name = live.find(|it| it.name.key() == wanted.name.key());
    Hold::PinGone { id, instead: same_name.map(instead) }
}

fn instead(live: &Workspace) -> PinnedInstead {
    PinnedInstead { id: live.id, name: live.name.clone() }
}

/// With the manifest's fields, or else the Project's. Those are not worth a creation by hand: where only they stand in
/// the way, the platform chooses, and the plan says so.
fn creation(input: &PlanInput, found: &mut Differences, wanted: &DesiredWorkspace) -> Action {
    let DesiredWorkspace { name, fields, created_with, .. } = wanted;
    let create = |fields| Action::from(CreateWorkspace { name: name.clone(), fields });
    let managed = fields.iter().map(|it| it.value.clone()).filter(is_created_with);
    let managed: WorkspaceFields = managed.collect();
    let others = created_with.iter().filter(is_created_with);
    let others: Vec<_> = others.filter(|it| managed.get(it.field()).is_none()).collect();
    let whole = create(managed.iter().chain(others.iter().cloned()).collect());
    let without = create(managed);
    if input.by(&whole) == By::Machine || input.by(&without) == By::Person {
        return whole;
    }
    if input.settings.side == Side::Plan {
        let (name, profile) = (name.quoted(), &input.capabilities.profile);
        for other in others {
            let (what, value) = (other.field().label(), other.value());
            found.warn(format!(
                "workspace {name} gets the {what} that the platform chooses, not {value}: `{profile}` has no place for one"
            ));
        }
    }
    without
}

/// Whether it can be said where a workspace is created; what can't is set afterwards.
fn is_created_with(field: &WorkspaceField) -> bool {
    let mut arguments = Operation::CreateWorkspace.definition().arguments();
    arguments.any(|it| it.placeholders().contains(&field.placeholder()))
}

/// Contact limits are switched on only in organizations of the Reseller Partner Programme (`rules.md`, Workspaces).
fn field_hold(input: &PlanInput, field: &WorkspaceField) -> Option<Hold> {
    let WorkspaceField::ContactLimit(ContactLimit::Limited(_)) = field else { return None };
    let organization = input.world.snapshot.organization.as_ref()?;
    (organization.is_reseller_partner == Some(false)).then_some(Hold::NotResellerPartner)
}

fn update(
    input: &PlanInput,
    found: &mut Differences,
    workspace: WorkspaceNumber,
    wanted: &DesiredWorkspace,
    live: &Workspace,
) -> Result<(), PlanError> {
    let mut before = WorkspaceFields::default();
    let mut after = WorkspaceFields::default();
    if wanted.name.as_str().trim() != live.name.as_str().trim() {
        check_name(wanted)?;
        before.name = Some(live.name.clone());
        after.name = Some(wanted.name.clone());
    }
    let update = |before, after| UpdateWorkspace {
        workspace: input.world.workspace_ref(workspace),
        before,
        after,
    };
    let there = live.fields();
    for Sourced { value, source } in &wanted.fields {
        let field = value.field();
        let Some(there) = there.get(field) else {
            let what = format!("the {} of {}", field.label(), wanted.name.quoted());
            found.missing(input, Operation::ListWorkspaces, field, what);
            continue;
        };
        match field_hold(input, value) {
            _ if there == *value => {}
            None => {
                before.set(there);
                after.set(value.clone());
            }
            hold => {
                let update = update(there.into(), value.clone().into());
                found.changes.push(Change::new(update, source).at(workspace).held(hold));
            }
        }
    }
    warn_of_small_limit(input, found, wanted, live);
    if after != WorkspaceFields::default() {
        found.changes.push(Change::new(update(before, after), &wanted.source).at(workspace));
    }
    Ok(())
}

/// RC107: at the limit, a workspace receives no messages from new contacts (`rules.md`, Workspaces).
fn warn_of_small_limit(
    input: &PlanInput,
    found: &mut Differences,
    wanted: &DesiredWorkspace,
    live: &Workspace,
) {
    let limit = wanted.fields.iter().find_map(|it| match it.value {
        WorkspaceField::ContactLimit(limit) => Some((limit.number()?, &it.source)),
        _ => None,
    });
    if let (Some((number, source)), Some(contacts)) = (limit, live.contacts)
        && number < contacts
        && !input.settings.silenced.covers("RC107", source)
    {
        let (name, number) = (wanted.name.quoted(), thousands(number));
        let more = match input.settings.side {
            Side::Plan => format!("more than its limit of {number}: new contacts can't reach it"),
            Side::Drift => format!("more than the manifest's limit of {number}"),
        };
        found.warnings.push(Warning {
            code: Some("RC107".to_owned()),
            message: format!("{name} has {} contacts, {more}", thousands(contacts)),
            source: Some(source.clone()),
        });
    }
}

fn delete(
    input: &PlanInput,
    found: &mut Differences,
    workspace: WorkspaceNumber,
    retired: &RetiredWorkspace,
    live: &Workspace,
) {
    let created = live.created_at.map(|at| Offset::UTC.to_datetime(at).date());
    let complete = input.world.snapshot.workspaces.is_complete();
    let hold = if !complete {
        Some(Hold::not_observed("all workspaces"))
    } else if live.name.key() != retired.name.key() {
        // What was reviewed is the deletion of another name.
        Some(Hold::PinGone { id: live.id, instead: Some(instead(live)) })
    } else if let Some(created) = created.filter(|created| *created > retired.data_exported) {
        Some(Hold::CreatedAfterExport { created, exported: retired.data_exported })
    } else if created.is_none()
        && (retired.id.is_none()
            || input.capabilities.tells(Operation::ListWorkspaces, Field::CreatedAt))
    {
        Some(Hold::NotObserved { what: format!("when {} was created", live.name) })
    } else if let Some(email) = stranger(input, live) {
        Some(Hold::NotObserved { what: format!("what {email} has in the organization") })
    } else if !input.settings.allow_workspace_deletion {
        Some(Hold::DeletionNotAllowed)
    } else {
        None
    };
    let deletion = DeleteWorkspace {
        workspace: input.world.workspace_ref(workspace),
        contacts: live.contacts,
    };
    found.changes.push(Change::new(deletion, &retired.source).at(workspace).held(hold));
}

/// R5: somebody who is wanted, and left alone since their role or state isn't known, may have access to nothing else.
fn stranger<'a>(input: &PlanInput, live: &'a Workspace) -> Option<&'a Email> {
    let is_one = |email: &&Email| {
        let person = input.world.find(email).map(|person| input.world.person(person));
        person.is_some_and(|it| it.is_strange() && (it.in_workspace || it.listed.is_some()))
    };
    live.users.items.iter().map(|user| &user.email).find(is_one)
}
