use super::address::Address;
use super::certificate;
use super::reply::Reply;
use reqwest::header::{ACCEPT, HeaderMap, HeaderValue};
use reqwest::redirect::Policy;
use reqwest::{Client, Method, Response, Url};
use std::sync::OnceLock;
use std::time::Duration;
use tokio::time::timeout;

/// An answer is cut off above this many bytes, counted after decompression.
const LARGEST: usize = 16 * 1024 * 1024;

/// A connection that rested longer is not used again: the other side may be about to close it, and a write
/// that meets the end of a connection is one of unknown outcome.
const IDLE: Duration = Duration::from_secs(20);

/// Sends single requests and reads their answers to the end. Follows no redirect.
#[derive(Debug)]
pub(crate) struct Transport {
    request_timeout: Duration,
    /// For plain HTTP to this machine: past every proxy, and without loading certificates.
    plain: OnceLock<Client>,
    /// For HTTPS alone.
    secure: OnceLock<Client>,
}

/// One request, ready to go.
#[derive(Clone, Debug)]
pub(crate) struct Outgoing {
    /// HTTP method.
    pub(crate) method: Method,
    /// The whole URL.
    pub(crate) url: Url,
    /// Headers; the credential among them is marked as sensitive.
    pub(crate) headers: HeaderMap,
    /// JSON.
    pub(crate) body: Option<Vec<u8>>,
}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Lost {
    /// Requests can't be made on this machine: its certificates can't be loaded.
    #[error("{0}")]
    Impossible(String),
    /// The other side can't be trusted to be who it says, so nothing was sent.
    #[error("the certificate of `{host}` is not accepted: {why}")]
    Certificate {
        /// Whose.
        host: String,
        /// What is wrong with it.
        why: String,
    },
    /// There was no connection, so nothing can have happened.
    #[error("no connection: {0}")]
    NotConnected(String),
    /// The request may have arrived.
    #[error("{0}")]
    Broken(String),
    /// The request may have arrived, and asking again brings the same.
    #[error("{0}")]
    Useless(String),
}

impl Transport {
    /// Gives each request so much time, from connecting to the answer's last byte.
    pub(crate) const fn new(request_timeout: Duration) -> Self {
        Self {
            request_timeout: bounded(request_timeout),
            plain: OnceLock::new(),
            secure: OnceLock::new(),
        }
    }

    /// Sends a request and reads its answer.
    ///
    /// # Errors
    /// [`Lost`] where there is no answer, or not a whole one.
    pub(crate) async fn send(&self, address: &Address, request: Outgoing) -> Result<Reply, Lost> {
        let client = self.client(address)?;
        match timeout(self.request_timeout, exchange(&client, request)).await {
            Ok(Err(Lost::Certificate { why, .. })) => {
                Err(Lost::Certificate { host: address.host().to_owned(), why })
            }
            Ok(result) => result,
            Err(_) => {
                let seconds = self.request_timeout.as_secs_f64();
                Err(Lost::Broken(format!("no whole answer within {seconds} s")))
            }
        }
    }

    fn client(&self, address: &Address) -> Result<Client, Lost> {
        let (slot, builder) = if address.is_plain() {
            (&self.plain, Client::builder().no_proxy().tls_certs_only([]))
        } else {
            (&self.secure, Client::builder().https_only(true))
        };
        if let Some(client) = slot.get() {
            return Ok(client.clone());
        }
        // Another part of the process may have chosen a provider before; then that one stays.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = builder
            .user_agent(concat!("rolecall/", env!("CARGO_PKG_VERSION")))
            .redirect(Policy::none())
            .referer(false)
            .connect_timeout(self.request_timeout)
            .pool_idle_timeout(IDLE)
            .build()
            .map_err(|error| {
                Lost::Impossible(format!("no HTTPS on this machine: {}", chain(&error)))
            })?;
        Ok(slot.get_or_init(|| client).clone())
    }
}

async fn exchange(client: &Client, request: Outgoing) -> Result<Reply, Lost> {
    let Outgoing { method, url, headers, body } = request;
    let mut building = client.request(method, url).headers(headers);
    building = building.header(ACCEPT, HeaderValue::from_static("application/json"));
    if let Some(body) = body {
        building = building.body(body);
    }
    let response = building.send().await.map_err(|error| lost(&error.without_url()))?;
    let status = response.status().as_u16();
    let headers = response.headers().clone();
    let body = read(response).await?;
    Ok(Reply::new(status, &headers, &body))
}

/// Reads the body piece by piece, so that neither a long answer nor a small one that unpacks to a huge one
/// fills the memory.
async fn read(mut response: Response) -> Result<Vec<u8>, Lost> {
    let mut body = Vec::new();
    while let Some(piece) = response.chunk().await.map_err(|error| lost(&error.without_url()))? {
        if body.len() + piece.len() > LARGEST {
            let most = LARGEST / (1024 * 1024);
            return Err(Lost::Useless(format!("the answer is larger than {most} MiB")));
        }
        body.extend_from_slice(&piece);
    }
    Ok(body)
}

/// Clocks can't add any length of time.
const fn bounded(time: Duration) -> Duration {
    const YEAR: Duration = Duration::from_secs(365 * 24 * 60 * 60);
    if time.as_secs() > YEAR.as_secs() { YEAR } else { time }
}

fn lost(error: &reqwest::Error) -> Lost {
    if let Some(why) = certificate::refused(error) {
        return Lost::Certificate { host: String::new(), why };
    }
    let why = chain(error);
    if error.is_connect() {
        Lost::NotConnected(why)
    } else {
        Lost::Broken(format!("the connection broke: {why}"))
    }
}

/// The last two causes: the outer ones say only that something went wrong.
fn chain(error: &reqwest::Error) -> String {
    let mut causes = vec![error.to_string()];
    let mut next = std::error::Error::source(error);
    while let Some(cause) = next {
        let text = cause.to_string();
        if causes.last().is_none_or(|last| !last.contains(&text)) {
            causes.push(text);
        }
        next = cause.source();
    }
    let skipped = causes.len().saturating_sub(2);
    causes.split_off(skipped).join(": ")
}
