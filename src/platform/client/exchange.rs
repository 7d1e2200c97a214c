use super::Client;
use super::ask::{self, Ask};
use super::trouble;
use crate::model::{Operation, OrganizationId, Placeholder};
use crate::platform::PlatformError;
use crate::platform::auth::{LogIn, Token};
use crate::platform::http::{Address, Body, Bucket, Lost, Outgoing, Patience, Reply, is_loopback};
use crate::platform::profile::{Filled, Service};
use secrecy::{ExposeSecret as _, SecretString};
use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError};
use std::time::Duration;
use tokio::time::{Instant, sleep};

/// What came of one request and its repetitions.
#[derive(Debug)]
pub(super) enum Exchange {
    /// An answer, of whatever kind.
    Answered(Reply),
    /// Nothing went out, or it never arrived.
    NotSent(PlatformError),
    /// It may have arrived, and there is no whole answer.
    Lost(String),
}

impl Client {
    /// Makes a request: waits for its turn, renews the token once, and repeats what may be repeated.
    pub(super) async fn exchange(&self, ask: &Ask<'_>) -> Exchange {
        let mut token = match self.token(ask, None).await {
            Ok(token) => token,
            Err(error) => return Exchange::NotSent(error),
        };
        let bucket = self.bucket(ask);
        let reads = ask.operation.is_read();
        let mut patience = self.patience();
        let mut renewed = false;
        loop {
            let outgoing = match ask.outgoing(&token.secret) {
                Ok(outgoing) => outgoing,
                Err(error) => return Exchange::NotSent(error),
            };
            bucket.take().await;
            let started = Instant::now();
            let result = self.send(&ask.service().address, outgoing).await;
            patience.spend(started.elapsed());
            if let Ok(reply) = &result {
                self.down.store(false, Ordering::Relaxed);
                bucket.narrow(reply.budget);
                tracing::debug!(operation = %ask.operation, status = reply.status, "answered");
            }
            if let Ok(Reply { status: 401, .. }) = &result
                && !renewed
            {
                renewed = true;
                match self.token(ask, Some(&token)).await {
                    Ok(new) if new.secret.expose_secret() != token.secret.expose_secret() => {
                        token = new;
                        continue;
                    }
                    Ok(_) => {}
                    Err(error) => return Exchange::NotSent(error),
                }
            }
            let unreachable = matches!(result, Err(Lost::NotConnected(_)));
            if !may_repeat(&result, reads) || (unreachable && self.down.load(Ordering::Relaxed)) {
                return finish(result);
            }
            let (asked, busy) = match &result {
                Ok(reply) => (reply.retry_after, reply.status == 429),
                Err(_) => (None, false),
            };
            let Some(wait) = patience.next(asked) else {
                // Once one call has waited in vain, a thousand others don't have to.
                self.down.fetch_or(unreachable, Ordering::Relaxed);
                return finish(result);
            };
            tracing::info!(operation = %ask.operation, ?wait, "trying again");
            if busy {
                bucket.pause(wait);
            } else {
                sleep(wait).await;
            }
        }
    }

    /// The token for a request, checked against what it is for before it goes anywhere.
    pub(super) async fn token(
        &self,
        ask: &Ask<'_>,
        refused: Option<&Token>,
    ) -> Result<Token, PlatformError> {
        let service = ask.service();
        self.check_host(ask.credential, service)?;
        let login = Door { client: self, service };
        let credentials = &self.settings.credentials;
        let patience = self.settings.timeouts.request;
        let token =
            credentials.token(ask.credential, &service.name, refused, patience, &login).await?;
        super::claims::check(&token, ask)?;
        Ok(token)
    }

    /// A credential goes only where it may.
    fn check_host(&self, credential: &str, service: &Service) -> Result<(), PlatformError> {
        let host = service.address.host();
        let listed = self.settings.credentials.hosts(credential);
        let allowed = if listed.is_empty() { &service.hosts } else { listed };
        if is_loopback(host) || allowed.iter().any(|it| it.eq_ignore_ascii_case(host)) {
            return Ok(());
        }
        let what = format!("credential `{credential}` may not be sent to `{host}`");
        Err(PlatformError::new(what).help(format!(
            "if that is your platform, write `hosts: [{host}]` under `credentials.{credential}` in the Project"
        )))
    }

