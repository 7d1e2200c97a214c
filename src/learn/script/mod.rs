//! What a person does once in the console, so that every value of the recording is known beforehand.
//!
//! | file | idea |
//! |---|---|
//! | `steps` | the steps, in an order that leaves nothing behind |
//! | `probes` | values that are unlike each other and unlike ids |
//! | `text` | the steps in words, and what to take away where they were not finished |

mod probes;
mod steps;
mod text;

pub use probes::{InvalidProbe, Probes};
pub use steps::{Clicks, steps};
pub use text::{by_hand, text, warning};

use crate::model::{
    ContactLimit, Email, Operation, OrganizationId, OrganizationRole, Restrictions, Role,
    WorkspaceFields, WorkspaceName, WorkspaceRole,
};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The only format that there is.
pub const FORMAT: &str = "rolecall.learn/v1";

/// A script: `rolecall.learn/v1`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Script {
    /// `rolecall.learn/v1`.
    #[schemars(extend("const" = FORMAT))]
    pub format: String,
    /// The platform's id of the organization that it is for.
    pub organization: OrganizationId,
    /// When it was made: a recording that is older is of something else.
    #[schemars(with = "String")]
    pub created_at: Timestamp,
    /// In the order in which they are done.
    pub steps: Vec<Step>,
}

/// One step: something to do, or to look at.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Step {
    /// What it is called in messages: `invite-1`.
    pub id: String,
    /// The operation that it shows.
    #[schemars(with = "String")]
    pub operation: Operation,
    /// What is to be looked at, where it is no change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub see: Option<See>,
    /// Whether the platform is to refuse it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub refused: bool,
    /// With what.
    #[serde(default, skip_serializing_if = "StepValues::is_empty")]
    pub values: StepValues,
    /// What a person clicks, in order.
    #[serde(rename = "do")]
    pub clicks: Vec<String>,
}

/// What is looked at.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "camelCase")]
pub enum See {
    /// The organizations that one can switch to.
    Organizations,
    /// The organization's own settings.
    Organization,
    /// Everybody in the organization.
    Users,
    /// All workspaces.
    Workspaces,
    /// Who has access to one workspace.
    WorkspaceUsers,
}

/// What a step is done with. Names and addresses, never ids. Of access, all that there is afterwards.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct StepValues {
    /// Who it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<Email>,
    /// Who is invited.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<Email>,
    /// The role that there is afterwards.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "role")]
    #[schemars(with = "Option<String>")]
    pub role: Option<Role>,
    /// The restrictions that there are afterwards.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub restrictions: Option<Restrictions>,
    /// The workspace, by the name that it has at that moment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub workspace: Option<String>,
    /// The name that it gets.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The time zone that it gets.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timezone: Option<String>,
    /// The contact limit that it gets.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<serde_json::Value>")]
    pub contact_limit: Option<ContactLimit>,
    /// To whom contacts go.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reassign_to: Option<Email>,
    /// Who gets access to a workspace.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub users: Vec<Person>,
}

/// Somebody who gets access to a workspace.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// Who.
    pub email: Email,
    /// As what.
    pub role: WorkspaceRole,
    /// With which restrictions.
    pub restrictions: Restrictions,
}

impl StepValues {
    /// What is set of a workspace.
    pub(crate) fn fields(&self) -> WorkspaceFields {
        WorkspaceFields {
            name: self.name.as_deref().map(WorkspaceName::new),
            timezone: self.timezone.clone(),
            contact_limit: self.contact_limit,
        }
    }

    fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl Script {
    /// The organization's own name, where the script renames it: the last step gives it back.
    pub(crate) fn organization_name(&self) -> Option<&str> {
        let mut renames =
            self.steps.iter().filter(|it| it.operation == Operation::UpdateOrganization);
        renames.next_back()?.values.name.as_deref()
    }

    /// Everybody whom the script invites, in order.
    #[must_use]
    pub fn people(&self) -> Vec<&Email> {
        let mut people: Vec<&Email> = Vec::new();
        for StepValues { email, users, .. } in self.steps.iter().map(|step| &step.values) {
            for email in email.iter().chain(users.iter().map(|user| &user.email)) {
                if !people.contains(&email) {
                    people.push(email);
                }
            }
        }
        people
    }
}

/// Roles by their words: no organization role is called like a workspace role.
pub(crate) fn role_of(word: &str) -> Option<Role> {
    let organization = word.parse::<OrganizationRole>().ok().map(Role::Organization);
    organization.or_else(|| word.parse::<WorkspaceRole>().ok().map(Role::Workspace))
}

mod role {
    use super::{Role, role_of};
    use serde::de::Error as _;
    use serde::{Deserialize as _, Deserializer, Serializer};

    #[expect(clippy::ref_option, reason = "serde asks for it so")]
    pub(super) fn serialize<S: Serializer>(role: &Option<Role>, to: S) -> Result<S::Ok, S::Error> {
        match role {
            Some(role) => to.serialize_str(&role.to_string()),
            None => to.serialize_none(),
        }
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Option<Role>, D::Error> {
        let word = Option::<String>::deserialize(from)?;
        let read = |word: String| {
            role_of(&word).ok_or_else(|| D::Error::custom(format!("`{word}` is no role")))
        };
        word.map(read).transpose()
    }
}
