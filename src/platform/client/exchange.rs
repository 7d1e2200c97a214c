use super::Client;
use super::ask::Ask;
use super::log_in::Login;
use super::trouble::{self, CERTIFICATE, may_repeat};
use crate::model::{Operation, OrganizationId};
use crate::platform::auth::Token;
use crate::platform::http::{
    Address, Bucket, GaveUp, Lost, Outgoing, Patience, Reply, is_loopback,
};
use crate::platform::profile::Service;
use crate::platform::{LOCK_LOST, MayBegin, PlatformError};
use secrecy::ExposeSecret as _;
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
    /// Makes a request: waits for its turn, renews the token once, and repeats what may be repeated, as long as it may.
    pub(super) async fn exchange(&self, ask: &Ask<'_>, may: MayBegin<'_>) -> Exchange {
        if let Err(error) = self.health.check(ask.service().address.host()) {
            return Exchange::NotSent(error);
        }
        let mut token = match self.token(ask, None).await {
            Ok(token) => token,
            Err(error) => return Exchange::NotSent(error),
        };
        let bucket = self.bucket(ask);
        let reads = ask.operation.is_read();
        let mut patience = self.patience();
        let mut renewed = false;
        let mut tries = 0;
        let mut paused = None;
        loop {
            let outgoing = match ask.outgoing(&token.secret) {
                Ok(outgoing) => outgoing,
                Err(error) => return Exchange::NotSent(error),
            };
            let in_line = Instant::now();
            bucket.take().await;
            if let Some(wait) = paused.take() {
                // Others who were told to wait hold up this call too.
                patience.spend(in_line.elapsed().saturating_sub(wait));
            }
            if !may() {
                return Exchange::NotSent(PlatformError::new(LOCK_LOST));
            }
            let started = Instant::now();
            let result = self.send(&ask.service().address, outgoing).await;
            patience.spend(started.elapsed());
            tries += 1;
            if let Ok(reply) = &result {
                self.health.answered(reply.status);
                bucket.narrow(reply.budget);
                tracing::debug!(operation = %ask.operation, status = reply.status, "answered");
                if reply.status != 401 {
                    self.settings.credentials.worked(ask.credential, &ask.service().name);
                }
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
            if !may_repeat(&result, reads) {
                return finish(result);
            }
            let connected = !matches!(result, Err(Lost::NotConnected(_)));
            let (asked, busy) = match &result {
                Ok(reply) => (reply.retry_after, reply.status == 429),
                Err(_) => (None, false),
            };
            let in_vain = (busy || !connected) && self.health.gives_up(connected, tries);
            let wait = if in_vain { Err(GaveUp::Spent) } else { patience.next(asked) };
            match wait {
                Ok(wait) => {
                    tracing::info!(operation = %ask.operation, ?wait, "trying again");
                    if busy {
                        bucket.pause(wait);
                        paused = Some(wait);
                    } else {
                        sleep(wait).await;
                    }
                }
                Err(gave_up) => {
                    if busy || !connected {
                        self.health.gave_up(ask.target.id, connected);
                    }
                    return match result {
                        Ok(reply) if busy => Exchange::NotSent(self.busy(ask, &reply, gave_up)),
                        result => match finish(result) {
                            Exchange::NotSent(error) if !connected => {
                                let host = ask.service().address.host();
                                Exchange::NotSent(self.health.mark(error, host))
                            }
                            other => other,
                        },
                    };
                }
            }
        }
    }

    /// Why nobody waits any longer for a platform whose limit is used up: nothing of the call happened.
    fn busy(&self, ask: &Ask<'_>, reply: &Reply, gave_up: GaveUp) -> PlatformError {
        let said = trouble::describe(ask.service(), reply).what;
        let most = in_words(self.settings.timeouts.retry);
        let what = match gave_up {
            GaveUp::Asked(wait) => format!("{said}, and asks to wait {}", in_words(wait)),
            GaveUp::Spent => format!("{said}, however often it is asked"),
        };
        PlatformError::new(format!("{}: {what}", ask.operation)).help(format!(
            "a call is tried for `timeouts.retry` ({most}): set more in the Project, run again later, or lower `rate`"
        ))
    }

    /// The token for a request, checked against what it is for before it goes anywhere.
    pub(super) async fn token(
        &self,
        ask: &Ask<'_>,
        refused: Option<&Token>,
    ) -> Result<Token, PlatformError> {
        let service = ask.service();
        self.check_host(ask.credential, service)?;
        let (credential, organization) = (ask.credential, ask.target.id);
        let login = Login { client: self, service, credential, organization };
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
        // A Project that lists hosts means just those; else this machine is one of them.
        let local = listed.is_empty() && is_loopback(host);
        if local || allowed.iter().any(|allowed| same_host(allowed, host)) {
            return Ok(());
        }
        let what = format!("credential `{credential}` may not be sent to `{host}`");
        Err(PlatformError::new(what).help(format!(
            "if that is your platform, write `hosts: [{host}]` under `credentials.{credential}` in the Project"
        )))
    }

    /// Sends a request; what is said of its answer has no secret in it.
    pub(super) async fn send(&self, address: &Address, outgoing: Outgoing) -> Result<Reply, Lost> {
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

fn finish(result: Result<Reply, Lost>) -> Exchange {
    match result {
        Ok(reply) => Exchange::Answered(reply),
        Err(Lost::Impossible(why)) => Exchange::NotSent(PlatformError::new(why)),
        Err(lost @ Lost::Certificate { .. }) => {
            Exchange::NotSent(PlatformError::new(lost.to_string()).help(CERTIFICATE))
        }
        Err(lost @ Lost::NotConnected(_)) => Exchange::NotSent(
            PlatformError::new(lost.to_string())
                .help("is the platform up, and is the base URL right?"),
        ),
        Err(Lost::Broken(why)) => Exchange::Lost(format!("the answer was lost ({why})")),
        Err(Lost::Useless(why)) => Exchange::Lost(why),
    }
}

fn same_host(a: &str, b: &str) -> bool {
    let bare = |host: &str| host.trim_matches(['[', ']']).to_ascii_lowercase();
    bare(a) == bare(b)
}

/// A length of time for people; one that no clock has is long.
fn in_words(time: Duration) -> String {
    match jiff::SignedDuration::try_from(time) {
        Ok(time) => format!("{time:#}"),
        Err(_) => "longer than any clock runs".to_owned(),
    }
}
