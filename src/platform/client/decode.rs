use crate::model::{
    Collection, ContactLimit, Email, Field, Limits, Organization, OrganizationId, OrganizationUser,
    Restriction, Restrictions, Seen, UserId, UserRef, UserStatus, Values, Workspace, WorkspaceId,
    WorkspaceName, WorkspaceRole, WorkspaceUser,
};
use crate::platform::profile::{Answer, Place, Vocabulary, Wire};
use crate::platform::{ListedOrganization, PlatformError};
use jiff::Timestamp;
use serde_json::Value;
use std::fmt;
use std::num::NonZeroU64;
use std::str::FromStr;

/// One object of an answer, read through the pointers of the profile.
#[derive(Clone, Copy)]
pub(super) struct Item<'a> {
    pub(super) wire: &'a Wire,
    pub(super) value: &'a Value,
}

const NO_ADDRESS: &str = "a user has no e-mail address";

/// A whole number, also one that is written as a text.
pub(super) fn whole(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| value.as_str()?.trim().parse().ok())
}

impl<'a> Item<'a> {
    fn answer(self) -> Option<&'a Answer> {
        self.wire.request.as_ref().map(|request| &request.answer)
    }

    /// Whether the profile says where this is.
    fn has(self, field: Field) -> bool {
        self.answer().is_some_and(|answer| answer.has(field))
    }

    fn get(self, field: Field) -> Option<&'a Value> {
        self.answer()?.get(field, self.value)
    }

    /// What tells it apart from the others of its list: its id, or where the list has none, its address.
    pub(super) fn key(self) -> Option<String> {
        match self.has(Field::Id) {
            true => UserId::read(self.get(Field::Id)?).map(|id| id.to_string()),
            false => self.email().map(|email| email.canonical().to_owned()),
        }
    }

    /// Whether it is who or what a call is about.
    pub(super) fn is_of(self, values: &Values) -> bool {
        let id = || self.get(Field::Id);
        match (&values.user, &values.workspace) {
            (Some(UserRef { id: Some(user), email: _ }), _) if self.has(Field::Id) => {
                id().and_then(UserId::read) == Some(*user)
            }
            (Some(UserRef { email, .. }), _) => self.email().as_ref() == Some(email),
            (None, Some(workspace)) => {
                workspace.id.is_some() && id().and_then(WorkspaceId::read) == workspace.id
            }
            (None, None) => false,
        }
    }

    /// The id of a user; somebody whom the platform knows by address alone has that.
    fn user_id(self) -> Result<UserId, &'static str> {
        match self.has(Field::Id) {
            true => self.get(Field::Id).and_then(UserId::read).ok_or("a user has no id"),
            false => Ok(UserId::of_email(&self.email().ok_or(NO_ADDRESS)?)),
        }
    }

    pub(super) fn number(self, field: Field) -> Option<u64> {
        whole(self.get(field)?)
    }

    fn text(self, field: Field) -> Option<&'a str> {
        self.get(field)?.as_str()
    }

    fn time(self, field: Field) -> Option<Timestamp> {
        self.text(field)?.trim().parse().ok()
    }

    /// A word of the wire.
    fn word<T>(self, field: Field, words: &Vocabulary<T>) -> Seen<T>
    where
        T: Copy + Ord + FromStr + fmt::Display,
    {
        self.get(field).map_or_else(|| Seen::Unknown("none".into()), |said| words.read(said))
    }

    /// Whether somebody has accepted, where the profile says how that is told.
    fn status(self) -> Option<Seen<UserStatus>> {
        match self.answer()?.place(Field::Status)? {
            Place::Pending { at, when_missing } => {
                let missing = match at.of(self.value) {
                    None | Some(Value::Null) => true,
                    Some(Value::String(text)) => text.trim().is_empty(),
                    Some(_) => false,
                };
                let pending = missing == *when_missing;
                Some(Seen::Known(if pending { UserStatus::Pending } else { UserStatus::Active }))
            }
            _ => Some(self.word(Field::Status, &self.wire.service.words.statuses)),
        }
    }

    pub(super) fn email(self) -> Option<Email> {
        self.text(Field::Email).filter(|text| !text.trim().is_empty()).map(Email::seen)
    }

    /// Somebody in the organization.
    ///
    /// # Errors
    /// What is missing.
    pub(super) fn organization_user(self) -> Result<OrganizationUser, &'static str> {
        let words = &self.wire.service.words;
        Ok(OrganizationUser {
            id: self.user_id()?,
            email: self.email().ok_or(NO_ADDRESS)?,
            role: self.word(Field::Role, &words.organization_roles),
            status: self.status(),
            invited_at: self.time(Field::InvitedAt),
            last_active: self.time(Field::LastActive),
        })
    }

    /// An organization among those that the caller is in.
    ///
    /// # Errors
    /// What is missing.
    pub(super) fn listed(self) -> Result<ListedOrganization, &'static str> {
        let id = self.get(Field::Id).and_then(OrganizationId::read);
        Ok(ListedOrganization {
            id: id.ok_or("an organization has no id")?,
            name: self.text(Field::Name).map(str::to_owned),
        })
    }

    /// A workspace, without its users.
    ///
    /// # Errors
    /// What is missing.
    pub(super) fn workspace(self) -> Result<Workspace, &'static str> {
        Ok(Workspace {
            id: self.get(Field::Id).and_then(WorkspaceId::read).ok_or("a workspace has no id")?,
            name: WorkspaceName::new(self.text(Field::Name).ok_or("a workspace has no name")?),
            timezone: self.text(Field::Timezone).map(str::to_owned),
            contact_limit: self.contact_limit(),
            contacts: self.number(Field::Contacts),
            created_at: self.time(Field::CreatedAt),
            users: Collection::out_of_sight(),
        })
    }

    /// Somebody with access to a workspace.
    ///
    /// # Errors
    /// What is missing.
    pub(super) fn workspace_user(self) -> Result<WorkspaceUser, &'static str> {
        let words = &self.wire.service.words;
        let role = self.word(Field::Role, &words.workspace_roles);
        let (restrictions, unknown_restrictions) = self.restrictions();
        // The platform gives an owner none (`rules.md`), so that nothing is said by leaving them out.
        let none = || {
            (role.is(WorkspaceRole::Owner) && self.has(Field::Restrictions)).then(Restrictions::new)
        };
        Ok(WorkspaceUser {
            id: self.user_id()?,
            email: self.email().ok_or(NO_ADDRESS)?,
            restrictions: restrictions.or_else(none),
            role,
            status: self.status(),
            unknown_restrictions,
            last_active: self.time(Field::LastActive),
        })
    }

    /// The organization's own fields.
    ///
    /// # Errors
    /// What is missing. Limits may be: plan and usage have reads of their own on some consoles.
    pub(super) fn organization(self) -> Result<Organization, PlatformError> {
        let missing = |field: Field| {
            let what = format!("the answer about the organization has no `{}`", field.word());
            PlatformError::new(what).help(
                "correct `getOrganization` in a Platform file; `rolecall doctor` shows how it is",
            )
        };
        let text = |field| match self.text(field) {
            Some(text) => Ok(Some(text.to_owned())),
            None if self.has(field) => Err(missing(field)),
            None => Ok(None),
        };
        let limit = |field| match self.get(field) {
            Some(Value::Null) => Ok(None),
            Some(value) => whole(value).map(Some).ok_or_else(|| missing(field)),
            None => Ok(None),
        };
        let is_told = |field| self.get(field).is_some();
        let partner = match self.get(Field::IsResellerPartner).and_then(Value::as_bool) {
            None if self.has(Field::IsResellerPartner) => {
                return Err(missing(Field::IsResellerPartner));
            }
            partner => partner,
        };
        Ok(Organization {
            name: text(Field::Name)?,
            status: text(Field::Status)?,
            is_reseller_partner: partner,
            limits: Limits {
                workspaces: limit(Field::WorkspaceLimit)?,
                users: limit(Field::UserLimit)?,
                not_told: !is_told(Field::WorkspaceLimit) || !is_told(Field::UserLimit),
            },
        })
    }

    /// A limit that is switched off is none, whatever number is left in it. `None` where either isn't told.
    fn contact_limit(self) -> Option<ContactLimit> {
        let enabled = self.get(Field::ContactLimitEnabled).and_then(Value::as_bool);
        if enabled.is_none() && self.has(Field::ContactLimitEnabled) {
            return None;
        }
        if enabled == Some(false) {
            return Some(ContactLimit::Unlimited);
        }
        let said = self.get(Field::ContactLimit)?;
        if let Some(Place::Limit { unlimited_when, at: _ }) =
            self.answer()?.place(Field::ContactLimit)
            && unlimited_when.contains(said)
        {
            return enabled.is_none().then_some(ContactLimit::Unlimited);
        }
        match said {
            Value::Null => enabled.is_none().then_some(ContactLimit::Unlimited),
            value => whole(value).and_then(NonZeroU64::new).map(ContactLimit::Limited),
        }
    }

    /// The known restrictions, and words that the contract doesn't have. `None` where they aren't told: what an answer
    /// leaves out may be there all the same.
    fn restrictions(self) -> (Option<Restrictions>, Vec<String>) {
        let list = match self.answer().and_then(|answer| answer.place(Field::Restrictions)) {
            None => return (None, Vec::new()),
            Some(Place::Flags(flags)) => {
                let on = flags.iter().map(|(one, flag)| Some((*one, flag.of(self.value)?)));
                let on: Option<Vec<_>> = on.collect();
                let set = |all: Vec<_>| all.into_iter().filter(|(_, on)| *on);
                return (on.map(|all| set(all).map(|(one, _)| one).collect()), Vec::new());
            }
            Some(_) => self.get(Field::Restrictions).and_then(Value::as_array),
        };
        let Some(list) = list else { return (None, Vec::new()) };
        let words: &Vocabulary<Restriction> = &self.wire.service.words.restrictions;
        let mut known = Restrictions::new();
        let mut unknown = Vec::new();
        for said in list {
            match words.read(said) {
                Seen::Known(word) => _ = known.insert(word),
                Seen::Unknown(word) => unknown.push(word.into_string()),
            }
        }
        unknown.sort();
        unknown.dedup();
        (Some(known), unknown)
    }
}
