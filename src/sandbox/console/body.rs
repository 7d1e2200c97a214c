//! What clients send, checked to the letter: a field that the contract doesn't have is told, not passed over.

use crate::model::{
    Email, OrganizationRole, Restriction, Restrictions, UserId, WorkspaceId, WorkspaceRole,
};
use crate::sandbox::call::Call;
use crate::sandbox::rules::{AccessChange, Newcomer, Refusal, WorkspaceChange};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Login {
    pub(super) email: String,
    pub(super) password: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Name {
    pub(super) name: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Invite {
    pub(super) email: String,
    pub(super) role: OrganizationRole,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Role {
    pub(super) role: OrganizationRole,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Create {
    pub(super) name: String,
    pub(super) timezone: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct AddUsers {
    #[serde(deserialize_with = "workspace_id")]
    pub(super) space_id: WorkspaceId,
    users: Vec<AddUser>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AddUser {
    email: String,
    role: WorkspaceRole,
    #[serde(default)]
    restrictions: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Update {
    name: Option<String>,
    timezone: Option<String>,
    contact_limit: Option<Limit>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Limit {
    enabled: bool,
    limit: Option<u64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ChangeAccess {
    role: Option<WorkspaceRole>,
    restrictions: Option<Vec<String>>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Revoke {
    #[serde(default, deserialize_with = "user_id")]
    pub(super) reassign_to: Option<UserId>,
}

/// The console's ids are whole numbers.
fn workspace_id<'de, D: Deserializer<'de>>(id: D) -> Result<WorkspaceId, D::Error> {
    u64::deserialize(id).map(WorkspaceId::new)
}

fn user_id<'de, D: Deserializer<'de>>(id: D) -> Result<Option<UserId>, D::Error> {
    Ok(Option::<u64>::deserialize(id)?.map(UserId::new))
}

/// Reads a body that has to be there.
pub(super) fn read<T: DeserializeOwned>(call: &Call) -> Result<T, Refusal> {
    if call.body.is_empty() {
        return Err(malformed("the body is missing"));
    }
    is_json(call)?;
    serde_json::from_slice(&call.body).map_err(|error| malformed(&error.to_string()))
}

/// Reads a body that may be left out.
pub(super) fn read_if_any<T: DeserializeOwned + Default>(call: &Call) -> Result<T, Refusal> {
    if call.body.is_empty() { Ok(T::default()) } else { read(call) }
}

/// A body that the operation doesn't have: nothing, or `{}`.
pub(super) fn none(call: &Call) -> Result<(), Refusal> {
    #[derive(Default, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Nothing {}
    let Nothing {} = read_if_any(call)?;
    Ok(())
}

pub(super) fn email(text: &str) -> Result<Email, Refusal> {
    Email::parse(text).map_err(|_| Refusal::EmailNotValid)
}

impl AddUsers {
    pub(super) fn newcomers(&self) -> Result<Vec<Newcomer>, Refusal> {
        if self.users.is_empty() {
            return Err(malformed("users is empty"));
        }
        let newcomer = |it: &AddUser| {
            let restrictions = restrictions(&it.restrictions)?;
            Ok(Newcomer { email: email(&it.email)?, role: it.role, restrictions })
        };
        self.users.iter().map(newcomer).collect()
    }
}

impl Update {
    pub(super) fn change(self) -> Result<WorkspaceChange, Refusal> {
        let Self { name, timezone, contact_limit } = self;
        if name.is_none() && timezone.is_none() && contact_limit.is_none() {
            return Err(malformed("there is nothing to change"));
        }
        let contact_limit = match contact_limit {
            None => None,
            Some(Limit { enabled: false, limit: None }) => Some(None),
            Some(Limit { enabled: true, limit: Some(limit @ 1..) }) => Some(Some(limit)),
            Some(_) => {
                return Err(malformed(
                    "contactLimit is {enabled: false, limit: null} or {enabled: true, limit: a number from 1}",
                ));
            }
        };
        Ok(WorkspaceChange { name, timezone, contact_limit })
    }
}

impl ChangeAccess {
    pub(super) fn change(self) -> Result<AccessChange, Refusal> {
        let Self { role, restrictions: words } = self;
        if role.is_none() && words.is_none() {
            return Err(malformed("there is nothing to change"));
        }
        let restrictions = words.map(|words| restrictions(&words)).transpose()?;
        Ok(AccessChange { role, restrictions })
    }
}

fn restrictions(words: &[String]) -> Result<Restrictions, Refusal> {
    let read = |word: &String| word.parse::<Restriction>();
    words.iter().map(read).collect::<Result<_, _>>().map_err(|_| Refusal::RestrictionsNotValid)
}

fn is_json(call: &Call) -> Result<(), Refusal> {
    let content_type = call.header("content-type").unwrap_or_default();
    let essence = content_type.split(';').next().unwrap_or_default().trim();
    if essence.eq_ignore_ascii_case("application/json") {
        return Ok(());
    }
    Err(malformed("the header Content-Type has to be application/json"))
}

fn malformed(what: &str) -> Refusal {
    Refusal::Malformed(what.to_owned())
}
