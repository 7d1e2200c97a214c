use crate::model::{
    Collection, ContactLimit, Email, Field, Limits, Organization, OrganizationUser, Restriction,
    Restrictions, Seen, UserId, Workspace, WorkspaceId, WorkspaceName, WorkspaceUser,
};
use crate::platform::PlatformError;
use crate::platform::profile::{Vocabulary, Wire};
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

/// A whole number, also one that is written as a text.
pub(super) fn whole(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| value.as_str()?.trim().parse().ok())
}

impl<'a> Item<'a> {
    /// Whether the profile says where this is.
    fn has(self, field: Field) -> bool {
        self.wire.request.as_ref().is_some_and(|request| request.answer.contains_key(&field))
    }

    fn get(self, field: Field) -> Option<&'a Value> {
        self.wire.request.as_ref()?.answer.get(&field)?.of(self.value)
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

    /// A word of the wire. What is no text is shown as it is, so that nobody acts on it.
    fn word<T>(self, field: Field, words: &Vocabulary<T>) -> Seen<T>
    where
        T: Copy + Ord + FromStr + fmt::Display,
    {
        match self.get(field) {
            Some(Value::String(word)) => words.read(word),
            Some(value) => Seen::Unknown(value.to_string()),
            None => Seen::Unknown("none".to_owned()),
        }
    }

    fn email(self) -> Option<Email> {
        self.text(Field::Email).filter(|text| !text.trim().is_empty()).map(Email::seen)
    }

    /// Somebody in the organization.
    ///
    /// # Errors
    /// What is missing.
    pub(super) fn organization_user(self) -> Result<OrganizationUser, &'static str> {
        let words = &self.wire.service.words;
        Ok(OrganizationUser {
            id: UserId::new(self.number(Field::Id).ok_or("a user has no id")?),
            email: self.email().ok_or("a user has no e-mail address")?,
            role: self.word(Field::Role, &words.organization_roles),
            status: self.has(Field::Status).then(|| self.word(Field::Status, &words.statuses)),
            invited_at: self.time(Field::InvitedAt),
        })
    }

    /// A workspace, without its users.
    ///
    /// # Errors
    /// What is missing.
    pub(super) fn workspace(self) -> Result<Workspace, &'static str> {
        Ok(Workspace {
            id: WorkspaceId::new(self.number(Field::Id).ok_or("a workspace has no id")?),
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
        let (restrictions, unknown_restrictions) = self.restrictions();
        let restrictions = self.has(Field::Restrictions).then_some(restrictions);
        Ok(WorkspaceUser {
            id: UserId::new(self.number(Field::Id).ok_or("a user has no id")?),
            email: self.email().ok_or("a user has no e-mail address")?,
            role: self.word(Field::Role, &words.workspace_roles),
            status: self.get(Field::Status).map(|_| self.word(Field::Status, &words.statuses)),
            restrictions,
            unknown_restrictions,
        })
    }

    /// The organization's own fields.
    ///
    /// # Errors
    /// What is missing: limits that aren't told are not the same as none.
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
            None if self.has(field) => Err(missing(field)),
            None => Ok(None),
        };
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
            },
        })
    }

    /// A limit that is switched off is none, whatever number is left in it.
    fn contact_limit(self) -> Option<ContactLimit> {
        let enabled = self.get(Field::ContactLimitEnabled).and_then(Value::as_bool);
        if enabled == Some(false) {
            return Some(ContactLimit::Unlimited);
        }
        match self.get(Field::ContactLimit)? {
            Value::Null => enabled.is_none().then_some(ContactLimit::Unlimited),
            value => whole(value).and_then(NonZeroU64::new).map(ContactLimit::Limited),
        }
    }

    fn restrictions(self) -> (Restrictions, Vec<String>) {
        let words: &Vocabulary<Restriction> = &self.wire.service.words.restrictions;
        let mut known = Restrictions::new();
        let mut unknown = Vec::new();
        let list = self.get(Field::Restrictions).and_then(Value::as_array);
        for value in list.into_iter().flatten() {
            let word = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            match words.read(&word) {
                Seen::Known(word) => _ = known.insert(word),
                Seen::Unknown(word) => unknown.push(word),
            }
        }
        unknown.sort();
        unknown.dedup();
        (known, unknown)
    }
}
