use super::text::{listed, thousands};
use super::{ContactLimit, Field, Placeholder, Workspace, WorkspaceName};
use std::fmt;

macro_rules! workspace_fields {
    ($($(#[$doc:meta])* $variant:ident $field:ident: $type:ty, $it:ident => $value:expr;)*) => {
        /// What of a workspace can be set; what isn't is `None`. Whoever compares, writes or tells of fields goes through
        /// them by [`WorkspaceFields::iter`], so that a field is named here alone.
        #[derive(Clone, Debug, Default, PartialEq, Eq)]
        pub struct WorkspaceFields { $($(#[$doc])* pub $field: Option<$type>),* }

        /// One of a workspace's fields, with its value.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum WorkspaceField { $($(#[$doc])* $variant($type)),* }

        impl WorkspaceFields {
            /// Those that there are.
            pub fn iter(&self) -> impl Iterator<Item = WorkspaceField> + use<> {
                [$(self.$field.clone().map(WorkspaceField::$variant)),*].into_iter().flatten()
            }

            /// Sets one.
            pub fn set(&mut self, field: WorkspaceField) {
                match field { $(WorkspaceField::$variant(value) => self.$field = Some(value)),* }
            }
        }

        impl WorkspaceField {
            /// Which it is.
            #[must_use]
            pub const fn field(&self) -> Field {
                match self { $(Self::$variant(_) => Field::$variant),* }
            }

            /// What a request says it by.
            #[must_use]
            pub const fn placeholder(&self) -> Placeholder {
                match self { $(Self::$variant(_) => Placeholder::$variant),* }
            }

            /// Its value.
            #[must_use]
            pub fn value(&self) -> FieldValue<'_> {
                match self { $(Self::$variant($it) => $value),* }
            }
        }
    };
}

workspace_fields! {
    /// Name.
    Name name: WorkspaceName, it => FieldValue::Text(it.as_str());
    /// IANA time zone.
    Timezone timezone: String, it => FieldValue::Text(it);
    /// Contact limit.
    ContactLimit contact_limit: ContactLimit, it => FieldValue::Limit(*it);
}

/// A value by its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldValue<'a> {
    /// A text.
    Text(&'a str),
    /// A contact limit.
    Limit(ContactLimit),
}

impl WorkspaceFields {
    /// The one of this kind.
    #[must_use]
    pub fn get(&self, field: Field) -> Option<WorkspaceField> {
        self.iter().find(|it| it.field() == field)
    }

    /// The same fields of a workspace as they are; `None` also where the platform didn't say.
    #[must_use]
    pub fn of(&self, live: &Workspace) -> Self {
        let live = live.fields();
        self.iter().filter_map(|it| live.get(it.field())).collect()
    }
}

impl FromIterator<WorkspaceField> for WorkspaceFields {
    fn from_iter<I: IntoIterator<Item = WorkspaceField>>(all: I) -> Self {
        let mut fields = Self::default();
        all.into_iter().for_each(|it| fields.set(it));
        fields
    }
}

impl From<WorkspaceField> for WorkspaceFields {
    fn from(field: WorkspaceField) -> Self {
        Self::from_iter([field])
    }
}

impl WorkspaceField {
    /// Whether another one says the same. Outer space makes no other name.
    #[must_use]
    pub fn is(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Name(one), Self::Name(other)) => one.as_str().trim() == other.as_str().trim(),
            _ => self == other,
        }
    }
}

impl fmt::Display for FieldValue<'_> {
    /// As a manifest has it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Limit(limit) => limit.fmt(f),
        }
    }
}

impl fmt::Display for WorkspaceFields {
    /// "is called Support, has the time zone UTC".
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let part = |it: WorkspaceField| match (&it, it.value()) {
            (WorkspaceField::Name(name), _) => format!("is called {}", name.quoted()),
            (_, FieldValue::Limit(ContactLimit::Limited(number))) => {
                format!("has the {} {}", it.field().label(), thousands(number.get()))
            }
            (_, value) => format!("has the {} {value}", it.field().label()),
        };
        f.write_str(&listed(&self.iter().map(part).collect::<Vec<_>>()))
    }
}
