use super::{Client, claims};
use crate::model::{Collection, Completeness, Email, Operation, OrganizationUser, Workspace};
use crate::platform::doctor::{CredentialCheck, Examination, OrganizationCheck, Reach, Visible};
use crate::platform::profile::{CredentialScope, Filled};
use crate::platform::{PlatformError, Target};
use futures::stream::{StreamExt as _, iter};
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::sync::atomic::AtomicU32;

/// Organizations that are looked at together.
const AT_A_TIME: usize = 4;

impl Client {
    /// Tries credentials and reads of these organizations, and no write.
    pub async fn doctor(&self, targets: &[Target]) -> Examination {
        let checks = iter(targets).map(|target| self.examine(target));
        let mut organizations: Vec<_> = checks.buffered(AT_A_TIME).collect().await;
        organizations.sort_by(|a, b| a.name.cmp(&b.name));
        let mut visible = Vec::new();
        let by_credential: BTreeMap<_, _> =
            targets.iter().map(|target| (target.credentials.as_str(), target)).collect();
        for (credential, target) in by_credential {
            visible.extend(self.visible(credential, target).await);
        }
        let operations = || self.profile.operations.iter();
        Examination {
            profile: self.profile().to_owned(),
            base_url: self.base_url(),
            evidence: operations().map(|(operation, wire)| (*operation, wire.evidence)).collect(),
            since: operations()
                .filter_map(|(operation, wire)| Some((*operation, wire.since.clone()?)))
                .collect(),
            recorded: operations()
                .filter_map(|(operation, wire)| Some((*operation, wire.recorded.clone()?)))
                .collect(),
            visible,
            organizations,
        }
    }

    async fn visible(&self, credential: &str, target: &Target) -> Option<Visible> {
        self.wire(Operation::ListOrganizations)?;
        let found = self.organizations(target).await.transpose()?;
        let reach = reach(&found);
        let organizations = found.map(|found| found.items).unwrap_or_default();
        Some(Visible { credential: credential.to_owned(), reach, organizations })
    }

    async fn examine(&self, target: &Target) -> OrganizationCheck {
        let credentials = self.check_credentials(target).await;
        let none = AtomicU32::new(0);
        let mut reads = BTreeMap::new();
        if self.wire(Operation::GetOrganization).is_some() {
            let reach = match self.read_organization(target, &none).await {
                Ok(Some(_)) => Reach::Works,
                Ok(None) => Reach::Partial { why: "it is assumed, and answers 404".to_owned() },
                Err(error) => fails(error),
            };
            reads.insert(Operation::GetOrganization, reach);
        }
        let users = self.list_organization_users(target, &none).await;
        let actor = self.actor(target).await.ok().flatten();
        let person = users.as_ref().ok().and_then(|users| find(users, actor.as_ref()?));
        let role = person.map(|it| it.role.clone());
        let status = person.and_then(|it| it.status.clone());
        reads.insert(Operation::ListOrganizationUsers, reach(&users));
        let workspaces = self.list_workspaces(target, &none).await;
        let listed = match self.wire(Operation::ListWorkspaces) {
            Some(_) => reach(&workspaces),
            None => Reach::NotObserved,
        };
        reads.insert(Operation::ListWorkspaces, listed);
        if let Ok(workspaces) = &workspaces {
            let reach = self.check_workspace_users(target, &workspaces.items).await;
            reads.insert(Operation::ListWorkspaceUsers, reach);
        }
        let (name, id) = (target.name.clone(), target.id);
        OrganizationCheck { name, id, credentials, actor, role, status, reads }
    }

    /// One workspace shows how the read fares; where each has a credential of its own, all of those do.
    async fn check_workspace_users(&self, target: &Target, workspaces: &[Workspace]) -> Reach {
        let none = AtomicU32::new(0);
        let mut worst = Reach::NotObserved;
        for workspace in workspaces {
            let name = Some(&workspace.name);
            let users = self.list_workspace_users(target, workspace.id, name, (None, &none)).await;
            match reach(&users) {
                Reach::NotObserved => {}
                failed @ Reach::Fails { .. } => return failed,
                found if !matches!(worst, Reach::Partial { .. }) => worst = found,
                _ => {}
            }
            let wire = self.wire(Operation::ListWorkspaceUsers);
            let scope = wire.and_then(|wire| Some(wire.request.as_ref()?.credential));
            if scope != Some(CredentialScope::Workspace) {
                break;
            }
        }
        worst
    }

    async fn check_credentials(&self, target: &Target) -> Vec<CredentialCheck> {
        let mut checks = Vec::new();
        if let Some(ask) = self.any_ask(target) {
            let token = self.token(&ask, None).await.map(|token| token.expires);
            checks.push(credential(&target.credentials, None, token));
        }
        for workspace in &target.workspaces {
            let Some(mut ask) = self.ask(target, Operation::ListWorkspaceUsers, Filled::default())
            else {
                continue;
            };
            if ask.request.credential != CredentialScope::Workspace {
                continue;
            }
            ask.credential = &workspace.credentials;
            ask.workspace = workspace.id;
            let token = match self.token(&ask, None).await {
                Ok(token)
                    if workspace.id.is_none()
                        && claims::workspace(ask.service(), &token).is_none() =>
                {
                    let what = "its token doesn't say which workspace it is for";
                    Err(PlatformError::new(what).help("pin the workspace's `id` in the manifest"))
                }
                token => token.map(|token| token.expires),
            };
            let name = Some(workspace.name.to_string());
            checks.push(credential(&workspace.credentials, name, token));
        }
        checks
    }
}

fn credential(
    name: &str,
    workspace: Option<String>,
    token: Result<Option<Timestamp>, PlatformError>,
) -> CredentialCheck {
    let (reach, expires) = match token {
        Ok(expires) => (Reach::Works, expires),
        Err(error) => (fails(error), None),
    };
    CredentialCheck { name: name.to_owned(), workspace, reach, expires }
}

fn find<'a>(
    users: &'a Collection<OrganizationUser>,
    actor: &Email,
) -> Option<&'a OrganizationUser> {
    users.items.iter().find(|user| user.email == *actor)
}

fn reach<T>(read: &Result<Collection<T>, PlatformError>) -> Reach {
    match read {
        Ok(list) => match &list.completeness {
            Completeness::Complete => Reach::Works,
            Completeness::Partial { why } => Reach::Partial { why: why.clone() },
            Completeness::OutOfSight | Completeness::NotRead => Reach::NotObserved,
        },
        Err(error) => fails(error.clone()),
    }
}

fn fails(error: PlatformError) -> Reach {
    Reach::Fails { why: error.what, help: error.help }
}
