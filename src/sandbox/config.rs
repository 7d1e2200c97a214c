use super::clock::Clock;
use super::faults::Faults;
use super::state::State;
use camino::Utf8PathBuf;
use secrecy::SecretString;
use std::net::{Ipv4Addr, SocketAddr};
use std::num::NonZeroU32;
use std::time::Duration;

/// How a sandbox is set up.
#[derive(Clone, Debug)]
pub struct Config {
    /// What it begins with.
    pub seed: Seed,
    /// Where its state is kept; `None` is in memory. A file that is there beats the seed. Several sandboxes may
    /// share one file.
    pub state_file: Option<Utf8PathBuf>,
    /// Begins with the seed even if the state file is there, and replaces it.
    pub start_over: bool,
    /// Where it listens; port 0 is any free one. Whatever it is, `/sandbox/*` is for this machine alone.
    pub listen: SocketAddr,
    /// Everybody's password; `None`: a random one.
    pub password: Option<SecretString>,
    /// Requests a second per organization and operation; `None` is no limit.
    pub per_second: Option<NonZeroU32>,
    /// The most items of a list page of the console's API.
    pub page_cap: NonZeroU32,
    /// How long a console token lives.
    pub token_lifetime: Duration,
    /// What goes wrong.
    pub faults: Faults,
    /// What time it is.
    pub clock: Clock,
    /// How long changes are remembered, for [`Server::changes`](super::Server::changes). Reads that lag need no more
    /// than their fault says.
    pub remember: Duration,
}

/// What a sandbox begins with.
#[derive(Clone, Debug)]
pub enum Seed {
    /// This state.
    State(Box<State>),
    /// The state in this file.
    File(Utf8PathBuf),
}

/// The contract's budget (`console-api.md`, Transport).
const CONTRACT_RATE: NonZeroU32 = NonZeroU32::new(5).unwrap();
/// The embedded platform's: so generous that the main job never waits, but there, so that headers and clients meet.
const EMBEDDED_RATE: NonZeroU32 = NonZeroU32::new(50).unwrap();
/// All that was ever seen (`console-api.md`, Transport).
const PAGE_CAP: NonZeroU32 = NonZeroU32::new(25).unwrap();

impl Config {
    /// For `rolecall sandbox`: as the contract has it, 5 requests a second.
    #[must_use]
    pub fn serving(seed: Seed) -> Self {
        Self {
            seed,
            state_file: None,
            start_over: false,
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            password: None,
            per_second: Some(CONTRACT_RATE),
            page_cap: PAGE_CAP,
            token_lifetime: Duration::from_secs(60 * 60),
            faults: Faults::none(),
            clock: Clock::system(),
            remember: Duration::ZERO,
        }
    }

    /// For `platform: sandbox`: inside this process, 50 requests a second.
    #[must_use]
    pub fn embedded(seed: Seed) -> Self {
        Self { per_second: Some(EMBEDDED_RATE), ..Self::serving(seed) }
    }
}

impl From<State> for Seed {
    fn from(state: State) -> Self {
        Self::State(Box::new(state))
    }
}
