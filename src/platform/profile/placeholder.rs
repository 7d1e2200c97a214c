use crate::model::Operation;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt;

macro_rules! placeholders {
    ($($(#[$doc:meta])* $variant:ident = $word:literal),* $(,)?) => {
        /// What a profile can put into a request: `{email}`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub(crate) enum Placeholder { $($(#[$doc])* $variant),* }

        impl Placeholder {
            const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The word between the braces.
            pub(crate) const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),* }
            }
        }
    };
}

placeholders! {
    /// Id of the organization.
    Organization = "organization",
    /// Id of the workspace; in clicks its name.
    Workspace = "workspace",
    /// Id of the user.
    User = "user",
    /// Address of the user, or of who logs in.
    Email = "email",
    /// Password of who logs in.
    Password = "password",
    /// The credential.
    Token = "token",
    /// Role, as the wire says it.
    Role = "role",
    /// Restrictions, a list of words of the wire.
    Restrictions = "restrictions",
    /// Name to be given.
    Name = "name",
    /// IANA time zone.
    Timezone = "timezone",
    /// Contact limit: a number, or null where it is switched off.
    ContactLimit = "contactLimit",
    /// Whether the contact limit is switched on.
    ContactLimitEnabled = "contactLimitEnabled",
    /// Id of the user who takes over the contacts; in clicks the address.
    ReassignTo = "reassignTo",
    /// Number of the page.
    Page = "page",
    /// How many items to a page.
    PageSize = "pageSize",
    /// Where the next page begins.
    Cursor = "cursor",
}

impl Placeholder {
    /// Reads the word between the braces.
    pub(crate) fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|it| it.word() == word)
    }

    /// Whether it is an id, a number of the platform: the only kind a path takes.
    pub(crate) const fn is_id(self) -> bool {
        matches!(self, Self::Organization | Self::Workspace | Self::User)
    }
}

impl fmt::Display for Placeholder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{{{}}}", self.word())
    }
}

/// A place of a profile that takes placeholders.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// Path of an operation.
    Path(Operation),
    /// Query or body of an operation.
    Content(Operation),
    /// One item of the batch in the body of `addWorkspaceUsers`.
    Item,
    /// What a person clicks.
    Clicks(Operation),
    /// Headers.
    Headers,
    /// Path of the login.
    LoginPath,
    /// Body of the login.
    Login,
}

impl Part {
    /// The placeholders that have a value there.
    pub(crate) fn placeholders(self) -> Vec<Placeholder> {
        use Placeholder as P;
        match self {
            Self::Headers => vec![P::Token, P::Organization],
            Self::LoginPath => Vec::new(),
            Self::Login => vec![P::Email, P::Password],
            Self::Item => vec![P::Email, P::Role, P::Restrictions],
            Self::Path(operation) => {
                let all = Self::Content(operation).placeholders();
                all.into_iter().filter(|it| it.is_id()).collect()
            }
            Self::Content(operation) => {
                let mut all = vec![P::Organization];
                all.extend(content(operation));
                all
            }
            Self::Clicks(operation) => clicks(operation).to_vec(),
        }
    }
}

/// What a call or read of this operation brings along, besides the organization.
fn content(operation: Operation) -> &'static [Placeholder] {
    use Placeholder as P;
    match operation {
        Operation::GetOrganization => &[],
        Operation::UpdateOrganization => &[P::Name],
        Operation::ListOrganizationUsers | Operation::ListWorkspaces => {
            &[P::Page, P::PageSize, P::Cursor]
        }
        Operation::ListWorkspaceUsers => &[P::Workspace, P::Page, P::PageSize, P::Cursor],
        Operation::InviteOrganizationUser => &[P::Email, P::Role],
        Operation::ChangeOrganizationRole => &[P::User, P::Role],
        Operation::RemoveOrganizationUser | Operation::ResendInvitation => &[P::User],
        Operation::CreateWorkspace => &[P::Name, P::Timezone],
        Operation::AddWorkspaceUsers | Operation::DeleteWorkspace => &[P::Workspace],
        Operation::UpdateWorkspace => {
            &[P::Workspace, P::Name, P::Timezone, P::ContactLimit, P::ContactLimitEnabled]
        }
        Operation::ChangeWorkspaceAccess => &[P::Workspace, P::User, P::Role, P::Restrictions],
        Operation::RevokeWorkspaceAccess => &[P::Workspace, P::User, P::ReassignTo],
    }
}

/// What a person is told: names and addresses where a machine uses ids.
fn clicks(operation: Operation) -> &'static [Placeholder] {
    use Placeholder as P;
    match operation {
        Operation::GetOrganization
        | Operation::ListOrganizationUsers
        | Operation::ListWorkspaces
        | Operation::ListWorkspaceUsers => &[],
        Operation::UpdateOrganization => &[P::Name],
        Operation::InviteOrganizationUser | Operation::ChangeOrganizationRole => {
            &[P::Email, P::Role]
        }
        Operation::RemoveOrganizationUser | Operation::ResendInvitation => &[P::Email],
        Operation::CreateWorkspace => &[P::Name, P::Timezone],
        Operation::DeleteWorkspace => &[P::Workspace],
        Operation::UpdateWorkspace => &[P::Workspace, P::Name, P::Timezone, P::ContactLimit],
        Operation::AddWorkspaceUsers | Operation::ChangeWorkspaceAccess => {
            &[P::Workspace, P::Email, P::Role, P::Restrictions]
        }
        Operation::RevokeWorkspaceAccess => &[P::Workspace, P::Email, P::ReassignTo],
    }
}

/// Values for placeholders. One that is not in here leaves out the part it stands in.
#[derive(Clone, Debug, Default)]
pub(crate) struct Values {
    values: BTreeMap<Placeholder, Value>,
    /// Values of each item of a batch.
    pub(crate) items: Vec<Values>,
}

impl Values {
    /// Sets a value.
    pub(crate) fn set(&mut self, placeholder: Placeholder, value: impl Into<Value>) {
        self.values.insert(placeholder, value.into());
    }

    /// The same with a value set.
    #[must_use]
    pub(crate) fn with(mut self, placeholder: Placeholder, value: impl Into<Value>) -> Self {
        self.set(placeholder, value);
        self
    }

    /// The same with a value set, where there is one.
    #[must_use]
    pub(crate) fn maybe(self, placeholder: Placeholder, value: Option<impl Into<Value>>) -> Self {
        match value {
            Some(value) => self.with(placeholder, value),
            None => self,
        }
    }

    /// The value of a placeholder.
    pub(crate) fn get(&self, placeholder: Placeholder) -> Option<&Value> {
        self.values.get(&placeholder)
    }
}
