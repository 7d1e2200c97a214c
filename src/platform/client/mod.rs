//! The one client that executes any profile.
//!
//! | file | owns |
//! |---|---|
//! | `ask` | one request: profile and values to URL, headers and body |
//! | `exchange`, `log_in` | its turn, its token, its repetitions |
//! | `health` | when not to wait any longer |
//! | `trouble` | what an answer that is no success means |
//! | `claims` | tokens for one organization or workspace |
//! | `pages`, `pass` | lists, and whether they can be trusted |
//! | `decode` | answers to values |
//! | `form` | bodies that are no JSON |
//! | `lists`, `declared` | the lists of one organization |
//! | `observe`, `execute` | the two traits |
//! | `examine` | what `rolecall doctor` asks |

mod ask;
mod claims;
mod declared;
mod decode;
mod examine;
mod exchange;
mod execute;
mod form;
mod health;
mod lists;
mod log_in;
mod observe;
mod pages;
mod pass;
mod settings;
mod trouble;

pub use settings::ClientSettings;

use super::http::{Address, Bucket, Transport};
use super::profile::{CredentialScope, Filled, Profile, Wire};
use super::{PlatformError, Target};
use crate::manifest::Rate;
use crate::model::{Capabilities, Operation, OrganizationId};
use ask::Ask;
use health::Health;
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

/// Talks to one platform as a profile says. One client serves all organizations.
#[derive(Debug)]
pub struct Client {
    profile: Profile,
    capabilities: Capabilities,
    settings: ClientSettings,
    transport: Transport,
    buckets: Mutex<BTreeMap<(OrganizationId, Operation), Arc<Bucket>>>,
    health: Health,
}

impl Client {
    /// A client for this profile. Sends nothing yet.
    ///
    /// # Errors
    /// Where the base URL is none that rolecall talks to.
    pub fn new(profile: Profile, settings: ClientSettings) -> Result<Self, PlatformError> {
        let profile = match &settings.base_url {
            None => profile,
            Some(text) => {
                let address = Address::parse(text)
                    .map_err(|error| PlatformError::new(error.to_string()).help(error.help()))?;
                profile.moved_to(address)
            }
        };
        let rate = settings.rate.unwrap_or(profile.service.rate);
        let capabilities = profile.capabilities(rate.per_second * share(rate));
        let transport = Transport::new(settings.timeouts.request);
        Ok(Self {
            profile,
            capabilities,
            settings,
            transport,
            buckets: Mutex::default(),
            health: Health::default(),
        })
    }

    /// The profile's name.
    #[must_use]
    pub fn profile(&self) -> &str {
        self.profile.name()
    }

    /// Where the platform is.
    #[must_use]
    pub fn base_url(&self) -> String {
        self.profile.base_url()
    }

    /// When the organization's credential expires and can't be renewed; `None` where it can, or doesn't say.
    ///
    /// # Errors
    /// Where the credential can't be got.
    pub async fn token_expires(&self, target: &Target) -> Result<Option<Timestamp>, PlatformError> {
        if !self.settings.credentials.is_static(&target.credentials) {
            return Ok(None);
        }
        let Some(ask) = self.any_ask(target) else { return Ok(None) };
        Ok(self.token(&ask, None).await?.expires)
    }

    /// How an operation goes over the wire, where the profile can do it.
    fn wire(&self, operation: Operation) -> Option<&Wire> {
        self.profile.operations.get(&operation).filter(|wire| wire.request.is_some())
    }

    /// A request of this operation with the organization's credential.
    fn ask<'a>(
        &'a self,
        target: &'a Target,
        operation: Operation,
        values: Filled,
    ) -> Option<Ask<'a>> {
        let wire = self.wire(operation)?;
        let request = wire.request.as_ref()?;
        let credential = target.credentials.as_str();
        Some(Ask {
            operation,
            wire,
            request,
            target,
            workspace: None,
            credential,
            values,
            object: None,
            expected: None,
        })
    }

    /// Any request that takes the organization's credential; `None` where the profile has no use for it.
    fn any_ask<'a>(&'a self, target: &'a Target) -> Option<Ask<'a>> {
        let asks = Operation::ALL.iter().filter_map(|it| self.ask(target, *it, Filled::default()));
        asks.into_iter().find(|ask| ask.request.credential == CredentialScope::Organization)
    }
}

/// How much of the rate is used.
fn share(rate: Rate) -> f64 {
    f64::from(100_u32.saturating_sub(rate.headroom_percent)) / 100.0
}
