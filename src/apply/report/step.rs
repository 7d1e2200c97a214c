use crate::apply::status::Status;
use crate::model::Email;
use crate::plan::{Execution, Step, StepId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What became of one step.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct StepReport {
    /// As in the plan.
    #[schemars(with = "String")]
    pub id: StepId,
    /// What became of it.
    pub status: Status,
    /// Calls that were made for it.
    pub attempts: u32,
    /// Why; `null` where there is nothing to say.
    pub detail: Option<Detail>,
    /// Of a step that was done, or is so already: what a fresh look says of what it makes true.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fact: Option<FactStatus>,
    /// What is there instead, where that is so. Has names in it: escape it where it is shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shows: Option<String>,
    /// Why it can't be told, or what of it can't be seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<Unseen>,
}

/// What a fresh look says of what a step makes true.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FactStatus {
    /// It shows it.
    Shows,
    /// It shows something else.
    Otherwise,
    /// It can't tell.
    CannotTell,
}

/// The code of what the profile never shows.
pub(in crate::apply) const OUT_OF_SIGHT: &str = "out_of_sight";

/// What a look can't show.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Unseen {
    /// `not_read`, `read_in_part`, `out_of_sight`, `field_missing` or `two_accounts`.
    pub code: String,
    /// In words. May quote the platform: escape it where it is shown.
    pub text: String,
}

/// Why a step is as it is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Detail {
    /// What happened, or why it did not. May quote the platform: escape it where it is shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// HTTP status of a refusal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub http: Option<u16>,
    /// What to do about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
    /// Of an unknown outcome: what a person has to look at. Has names in it: escape it where it is shown.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub check: Vec<String>,
    /// Of a batch: what became of each person.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub users: Vec<PersonReport>,
}

/// What became of one person of a batch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PersonReport {
    /// Who.
    #[schemars(with = "String")]
    pub email: Email,
    /// What became of their part.
    pub status: Status,
    /// Why; left out where there is nothing to say, or it is said of the whole step.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// HTTP status of a refusal that was about this person alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub http: Option<u16>,
    /// What to do about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
}

impl PersonReport {
    /// Somebody of whom there is nothing more to say.
    #[must_use]
    pub const fn new(email: Email, status: Status) -> Self {
        Self { email, status, message: None, http: None, help: None }
    }

    pub(in crate::apply) fn says_the_same(&self, other: &Self) -> bool {
        let Self { email: _, status, message, http, help } = self;
        (status, message, http, help) == (&other.status, &other.message, &other.http, &other.help)
    }
}

impl Detail {
    /// Just a sentence.
    #[must_use]
    pub fn message(message: impl Into<String>) -> Self {
        Self { message: Some(message.into()), ..Self::default() }
    }
}

impl StepReport {
    /// A step that was taken, or could not be.
    #[must_use]
    pub fn new(step: &Step, status: Status, attempts: u32, detail: Option<Detail>) -> Self {
        let id = step.id.clone();
        Self { id, status, attempts, detail, fact: None, shows: None, why: None }
    }

    /// Whether a look might have shown what it makes true, and didn't. What the profile never shows is no such thing.
    #[must_use]
    pub fn is_unverified(&self) -> bool {
        let out_of_sight = self.why.as_ref().is_some_and(|why| why.code == OUT_OF_SIGHT);
        self.fact == Some(FactStatus::CannotTell) && !out_of_sight
    }

    /// What became of one person's part; of the whole step, where there is nothing of their own.
    #[must_use]
    pub fn status_of(&self, person: Option<&Email>) -> Status {
        self.of(person).map_or(self.status, |own| own.status)
    }

    pub(crate) fn of(&self, person: Option<&Email>) -> Option<&PersonReport> {
        let users = self.detail.as_ref().map_or(&[][..], |detail| &detail.users);
        users.iter().find(|user| Some(&user.email) == person)
    }

    /// A step of a plan as it stands before anything is done; automatic ones were not attempted, for the
    /// given reason.
    #[must_use]
    pub fn before(step: &Step, why: &str) -> Self {
        match &step.execution {
            Execution::Automatic => {
                Self::new(step, Status::NotAttempted, 0, Some(Detail::message(why)))
            }
            Execution::Manual { instructions: _ } => Self::new(step, Status::Manual, 0, None),
            Execution::Held { reason: _ } => Self::new(step, Status::Held, 0, None),
        }
    }
}
