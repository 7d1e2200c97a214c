use crate::model::text::{listed, thousands};
use crate::model::{ContactLimit, Field, Values, Workspace, WorkspaceName};
use crate::plan::sentence::Sentence;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Fields of a workspace that change; the others are `None`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct WorkspaceFields {
    /// Name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<WorkspaceName>,
    /// IANA time zone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timezone: Option<String>,
    /// Contact limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact_limit: Option<ContactLimit>,
}

impl WorkspaceFields {
    /// The same fields of a workspace as they are; `None` also where the platform didn't say.
    #[must_use]
    pub fn of(&self, live: &Workspace) -> Self {
        let Self { name, timezone, contact_limit } = self;
        Self {
            name: name.as_ref().map(|_| live.name.clone()),
            timezone: timezone.as_ref().and(live.timezone.clone()),
            contact_limit: contact_limit.and(live.contact_limit),
        }
    }

    /// What a request sets.
    pub(super) fn values(&self) -> Values {
        let Self { name, timezone, contact_limit } = self.clone();
        let name = name.map(|name| name.to_string());
        Values { name, timezone, contact_limit, ..Values::default() }
    }

    /// Each field with what it was, for sentences about the workspace of this name.
    pub(super) fn changes<'a>(
        &'a self,
        before: &'a Self,
        called: &'a WorkspaceName,
    ) -> Vec<FieldChange<'a>> {
        let Self { name, timezone, contact_limit } = self;
        let unknown = || Sentence::of("not known");
        let name = name.as_ref().map(|after| {
            let before = before.name.as_ref().unwrap_or(called);
            FieldChange::Name { before, after }
        });
        let zone = |zone: &String| Sentence::new().name(zone);
        let zone = timezone.as_ref().map(|after| FieldChange::Other {
            field: "time zone",
            before: before.timezone.as_ref().map_or_else(unknown, zone),
            after: zone(after),
        });
        let limit = |limit| Sentence::new().limit(limit);
        let limit = contact_limit.map(|after| FieldChange::Other {
            field: "contact limit",
            before: before.contact_limit.map_or_else(unknown, limit),
            after: limit(after),
        });
        [name, zone, limit].into_iter().flatten().collect()
    }

    /// Whether a field that both have is another one there. Outer space makes no other name.
    #[must_use]
    pub fn differs_from(&self, other: &Self) -> bool {
        let Self { name, timezone, contact_limit } = self;
        let trimmed = |name: &WorkspaceName| name.as_str().trim().to_owned();
        differ(name.as_ref().map(trimmed), other.name.as_ref().map(trimmed))
            || differ(timezone.as_ref(), other.timezone.as_ref())
            || differ(*contact_limit, other.contact_limit)
    }

    /// The first field that this has and the other hasn't.
    #[must_use]
    pub fn missing_in(&self, other: &Self) -> Option<Field> {
        let Self { name, timezone, contact_limit } = self;
        let lacks = |here: bool, there: bool| here && !there;
        if lacks(name.is_some(), other.name.is_some()) {
            Some(Field::Name)
        } else if lacks(timezone.is_some(), other.timezone.is_some()) {
            Some(Field::Timezone)
        } else if lacks(contact_limit.is_some(), other.contact_limit.is_some()) {
            Some(Field::ContactLimit)
        } else {
            None
        }
    }
}

/// One field that changes.
pub(super) enum FieldChange<'a> {
    Name { before: &'a WorkspaceName, after: &'a WorkspaceName },
    Other { field: &'static str, before: Sentence, after: Sentence },
}

fn differ<T: PartialEq>(one: Option<T>, other: Option<T>) -> bool {
    matches!((one, other), (Some(one), Some(other)) if one != other)
}

impl fmt::Display for WorkspaceFields {
    /// "is called Support, has the time zone UTC".
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, timezone, contact_limit } = self;
        let name = name.as_ref().map(|name| format!("is called {}", name.quoted()));
        let zone = timezone.as_ref().map(|zone| format!("has the time zone {zone}"));
        let limit = contact_limit.map(|limit| {
            format!(
                "has the contact limit {}",
                limit.number().map_or_else(|| limit.to_string(), thousands)
            )
        });
        let parts: Vec<String> = [name, zone, limit].into_iter().flatten().collect();
        f.write_str(&listed(&parts))
    }
}
