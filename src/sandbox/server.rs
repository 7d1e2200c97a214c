use super::config::Config;
use super::connection::{FragileListener, Peer};
use super::endpoint::Endpoint;
use super::faults::{Faults, Injector, SomebodyElse};
use super::holds::Holds;
use super::login::Logins;
use super::platform::Platform;
use super::random;
use super::rate::RateLimit;
use super::requests::{Requests, ServedRequest};
use super::routes::routes;
use super::state::State;
use super::store::{Cause, Change, FileError, Store};
use super::token::Tokens;
use crate::model::{Email, OrganizationId, WorkspaceId};
use secrecy::SecretString;
use std::collections::BTreeMap;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// A running sandbox. It ends when this is dropped, or, with an orderly end, on [`Server::shutdown`].
#[derive(Debug)]
pub struct Server {
    platform: Arc<Platform>,
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    task: JoinHandle<io::Result<()>>,
}

/// Why a sandbox does not start.
#[derive(Debug, thiserror::Error)]
pub enum SandboxError {
    /// Its seed or state file can't be used.
    #[error(transparent)]
    File(#[from] FileError),
    /// The address is taken, or not this machine's.
    #[error("cannot listen on {address}")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// Why.
        #[source]
        cause: io::Error,
    },
}

/// How long [`Server::shutdown`] waits for answers on their way.
const PATIENCE: Duration = Duration::from_secs(2);

impl Server {
    /// Loads the state and begins to listen. To be called within a tokio runtime.
    ///
    /// # Errors
    /// [`SandboxError`]: the seed or state file can't be used, or the address can't be listened on.
    pub async fn start(config: Config) -> Result<Self, SandboxError> {
        let Config {
            seed,
            state_file,
            start_over,
            listen,
            password,
            per_second,
            page_cap,
            token_lifetime,
            faults,
            clock,
            remember,
        } = config;
        let platform = Arc::new(Platform {
            store: Store::open(seed, state_file, start_over)?,
            clock,
            tokens: Tokens::new(token_lifetime),
            logins: Logins::new(password.unwrap_or_else(random::password)),
            rate: RateLimit::new(per_second),
            faults: Injector::new(Faults::none()),
            requests: Requests::default(),
            holds: Holds::new(),
            page_cap,
            remember,
        });
        platform.set_faults(faults);
        let listening = async {
            let listener = TcpListener::bind(listen).await?;
            let address = listener.local_addr()?;
            Ok((FragileListener(listener), address))
        };
        let (listener, address) =
            listening.await.map_err(|cause| SandboxError::Listen { address: listen, cause })?;
        let (stop, stopped) = oneshot::channel();
        let service = routes(Arc::clone(&platform)).into_make_service_with_connect_info::<Peer>();
        let serving = axum::serve(listener, service).with_graceful_shutdown(async {
            // Told to stop, or dropped: both end it.
            let _ = stopped.await;
        });
        let task = tokio::spawn(serving.into_future());
        Ok(Self { platform, address, stop, task })
    }

    /// Where it listens.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// `http://…`, without a slash at the end. For the official API add `/v2`.
    #[must_use]
    pub fn base_url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Everybody's password.
    #[must_use]
    pub fn password(&self) -> SecretString {
        self.platform.logins.password().clone()
    }

    /// Who the state says is at work here.
    ///
    /// # Errors
    /// [`FileError`]: the state file can't be read any more.
    pub fn actor(&self) -> Result<Email, FileError> {
        self.platform.store.read(|state| state.actor.clone())
    }

    /// A copy of the state.
    ///
    /// # Errors
    /// [`FileError`]: the state file can't be read any more.
    pub fn state(&self) -> Result<State, FileError> {
        self.platform.store.read(State::clone)
    }

    /// Replaces the state.
    ///
    /// # Errors
    /// [`FileError`]: the state file can't be written.
    pub fn set_state(&self, state: State) -> Result<(), FileError> {
        self.platform.store.replace(state)
    }

    /// Somebody accepts an invitation. `false` where there is none.
    ///
    /// # Errors
    /// [`FileError`]: the state file can't be written.
    pub fn accept(&self, organization: OrganizationId, email: &Email) -> Result<bool, FileError> {
        self.platform.accept(organization, email)
    }

    /// Somebody else does something. `false` where it can't be done, since what it is about is not there.
    ///
    /// # Errors
    /// [`FileError`]: the state file can't be written.
    pub fn happen(
        &self,
        organization: OrganizationId,
        what: &SomebodyElse,
    ) -> Result<bool, FileError> {
        self.platform.happen(organization, Cause::Control, what)
    }

    /// The subscription comes into another state (`TRIAL ENDED`, `ACTIVE`, …). `false` where there is no such
    /// organization.
    ///
    /// # Errors
    /// [`FileError`]: the state file can't be written.
    pub fn set_status(
        &self,
        organization: OrganizationId,
        status: &str,
    ) -> Result<bool, FileError> {
        self.platform.set_status(organization, status)
    }

    /// A token of one workspace for the official API; `None` where there is no such workspace.
    ///
    /// # Errors
    /// [`FileError`]: the state file can't be read any more.
    pub fn workspace_token(
        &self,
        organization: OrganizationId,
        workspace: WorkspaceId,
    ) -> Result<Option<SecretString>, FileError> {
        Ok(self.platform.mint(organization, workspace)?.map(SecretString::from))
    }

    /// Every console token expires now.
    pub fn expire_tokens(&self) {
        self.platform.tokens.expire();
    }

    /// Other faults from now on; what they count begins at nothing.
    pub fn set_faults(&self, faults: Faults) {
        self.platform.set_faults(faults);
    }

    /// How many requests each operation had.
    #[must_use]
    pub fn counts(&self) -> BTreeMap<Endpoint, u64> {
        self.platform.requests.counts()
    }

    /// The last 10,000 requests, in the order they arrived.
    #[must_use]
    pub fn requests(&self) -> Vec<ServedRequest> {
        self.platform.requests.log()
    }

    /// All changes of the state that are remembered ([`Config::remember`]), oldest first.
    #[must_use]
    pub fn changes(&self) -> Vec<Change> {
        self.platform.store.changes()
    }

    /// Begins to count requests at nothing.
    pub fn forget_requests(&self) {
        self.platform.requests.forget();
    }

    /// How many calls were held by [`Fault::Hold`](super::Fault::Hold) since it began.
    #[must_use]
    pub fn holds(&self) -> u64 {
        self.platform.holds.reached()
    }

    /// Waits until more than `known` calls were held, at most this long; says how many were.
    pub async fn wait_for_hold(&self, known: u64, at_most: Duration) -> u64 {
        self.platform.holds.wait(known, at_most).await
    }

    /// Answers what it is at, at most for 2 seconds, and ends.
    pub async fn shutdown(self) {
        let Self { platform, address: _, stop, mut task } = self;
        platform.holds.close();
        // The receiver is gone only where the server has ended already.
        let _ = stop.send(());
        if tokio::time::timeout(PATIENCE, &mut task).await.is_err() {
            task.abort();
        }
    }
}
