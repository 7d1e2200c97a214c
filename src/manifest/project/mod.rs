pub(super) mod credential;
mod exclude;
pub(super) mod read;

pub use exclude::Exclude;
pub(super) use read::PROJECT;

use super::diagnostic::Code;
use super::lint::Level;
use crate::model::{ContactLimit, MaxRemovals, Safety, Source, StoreLocation, WorkspaceFields};
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::time::Duration;

/// The name of the Project file. A Project in any other file of its folder is refused.
pub const FILE: &str = "rolecall.yaml";

/// The Project file, checked: how this repository talks to the platform and how careful it is.
#[derive(Clone, Debug)]
pub struct Project {
    /// `metadata.name`.
    pub name: String,
    /// Which profile.
    pub platform: PlatformChoice,
    /// Replaces the profile's base URL.
    pub base_url: Option<String>,
    /// By name. `default` may be missing: the environment feeds it.
    pub credentials: BTreeMap<String, Credential>,
    /// The embedded platform's files, relative to the Project's folder.
    pub sandbox: SandboxFiles,
    /// Zone of workspaces that are created without one.
    pub timezone: String,
    /// Defaults for every organization.
    pub safety: Safety,
    /// Whether writes on assumed evidence are automatic.
    pub allow_assumed: bool,
    /// Replaces the profile's rate.
    pub rate: Option<Rate>,
    /// How long things may take.
    pub timeouts: Timeouts,
    /// Levels of lints that differ from their defaults.
    pub lints: BTreeMap<Code, Level>,
    /// Globs of the reseller's own people; `None`: nobody is a client user.
    pub staff: Option<Vec<String>>,
    /// Days that are no working days.
    pub holidays: Vec<Date>,
    /// Where locks, journals, reports and plans are kept: `None` is `.rolecall` in the Project's folder.
    pub store: Option<StoreLocation>,
    /// Organizations at a time.
    pub parallelism: usize,
    /// Where the Project is declared.
    pub source: Source,
}

impl Project {
    /// A Project that says nothing but its name: all defaults.
    #[must_use]
    pub fn new(name: &str, source: Source) -> Self {
        Self {
            name: name.to_owned(),
            platform: PlatformChoice::BuiltIn("respond-io-console".to_owned()),
            base_url: None,
            credentials: BTreeMap::new(),
            sandbox: SandboxFiles::default(),
            timezone: "UTC".to_owned(),
            safety: Safety {
                min_admins: 1,
                max_removals: MaxRemovals::Default,
                waivers: Vec::new(),
            },
            allow_assumed: false,
            rate: None,
            timeouts: Timeouts::default(),
            lints: BTreeMap::new(),
            staff: None,
            holidays: Vec::new(),
            store: None,
            parallelism: 8,
            source,
        }
    }

    /// What a workspace has once it is created, where its manifest doesn't say otherwise.
    #[must_use]
    pub fn created_with(&self) -> WorkspaceFields {
        WorkspaceFields {
            timezone: Some(self.timezone.clone()),
            contact_limit: Some(ContactLimit::Unlimited),
            ..WorkspaceFields::default()
        }
    }
}

/// Which profile the Project names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PlatformChoice {
    /// `respond-io-console`, `respond-io-developer` or `sandbox`.
    BuiltIn(String),
    /// A path to a Platform file, relative to the Project's folder.
    File(String),
}

/// Where a credential comes from. Never the secret itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credential {
    /// How it is got.
    pub from: CredentialSource,
    /// Whose it is, where a token doesn't say.
    pub actor: Option<String>,
    /// Hosts it may be sent to; empty: the profile's own.
    pub hosts: Vec<String>,
    /// Where it is declared.
    pub source: Source,
}

/// How a credential is got.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum CredentialSource {
    TokenEnv { variable: String },
    TokenFile { path: String },
    TokenCommand { command: Vec<String> },
    Login { email_env: String, password_env: String },
}

/// The embedded platform's files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SandboxFiles {
    /// What it starts from.
    pub seed: Option<String>,
    /// Where its state is kept; `.rolecall/sandbox.json` where left out.
    pub state: String,
}

impl Default for SandboxFiles {
    fn default() -> Self {
        Self { seed: None, state: ".rolecall/sandbox.json".to_owned() }
    }
}

/// How fast the platform may be asked.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rate {
    /// Requests a second, per organization and operation.
    pub per_second: f64,
    /// Percent of it that is left unused.
    pub headroom_percent: u32,
}

/// How long things may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timeouts {
    /// One request.
    pub request: Duration,
    /// All tries of one call.
    pub retry: Duration,
    /// Looking up a lost answer.
    pub read_back: Duration,
    /// Waiting for the platform to show what was done.
    pub verify: Duration,
    /// How long a lock in an object store counts after it was last renewed.
    pub lease: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self {
            request: Duration::from_secs(30),
            retry: Duration::from_secs(120),
            read_back: Duration::from_secs(5),
            verify: Duration::from_secs(10),
            lease: Duration::from_secs(60),
        }
    }
}
