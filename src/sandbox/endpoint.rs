use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

macro_rules! endpoints {
    ($($(#[$doc:meta])* $variant:ident = $code:literal $name:literal $method:literal $path:literal $access:ident),* $(,)?) => {
        /// One operation of the APIs that the sandbox serves: the console's, as numbered in `console-api.md`, and
        /// the official ones (`V…`).
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub enum Endpoint { $($(#[$doc])* $variant),* }

        impl Endpoint {
            /// All of them, in the order of the documentation.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// Letter and number in `console-api.md`.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),* }
            }

            /// The logical name.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }

            /// HTTP method.
            #[must_use]
            pub const fn method(self) -> &'static str {
                match self { $(Self::$variant => $method),* }
            }

            /// Path with its parameters in braces.
            #[must_use]
            pub const fn path(self) -> &'static str {
                match self { $(Self::$variant => $path),* }
            }

            const fn access(self) -> Access {
                match self { $(Self::$variant => Access::$access),* }
            }
        }
    };
}

enum Access {
    Read,
    Write,
}

endpoints! {
    /// Password for token.
    Login = "A1" "login" "POST" "/auth/login" Read,
    /// The organizations that the caller is in.
    ListOrganizations = "O8" "listOrganizations" "GET" "/auth/user/organizations" Read,
    /// Name, state and limits.
    GetOrganization = "O1" "getOrganization" "GET" "/api/organization/{org}" Read,
    /// Everybody, a page at a time.
    ListOrganizationUsers = "O2" "listOrganizationUsers" "POST" "/api/organization/{org}/users" Read,
    /// Somebody new, with an organization role.
    InviteOrganizationUser = "O3" "inviteOrganizationUser" "POST" "/api/organization/{org}/users/invite" Write,
    /// Another organization role.
    ChangeOrganizationRole = "O4" "changeOrganizationRole" "PUT" "/api/organization/{org}/users/{user}" Write,
    /// Out of the organization.
    RemoveOrganizationUser = "O5" "removeOrganizationUser" "DELETE" "/api/organization/{org}/users/{user}" Write,
    /// The invitation e-mail once more.
    ResendInvitation = "O6" "resendInvitation" "POST" "/api/organization/{org}/users/{user}/resend" Write,
    /// Another name.
    UpdateOrganization = "O7" "updateOrganization" "PUT" "/api/organization/{org}" Write,
    /// All workspaces, a page at a time.
    ListWorkspaces = "S1" "listWorkspaces" "POST" "/api/organization/{org}/spaces" Read,
    /// A new workspace.
    CreateWorkspace = "S2" "createWorkspace" "POST" "/api/organization/{org}/spaces/create" Write,
    /// Access for people, inviting whoever is new.
    AddWorkspaceUsers = "S3" "addWorkspaceUsers" "POST" "/api/organization/{org}/spaces/users" Write,
    /// A workspace and all its data gone.
    DeleteWorkspace = "S4" "deleteWorkspace" "DELETE" "/api/organization/{org}/spaces/{space}" Write,
    /// Name, time zone or contact limit.
    UpdateWorkspace = "S5" "updateWorkspace" "PUT" "/api/organization/{org}/spaces/{space}" Write,
    /// Who has access, all at once. The header `botid` says to which workspace.
    ListWorkspaceUsers = "S6" "listWorkspaceUsers" "GET" "/workspace/users" Read,
    /// Role or restrictions in a workspace.
    ChangeWorkspaceAccess = "S7" "changeWorkspaceAccess" "PUT" "/api/organization/{org}/spaces/{space}/users/{user}" Write,
    /// Access gone.
    RevokeWorkspaceAccess = "S8" "revokeWorkspaceAccess" "DELETE" "/api/organization/{org}/spaces/{space}/users/{user}" Write,
    /// The official API: who is in a workspace, by cursor.
    ListSpaceUsers = "V1" "listSpaceUsers" "GET" "/v2/space/user" Read,
    /// The official API: one of them.
    GetSpaceUser = "V2" "getSpaceUser" "GET" "/v2/space/user/{id}" Read,
}

impl Endpoint {
    /// Whether it can change the state.
    #[must_use]
    pub const fn is_write(self) -> bool {
        matches!(self.access(), Access::Write)
    }

    /// Whether it is about several people at once.
    #[must_use]
    pub const fn is_batch(self) -> bool {
        matches!(self, Self::AddWorkspaceUsers)
    }

    /// Whether it is about the inside of a workspace: headers say of which one, and of which organization.
    #[must_use]
    pub const fn is_inside_a_workspace(self) -> bool {
        matches!(self, Self::ListWorkspaceUsers)
    }

    /// Whether it belongs to the official API.
    #[must_use]
    pub const fn is_official(self) -> bool {
        matches!(self, Self::ListSpaceUsers | Self::GetSpaceUser)
    }
}

/// A word that is neither a code nor a name of an operation.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no operation `{0}`")]
pub struct UnknownEndpoint(String);

impl FromStr for Endpoint {
    type Err = UnknownEndpoint;
    fn from_str(word: &str) -> Result<Self, UnknownEndpoint> {
        let found = Self::ALL.iter().find(|it| it.code() == word || it.name() == word);
        found.copied().ok_or_else(|| UnknownEndpoint(word.to_owned()))
    }
}
impl TryFrom<String> for Endpoint {
    type Error = UnknownEndpoint;
    fn try_from(word: String) -> Result<Self, UnknownEndpoint> {
        word.parse()
    }
}
impl From<Endpoint> for String {
    fn from(endpoint: Endpoint) -> Self {
        endpoint.name().to_owned()
    }
}
impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}
