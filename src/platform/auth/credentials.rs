use super::keeper::Keeper;
use super::log_ins::LogIns;
use super::source::{Obtained, obtain};
use super::token::Token;
use super::{Environment, Redaction};
use crate::manifest::{Credential, CredentialSource};
use crate::model::{Email, Source};
use crate::platform::PlatformError;
use secrecy::{ExposeSecret as _, SecretString};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// The credential that is used where an organization names none.
const DEFAULT: &str = "default";

/// The Project's credentials, and the tokens that were got with them.
#[derive(Debug)]
pub struct Credentials {
    known: Known,
    /// By credential and API: somebody who logs in has a token for each.
    keepers: Mutex<BTreeMap<(String, String), Arc<Keeper>>>,
    redaction: Redaction,
}

#[derive(Debug)]
enum Known {
    /// Those of the Project.
    Named { by_name: BTreeMap<String, Credential>, environment: Environment },
    /// One account, whatever name is asked for.
    OneAccount { email: String, password: SecretString },
}

/// Logs in with e-mail and password and answers the token with its lifetime.
pub(crate) trait LogIn {
    /// Logs in, at its turn among the credential's log-ins.
    fn log_in(
        &self,
        email: &str,
        password: &SecretString,
        log_ins: &LogIns,
    ) -> impl Future<Output = Result<(SecretString, Duration), PlatformError>> + Send;
}

impl Credentials {
    /// The Project's. Where it names no `default`, `ROLECALL_TOKEN`, or `ROLECALL_EMAIL` with
    /// `ROLECALL_PASSWORD`, feed it.
    #[must_use]
    pub fn new(named: &BTreeMap<String, Credential>, environment: Environment) -> Self {
        let mut by_name = named.clone();
        by_name.entry(DEFAULT.to_owned()).or_insert_with(|| {
            let login = environment.variable("ROLECALL_TOKEN").is_none()
                && environment.variable("ROLECALL_EMAIL").is_some();
            let from = if login {
                CredentialSource::Login {
                    email_env: "ROLECALL_EMAIL".to_owned(),
                    password_env: "ROLECALL_PASSWORD".to_owned(),
                }
            } else {
                CredentialSource::TokenEnv { variable: "ROLECALL_TOKEN".to_owned() }
            };
            Credential { from, actor: None, hosts: Vec::new(), source: Source::default() }
        });
        Self::of(Known::Named { by_name, environment })
    }

    /// One account for every name: for the embedded platform, which has its own.
    #[must_use]
    pub fn one_account(email: &Email, password: SecretString) -> Self {
        Self::of(Known::OneAccount { email: email.to_string(), password })
    }

    fn of(known: Known) -> Self {
        Self { known, keepers: Mutex::default(), redaction: Redaction::default() }
    }

    /// The same, telling what is secret in it to this one.
    #[must_use]
    pub fn with_redaction(self, redaction: Redaction) -> Self {
        Self { redaction, ..self }
    }

    /// What knows its secrets, as far as they were needed so far.
    pub(crate) const fn redaction(&self) -> &Redaction {
        &self.redaction
    }

    /// Whose the credential is, where the Project says so.
    pub(crate) fn actor(&self, name: &str) -> Option<&str> {
        self.declared(name)?.actor.as_deref()
    }

    /// Hosts that the credential may be sent to; empty where the Project says nothing.
    pub(crate) fn hosts(&self, name: &str) -> &[String] {
        self.declared(name).map_or(&[], |credential| &credential.hosts)
    }

    /// A token of this credential for this API. `refused` is one that the API no longer takes.
    ///
    /// # Errors
    /// Where there is no such credential, it can't be got, or it has expired and there is no other.
    pub(crate) async fn token(
        &self,
        name: &str,
        service: &str,
        refused: Option<&Token>,
        patience: Duration,
        login: &(impl LogIn + Sync),
    ) -> Result<Token, PlatformError> {
        let keeper = self.keeper(name, service);
        let obtain = async {
            let obtained = match &self.known {
                Known::OneAccount { email, password } => {
                    Obtained::Login { email: email.clone(), password: password.clone() }
                }
                Known::Named { by_name, environment } => {
                    let credential = by_name.get(name).ok_or_else(|| unknown(name, by_name))?;
                    obtain(name, &credential.from, environment, patience, &self.redaction).await?
                }
            };
            match obtained {
                Obtained::Token(secret) => {
                    self.redaction.learn(secret.expose_secret());
                    let token = Token::given(secret, !self.is_fixed(name));
                    if token.has_expired() { Err(expired(name, &token)) } else { Ok(token) }
                }
                Obtained::Login { email, password } => {
                    self.redaction.learn(password.expose_secret());
                    let made = login.log_in(&email, &password, &keeper.log_ins).await;
                    let (secret, lifetime) = made?;
                    self.redaction.learn(secret.expose_secret());
                    Ok(Token::fresh(secret, lifetime))
                }
            }
        };
        keeper.get(refused, obtain).await
    }

    /// Takes note that the API took a token of this credential.
    pub(crate) fn worked(&self, name: &str, service: &str) {
        self.keeper(name, service).log_ins.worked();
    }

    /// Whether a token of this credential can't be renewed by itself.
    pub(crate) fn is_static(&self, name: &str) -> bool {
        self.declared(name).is_some_and(|credential| match credential.from {
            CredentialSource::TokenEnv { .. } | CredentialSource::TokenFile { .. } => true,
            CredentialSource::TokenCommand { .. } | CredentialSource::Login { .. } => false,
        })
    }

    /// Whether asking its source again can't bring another token.
    fn is_fixed(&self, name: &str) -> bool {
        self.declared(name).is_some_and(|it| matches!(it.from, CredentialSource::TokenEnv { .. }))
    }

    fn declared(&self, name: &str) -> Option<&Credential> {
        match &self.known {
            Known::Named { by_name, environment: _ } => by_name.get(name),
            Known::OneAccount { .. } => None,
        }
    }

    fn keeper(&self, name: &str, service: &str) -> Arc<Keeper> {
        let mut keepers = self.keepers.lock().unwrap_or_else(PoisonError::into_inner);
        let name = match self.known {
            Known::Named { .. } => name,
            Known::OneAccount { .. } => DEFAULT,
        };
        keepers.entry((name.to_owned(), service.to_owned())).or_default().clone()
    }
}

fn unknown(name: &str, by_name: &BTreeMap<String, Credential>) -> PlatformError {
    let names: Vec<_> = by_name.keys().map(|name| format!("`{name}`")).collect();
    PlatformError::new(format!("there is no credential `{name}`"))
        .help(format!("the Project has {}", names.join(", ")))
}

fn expired(name: &str, token: &Token) -> PlatformError {
    let when = token.expires.map(|expires| expires.to_string()).unwrap_or_default();
    PlatformError::new(format!("the token of credential `{name}` expired at {when}"))
        .help("get a new one; a credential with e-mail and password, or a command, renews itself")
}