    /// Sends a request; what is said of its answer has no secret in it.
    async fn send(&self, address: &Address, outgoing: Outgoing) -> Result<Reply, Lost> {
        let mut reply = self.transport.send(address, outgoing).await?;
        reply.redaction = self.settings.credentials.redaction().clone();
        Ok(reply)
    }

    pub(super) fn patience(&self) -> Patience {
        Patience::new(self.settings.timeouts.retry, self.settings.first_wait)
    }

    fn bucket(&self, ask: &Ask<'_>) -> Arc<Bucket> {
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        let key: (OrganizationId, Operation) = (ask.target.id, ask.operation);
        let rate = self.settings.rate.unwrap_or(ask.service().rate);
        let new = || Arc::new(Bucket::new(rate.per_second, super::share(rate)));
        Arc::clone(buckets.entry(key).or_insert_with(new))
    }
}

/// Whether a request may be made again: a read unless it was answered for good, a write only where nothing can
/// have happened.
fn may_repeat(result: &Result<Reply, Lost>, reads: bool) -> bool {
    match result {
        Ok(reply) => match reply.status {
            429 | 449 => true,
            408 | 500..=599 => reads,
            200..=299 => reads && matches!(reply.body, Body::CutShort | Body::Empty),
            _ => false,
        },
        Err(Lost::NotConnected(_)) => true,
        Err(Lost::Broken(_)) => reads,
        Err(Lost::Useless(_) | Lost::Impossible(_)) => false,
    }
}

fn finish(result: Result<Reply, Lost>) -> Exchange {
    match result {
        Ok(reply) => Exchange::Answered(reply),
        Err(Lost::Impossible(why)) => Exchange::NotSent(PlatformError::new(why)),
        Err(lost @ Lost::NotConnected(_)) => Exchange::NotSent(
            PlatformError::new(lost.to_string())
                .help("is the platform up, and is the base URL right?"),
        ),
        Err(Lost::Broken(why) | Lost::Useless(why)) => Exchange::Lost(why),
    }
}

/// Where somebody logs in.
struct Door<'a> {
    client: &'a Client,
    service: &'a Service,
}

impl LogIn for Door<'_> {
    /// Logs in. It changes nothing on the platform, so it is repeated like a read.
    async fn log_in(
        &self,
        email: &str,
        password: &SecretString,
    ) -> Result<(SecretString, Duration), PlatformError> {
        let Self { client, service } = self;
        let name = &service.name;
        let Some(login) = &service.login else {
            let what = format!("nobody logs in to `{name}` with e-mail and password");
            return Err(PlatformError::new(what).help("use a token"));
        };
        let values = Filled::default()
            .with(Placeholder::Email, email)
            .with(Placeholder::Password, password.expose_secret());
        let mut patience = client.patience();
        let reply = loop {
            let path = values.text(&login.path).unwrap_or_default();
            let outgoing = ask::login(&service.address, login.method, &path, &login.body, &values);
            let started = Instant::now();
            let result = client.send(&service.address, outgoing).await;
            patience.spend(started.elapsed());
            let asked = result.as_ref().ok().and_then(|reply| reply.retry_after);
            if may_repeat(&result, true)
                && let Some(wait) = patience.next(asked)
            {
                sleep(wait).await;
                continue;
            }
            match result {
                Ok(reply) => break reply,
                Err(lost) => return Err(PlatformError::new(format!("can't log in: {lost}"))),
            }
        };
        let token = reply.body.json().and_then(|answer| login.token.text(answer));
        match token.filter(|token| reply.is_success() && !token.is_empty()) {
            Some(token) => Ok((token.into(), login.lifetime)),
            None => {
                let error = trouble::describe(service, &reply);
                Err(PlatformError { what: format!("can't log in: {}", error.what), ..error })
            }
        }
    }
}
