use super::Client;
use super::ask;
use super::trouble::{self, CERTIFICATE, may_repeat};
use crate::model::{OrganizationId, Placeholder};
use crate::platform::PlatformError;
use crate::platform::auth::{LogIn, LogIns};
use crate::platform::http::Lost;
use crate::platform::profile::{Filled, Service};
use secrecy::{ExposeSecret as _, SecretString};
use std::time::Duration;
use tokio::time::{Instant, sleep};

/// Somebody who logs in, for this organization's sake.
pub(super) struct Login<'a> {
    pub(super) client: &'a Client,
    pub(super) service: &'a Service,
    /// Its name in the Project.
    pub(super) credential: &'a str,
    pub(super) organization: OrganizationId,
}

impl LogIn for Login<'_> {
    /// Logs in. It changes nothing on the platform, so it is repeated like a read; but each time counts as a log-in.
    async fn log_in(
        &self,
        email: &str,
        password: &SecretString,
        log_ins: &LogIns,
    ) -> Result<(SecretString, Duration), PlatformError> {
        let Self { client, service, credential, organization } = self;
        let every = client.settings.log_in_every;
        let name = &service.name;
        let Some(login) = &service.login else {
            let what = format!("nobody logs in to `{name}` with e-mail and password");
            return Err(PlatformError::new(what).help("use a token"));
        };
        let values = Filled::default()
            .with(Placeholder::Email, email)
            .with(Placeholder::Password, password.expose_secret());
        let mut patience = client.patience();
        let mut tries = 0;
        let reply = loop {
            log_ins.turn(credential, every).await?;
            let path = values.text(&login.path).unwrap_or_default();
            let outgoing = ask::login(&service.address, login.method, &path, &login.body, &values);
            let started = Instant::now();
            let result = client.send(&service.address, outgoing).await;
            patience.spend(started.elapsed());
            tries += 1;
            if let Ok(reply) = &result {
                client.health.answered(reply.status);
            }
            let connected = !matches!(result, Err(Lost::NotConnected(_)));
            if connected {
                log_ins.sent();
            }
            let asked = result.as_ref().ok().and_then(|reply| reply.retry_after);
            let asked = asked.unwrap_or_default().max(every);
            if may_repeat(&result, true)
                && log_ins.may_try_again()
                && !client.health.gives_up(connected, tries)
                && let Ok(wait) = patience.next(Some(asked))
            {
                sleep(wait).await;
                continue;
            }
            if !connected {
                client.health.gave_up(*organization, connected);
            }
            match result {
                Ok(reply) => break reply,
                Err(lost) => {
                    let error = PlatformError::new(format!("can't log in: {lost}"));
                    return Err(match lost {
                        Lost::Certificate { .. } => error.help(CERTIFICATE),
                        _ => error,
                    });
                }
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
