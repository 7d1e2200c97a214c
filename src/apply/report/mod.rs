//! The report, `rolecall.report/v1`: what became of every step.

mod attention;
mod consistent;
mod exit;
mod merge;
mod organization;
mod step;

pub use organization::{OrganizationReport, Standing, Verification};
pub(super) use step::OUT_OF_SIGHT;
pub use step::{Detail, FactStatus, PersonReport, StepReport, Unseen};

use crate::model::{Fields, Shard};
use crate::plan::{Attention, PlanId};
use schemars::JsonSchema;
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// The format that this version writes and reads.
pub const FORMAT: &str = "rolecall.report/v1";

/// What a run did, and what it did not.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(rename = "Report (rolecall.report/v1)")]
pub struct Report {
    /// `rolecall.report/v1`.
    pub format: String,
    /// The plan that was applied.
    #[schemars(with = "String")]
    pub plan: PlanId,
    /// The part of the fleet that it is about; left out: all that was chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shard: Option<Shard>,
    /// The run, as in the journal; of several, all of them.
    pub run: String,
    /// By name.
    pub organizations: Vec<OrganizationReport>,
    /// The exit code.
    pub exit: u8,
    /// How long the run took from the first call on, in seconds, to a tenth; left out where it broke off before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seconds: Option<f64>,
    /// Whether the run was asked to stop before its end.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub interrupted: bool,
    /// What ended the whole run, such as a journal that can't be written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// What to do about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
    /// Where the journal is; left out where nothing was to be sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub journal: Option<String>,
    /// What to look at first of what was done, is refused or could not be read, the worst first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attention: Vec<Attention>,
}

/// Why a file is not a report that can be read.
#[derive(Debug, thiserror::Error)]
pub enum ReportFileError {
    /// It is not JSON, or was cut short, or fields are missing.
    #[error("not a readable report")]
    Malformed(#[from] serde_json::Error),
    /// It says another format.
    #[error("the file says `{found}`; this rolecall reads `{FORMAT}`")]
    Format {
        /// What it says.
        found: String,
    },
    /// It doesn't have the plan that was applied, as the first reports didn't.
    #[error(
        "the report was made by an earlier rolecall, and doesn't say what its steps are; `rolecall history` shows them"
    )]
    Earlier,
    /// It contradicts itself, so that it is not as rolecall wrote it.
    #[error("the report contradicts itself: {0}")]
    Contradiction(String),
}

impl Report {
    /// A report of these organizations, sorted by name, with the exit code that goes with them.
    /// `exit_code` is `apply --exit-code`.
    #[must_use]
    pub fn new(
        plan: PlanId,
        run: String,
        mut organizations: Vec<OrganizationReport>,
        interrupted: bool,
        exit_code: bool,
    ) -> Self {
        organizations.sort_by(|a, b| a.name.cmp(&b.name));
        let mut report = Self {
            format: FORMAT.to_owned(),
            plan,
            shard: None,
            run,
            organizations,
            exit: 0,
            seconds: None,
            interrupted,
            error: None,
            help: None,
            journal: None,
            attention: Vec::new(),
        };
        report.exit = exit::code(&report, exit_code);
        report.attention = attention::attention(&report.organizations);
        report
    }

    /// The same report of a run that something ended as a whole.
    #[must_use]
    pub fn with_error(mut self, error: String, help: Option<String>) -> Self {
        (self.error, self.help) = (Some(error), help);
        self.exit = exit::code(&self, false);
        self
    }

    /// The file's text.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }

    /// Earlier versions of the format said only whether an organization is verified: else it was not as planned.
    fn read_earlier(&mut self, said: &[Said<'_>]) {
        for (organization, said) in self.organizations.iter_mut().zip(said) {
            if said.verification.is_none() {
                organization.verification = match (organization.verified, organization.standing) {
                    (true, _) => Verification::Verified,
                    (false, Standing::Run) => Verification::Otherwise,
                    (false, _) => Verification::None,
                };
            }
        }
    }

    /// Reads a file's text.
    ///
    /// # Errors
    /// [`ReportFileError`] where it is no report, another version, or contradicts itself.
    pub fn from_json(text: &str) -> Result<Self, ReportFileError> {
        let fields = Fields::of(text)?;
        let found = fields.format();
        if found != FORMAT {
            return Err(ReportFileError::Format { found });
        }
        let said: Vec<&RawValue> = fields.read("organizations").unwrap_or_default();
        let said = said.into_iter().map(|one| serde_json::from_str(one.get()).unwrap_or_default());
        let said: Vec<Said<'_>> = said.collect();
        if !said.iter().all(Said::says_what_steps_are) {
            return Err(ReportFileError::Earlier);
        }
        // From the text itself, where a key that stands twice is seen.
        let mut report: Self = serde_json::from_str(text)?;
        report.read_earlier(&said);
        consistent::check(&report)?;
        Ok(report)
    }
}

/// What a file says of an organization, as far as that tells the version that wrote it.
#[derive(Default, Deserialize)]
struct Said<'t> {
    #[serde(default)]
    steps: Vec<IgnoredAny>,
    #[serde(borrow)]
    plan: Option<&'t RawValue>,
    #[serde(borrow)]
    verification: Option<&'t RawValue>,
}

impl Said<'_> {
    /// Whether the plan stands beside what became of its steps.
    fn says_what_steps_are(&self) -> bool {
        self.steps.is_empty() || self.plan.is_some_and(|plan| plan.get().starts_with('{'))
    }
}
