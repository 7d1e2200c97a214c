//! What a step does. One file for each action has all that is to be known of it: its fields, the facts it makes
//! true, its effect, whether it can be taken back, whom it is about, what the platform is called with, its fields in
//! the plan file, its sentences, and what of it a reviewer should look at first. Nothing else lists all actions.
//!
//! | file | idea |
//! |---|---|
//! | `properties` | what each action is to the planner and to whoever takes its step |
//! | `words` | what people are told of it |
//! | `effect` | what kind of thing it does |
//! | `access` | what is there, before and after |
//! | `fields` | the flat fields of the plan file |

mod access;
mod effect;
mod fields;
mod properties;
mod words;

pub use access::Access;
pub use effect::{Effect, Reversible};
pub(super) use fields::{Fields, Side};
pub use properties::Properties;
pub(crate) use words::Words;

use crate::model::{Operation, WorkspaceFields};
use std::ops::Deref;

macro_rules! actions {
    ($($(#[$doc:meta])* $file:ident: $name:ident),* $(,)?) => {
        $(mod $file; pub use $file::$name;)*

        /// What a step does. One call of the platform each.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum Action { $($(#[$doc])* $name($name)),* }

        impl Action {
            /// The word in plans and journals.
            #[must_use]
            pub const fn word(&self) -> &'static str {
                match self { $(Self::$name(_) => stringify!($file)),* }
            }

            /// The platform's operation that does it.
            #[must_use]
            pub const fn operation(&self) -> Operation {
                match self { $(Self::$name(_) => Operation::$name),* }
            }

            /// What people are told of it.
            pub(crate) fn words(&self) -> &dyn Words {
                match self { $(Self::$name(action) => action),* }
            }

            /// The action of this word with these fields of a plan file.
            ///
            /// # Errors
            /// What is missing.
            pub(super) fn read(word: &str, fields: Fields) -> Result<Self, &'static str> {
                match word {
                    $(stringify!($file) => $name::read(fields).map(Self::$name),)*
                    _ => Err("`action` is not one that this version knows"),
                }
            }
        }

        impl Deref for Action {
            type Target = dyn Properties;

            fn deref(&self) -> &Self::Target {
                match self { $(Self::$name(action) => action),* }
            }
        }

        $(impl From<$name> for Action {
            fn from(action: $name) -> Self {
                Self::$name(action)
            }
        })*
    };
}

actions! {
    /// Renames the organization.
    update_organization: UpdateOrganization,
    /// Creates a workspace.
    create_workspace: CreateWorkspace,
    /// Changes a workspace's fields.
    update_workspace: UpdateWorkspace,
    /// Deletes a workspace and all its data.
    delete_workspace: DeleteWorkspace,
    /// Gives people access to a workspace and invites whoever is new.
    add_workspace_users: AddWorkspaceUsers,
    /// Changes somebody's role or restrictions in a workspace.
    change_workspace_access: ChangeWorkspaceAccess,
    /// Takes somebody's access to a workspace away.
    revoke_workspace_access: RevokeWorkspaceAccess,
    /// Invites somebody with an organization role.
    invite_organization_user: InviteOrganizationUser,
    /// Changes somebody's organization role.
    change_organization_role: ChangeOrganizationRole,
    /// Removes somebody from the organization.
    remove_organization_user: RemoveOrganizationUser,
    /// Sends a pending invitation again.
    resend_invitation: ResendInvitation,
}
