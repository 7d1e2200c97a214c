use super::{Refusal, Session};
use crate::model::{WorkspaceId, WorkspaceName};
use crate::sandbox::state::Workspace;

/// A workspace to be made.
#[derive(Clone, Debug)]
pub(in crate::sandbox) struct WorkspaceDraft {
    pub(in crate::sandbox) name: String,
    pub(in crate::sandbox) timezone: String,
}

/// What of a workspace is to be changed.
#[derive(Clone, Debug, Default)]
pub(in crate::sandbox) struct WorkspaceChange {
    pub(in crate::sandbox) name: Option<String>,
    pub(in crate::sandbox) timezone: Option<String>,
    /// `Some(None)` switches the limit off.
    pub(in crate::sandbox) contact_limit: Option<Option<u64>>,
}

impl Session<'_> {
    /// S2. A new workspace has no users.
    pub(in crate::sandbox) fn create(
        &mut self,
        draft: &WorkspaceDraft,
    ) -> Result<WorkspaceId, Refusal> {
        let WorkspaceDraft { name, timezone } = draft;
        let name = self.free_name(name, None)?;
        is_timezone(timezone)?;
        let organization = self.organization()?;
        let there = organization.workspaces.len() as u64;
        if organization.limits().workspaces.is_some_and(|limit| there >= limit) {
            return Err(Refusal::WorkspaceLimit);
        }
        let id = self.state.next_workspace();
        let space = Workspace::created(id, name, timezone.clone(), self.now);
        self.organization_mut()?.workspaces.insert(id, space);
        Ok(id)
    }

    /// S5.
    pub(in crate::sandbox) fn update(
        &mut self,
        id: WorkspaceId,
        change: &WorkspaceChange,
    ) -> Result<(), Refusal> {
        let WorkspaceChange { name, timezone, contact_limit } = change;
        self.workspace(id)?;
        let name = name.as_ref().map(|name| self.free_name(name, Some(id))).transpose()?;
        if let Some(timezone) = timezone {
            is_timezone(timezone)?;
        }
        // `rules.md`, Workspaces: it can be switched *on* only for reseller partners.
        let switched_on = matches!(contact_limit, Some(Some(_)));
        if switched_on && !self.organization()?.is_reseller_partner {
            return Err(Refusal::NoContactLimit);
        }
        let space = self.workspace_mut(id)?;
        if let Some(name) = name {
            space.name = name;
        }
        if let Some(timezone) = timezone {
            space.timezone.clone_from(timezone);
        }
        if let Some(limit) = contact_limit {
            space.contact_limit = *limit;
        }
        Ok(())
    }

    /// S4. Nothing is asked: the typed name is the dialog's alone (`rules.md`, Workspaces).
    pub(in crate::sandbox) fn delete(&mut self, id: WorkspaceId) -> Result<(), Refusal> {
        self.workspace(id)?;
        self.organization_mut()?.workspaces.remove(&id);
        self.state.last_ids.workspace_gone(id);
        Ok(())
    }

    /// `rules.md`, Workspaces (inferred): 1 to 255 characters after trimming, unique ignoring case.
    fn free_name(&self, name: &str, own: Option<WorkspaceId>) -> Result<String, Refusal> {
        let name = name.trim();
        if !(1..=255).contains(&name.chars().count()) {
            return Err(Refusal::Malformed("name has to have 1 to 255 characters".to_owned()));
        }
        let key = |name: &str| WorkspaceName::new(name).key();
        let taken = |it: &Workspace| Some(it.id) != own && key(&it.name) == key(name);
        if self.organization()?.workspaces.values().any(taken) {
            return Err(Refusal::NameTaken);
        }
        Ok(name.to_owned())
    }
}

fn is_timezone(name: &str) -> Result<(), Refusal> {
    match jiff::tz::TimeZone::get(name) {
        Ok(_) => Ok(()),
        Err(_) => Err(Refusal::Malformed("timezone is not an IANA time zone".to_owned())),
    }
}
