//! Workspaces that are to be created, changed or deleted.

use super::Differences;
use crate::model::text::thousands;
use crate::model::{
    Completeness, ContactLimit, DesiredWorkspace, Email, Field, Operation, RetiredWorkspace,
    Workspace, WorkspaceId, WorkspaceName, WorkspaceRef,
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
    if let Some(limit) = &wanted.contact_limit
        && limit.value != ContactLimit::Unlimited
    {
        let before = fields_of_limit(ContactLimit::Unlimited);
        let after = fields_of_limit(limit.value);
        let update =
            UpdateWorkspace { workspace: input.world.workspace_ref(workspace), before, after };
        let hold = limit_hold(input, limit.value);
        found.changes.push(Change::new(update, &limit.source).at(workspace).held(hold));
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

/// With the manifest's time zone, or else the Project's. That one is not worth a creation by hand: where only it
/// stands in the way, the platform chooses, and the plan says so.
fn creation(input: &PlanInput, found: &mut Differences, wanted: &DesiredWorkspace) -> Action {
    let DesiredWorkspace { name, timezone, default_timezone, .. } = wanted;
    let create = |timezone| Action::from(CreateWorkspace { name: name.clone(), timezone });
    let zone = timezone.as_ref().map_or(default_timezone, |it| &it.value);
    let (whole, without) = (create(Some(zone.clone())), create(None));
    if timezone.is_some() || input.by(&whole) == By::Machine || input.by(&without) == By::Person {
        return whole;
    }
    let profile = &input.capabilities.profile;
    let name = name.quoted();
    if input.settings.side == Side::Drift {
        return without;
    }
    found.warn(format!(
        "workspace {name} gets the time zone that the platform chooses, not {zone}: `{profile}` has no place for one"
    ));
    without
}

fn fields_of_limit(limit: ContactLimit) -> WorkspaceFields {
    WorkspaceFields { contact_limit: Some(limit), ..WorkspaceFields::default() }
}

/// Contact limits are switched on only in organizations of the Reseller Partner Programme (`rules.md`, Workspaces).
fn limit_hold(input: &PlanInput, limit: ContactLimit) -> Option<Hold> {
    limit.number()?;
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
    match (&wanted.timezone, &live.timezone) {
        (Some(timezone), Some(there)) if timezone.value != *there => {
            before.timezone = Some(there.clone());
            after.timezone = Some(timezone.value.clone());
        }
        (Some(_), None) => missing(input, found, &wanted.name, (Field::Timezone, "time zone")),
        _ => {}
    }
    match (&wanted.contact_limit, live.contact_limit) {
        (Some(limit), Some(there)) if limit.value != there => {
            match limit_hold(input, limit.value) {
                None => {
                    before.contact_limit = Some(there);
                    after.contact_limit = Some(limit.value);
                }
                hold => {
                    let (before, after) = (fields_of_limit(there), fields_of_limit(limit.value));
                    let update = UpdateWorkspace {
                        workspace: input.world.workspace_ref(workspace),
                        before,
                        after,
                    };
                    found.changes.push(Change::new(update, &limit.source).at(workspace).held(hold));
                }
            }
        }
        (Some(_), None) => {
            missing(input, found, &wanted.name, (Field::ContactLimit, "contact limit"));
        }
        _ => {}
    }
    warn_of_small_limit(input, found, wanted, live);
    if after != WorkspaceFields::default() {
        let update =
            UpdateWorkspace { workspace: input.world.workspace_ref(workspace), before, after };
        found.changes.push(Change::new(update, &wanted.source).at(workspace));
    }
    Ok(())
}

fn missing(
    input: &PlanInput,
    found: &mut Differences,
    name: &WorkspaceName,
    (field, word): (Field, &str),
) {
    let what = format!("the {word} of {}", name.quoted());
    found.missing(input, Operation::ListWorkspaces, field, what);
}

/// RC107: at the limit, a workspace receives no messages from new contacts (`rules.md`, Workspaces).
fn warn_of_small_limit(
    input: &PlanInput,
    found: &mut Differences,
    wanted: &DesiredWorkspace,
    live: &Workspace,
) {
    let Some(limit) = &wanted.contact_limit else { return };
    if let (Some(number), Some(contacts)) = (limit.value.number(), live.contacts)
        && number < contacts
        && !input.settings.silenced.covers("RC107", &limit.source)
    {
        let (name, number) = (wanted.name.quoted(), thousands(number));
        let more = match input.settings.side {
            Side::Plan => format!("more than its limit of {number}: new contacts can't reach it"),
            Side::Drift => format!("more than the manifest's limit of {number}"),
        };
        found.warnings.push(Warning {
            code: Some("RC107".to_owned()),
            message: format!("{name} has {} contacts, {more}", thousands(contacts)),
            source: Some(limit.source.clone()),
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
