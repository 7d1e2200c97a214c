use super::{Argument, Field};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;

/// What a profile has to say about one operation.
#[derive(Debug)]
pub struct Definition {
    /// The name in profiles and in `doctor`.
    pub word: &'static str,
    /// Whether it only reads.
    pub is_read: bool,
    /// What its request can't do without.
    pub needs: &'static [Argument],
    /// What its request takes besides. Where a profile's request doesn't, steps that need it are by hand.
    pub takes: &'static [Argument],
    /// What its answer, or each item of its list, has to tell.
    pub tells: &'static [Field],
    /// What it may tell besides; what is left out is out of sight.
    pub may_tell: &'static [Field],
}

macro_rules! operations {
    ($($(#[$doc:meta])* $name:ident = $word:literal $kind:ident
        needs $needs:tt takes $takes:tt tells $tells:tt may $may:tt;)*) => {
        /// A logical operation of the platform; a profile says how each goes over the wire.
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
        )]
        #[serde(rename_all = "camelCase")]
        pub enum Operation { $($(#[$doc])* $name),* }

        impl Operation {
            /// All of them, in the order of the documentation.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// What a profile has to say about it.
            #[must_use]
            pub const fn definition(self) -> &'static Definition {
                match self {
                    $(Self::$name => &Definition {
                        word: $word,
                        is_read: operations!(@is_read $kind),
                        needs: operations!(@list Argument $needs),
                        takes: operations!(@list Argument $takes),
                        tells: operations!(@list Field $tells),
                        may_tell: operations!(@list Field $may),
                    }),*
                }
            }
        }
    };
    (@is_read read) => { true };
    (@is_read write) => { false };
    (@list $of:ident [$($name:ident)*]) => { &[$($of::$name),*] };
}

operations! {
    /// The organizations that the caller is in.
    ListOrganizations = "listOrganizations" read
        needs [] takes [Paging] tells [Items Id] may [Name];
    /// Name, state and limits of the organization.
    GetOrganization = "getOrganization" read
        needs [] takes [] tells []
        may [Name Status IsResellerPartner WorkspaceLimit UserLimit];
    /// Renames the organization.
    UpdateOrganization = "updateOrganization" write
        needs [Name] takes [] tells [] may [];
    /// Everybody in the organization.
    ListOrganizationUsers = "listOrganizationUsers" read
        needs [] takes [Paging] tells [Items Email Role] may [Id Status InvitedAt LastActive];
    /// Invites somebody with an organization role.
    InviteOrganizationUser = "inviteOrganizationUser" write
        needs [Address Role] takes [] tells [] may [User];
    /// Changes an organization role.
    ChangeOrganizationRole = "changeOrganizationRole" write
        needs [User Role] takes [] tells [] may [];
    /// Removes somebody from the organization, or revokes an invitation.
    RemoveOrganizationUser = "removeOrganizationUser" write
        needs [User] takes [] tells [] may [];
    /// Sends a pending invitation again.
    ResendInvitation = "resendInvitation" write
        needs [User] takes [] tells [] may [];
    /// All workspaces.
    ListWorkspaces = "listWorkspaces" read
        needs [] takes [Paging] tells [Items Id Name]
        may [Timezone ContactLimit ContactLimitEnabled Contacts Users CreatedAt];
    /// Creates a workspace.
    CreateWorkspace = "createWorkspace" write
        needs [Name] takes [Timezone] tells [] may [Workspace];
    /// Gives people access to a workspace, inviting whoever is new.
    AddWorkspaceUsers = "addWorkspaceUsers" write
        needs [Workspace Address Role] takes [Restrictions] tells [] may [];
    /// Name, time zone or contact limit of a workspace.
    UpdateWorkspace = "updateWorkspace" write
        needs [Workspace] takes [Name Timezone ContactLimit] tells [] may [];
    /// Deletes a workspace and all its data.
    DeleteWorkspace = "deleteWorkspace" write
        needs [Workspace] takes [] tells [] may [];
    /// Who has access to a workspace.
    ListWorkspaceUsers = "listWorkspaceUsers" read
        needs [Workspace] takes [Paging] tells [Items Email Role] may [Id Status Restrictions LastActive];
    /// Role or restrictions in a workspace.
    ChangeWorkspaceAccess = "changeWorkspaceAccess" write
        needs [Workspace User] takes [Role Restrictions] tells [] may [];
    /// Takes access to a workspace away.
    RevokeWorkspaceAccess = "revokeWorkspaceAccess" write
        needs [Workspace User] takes [ReassignTo] tells [] may [];
}

impl Definition {
    /// Everything that its request can carry.
    pub fn arguments(&self) -> impl Iterator<Item = Argument> {
        self.needs.iter().chain(self.takes).copied()
    }

    /// Everything that its answer can tell.
    pub fn fields(&self) -> impl Iterator<Item = Field> {
        self.tells.iter().chain(self.may_tell).copied()
    }

    /// Whether it is a list.
    #[must_use]
    pub fn is_list(&self) -> bool {
        self.tells.contains(&Field::Items)
    }
}

impl Operation {
    /// The name in profiles and in `doctor`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        self.definition().word
    }

    /// Whether it only reads.
    #[must_use]
    pub const fn is_read(self) -> bool {
        self.definition().is_read
    }
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}
