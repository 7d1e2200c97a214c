//! A client for the platform that the Project or the flags name; the embedded one is started first.

use super::error;
use super::project::Repository;
use super::settings::Settings;
use anyhow::{Context as _, Result};
use rolecall::manifest::{Credential, CredentialSource, PlatformChoice, Project, SourceFile};
use rolecall::model::{Desired, Source};
use rolecall::plan::PlatformName;
use rolecall::platform::{
    Client, ClientSettings, Credentials, Environment, PlatformError, Profile,
};
use rolecall::sandbox::{Config, Seed, Server};
use secrecy::ExposeSecret as _;
use std::collections::BTreeMap;

/// The name of the embedded platform.
const SANDBOX: &str = "sandbox";
/// Where the embedded platform is, in plans: its port is another one in every run.
const SANDBOX_ADDRESS: &str = "sandbox:";
/// What went wrong where it can't be had.
pub(crate) const DOES_NOT_START: &str = "the embedded platform does not start";
/// Variables that exist only for the credentials of the embedded platform.
const SANDBOX_EMAIL: &str = "email of the embedded platform";
const SANDBOX_PASSWORD: &str = "password of the embedded platform";

/// A platform that can be talked to.
#[derive(Debug)]
pub(crate) struct Platform {
    /// Talks to it.
    pub(crate) client: Client,
    /// What plans call it.
    pub(crate) name: PlatformName,
    /// Runs as long as this is held, where it is the embedded one.
    _embedded: Option<Server>,
}

/// Connects to nothing yet, but starts the embedded platform where that is meant.
pub(crate) async fn connect(repository: &Repository, settings: &Settings) -> Result<Platform> {
    let choice = choice(repository, settings);
    match &choice {
        PlatformChoice::BuiltIn(name) if name == SANDBOX => embedded(repository, settings).await,
        _ => remote(&choice, repository, settings),
    }
}

/// What planning may know without asking anybody: the profile's name, address and abilities.
pub(crate) fn offline(repository: &Repository, settings: &Settings) -> Result<Platform> {
    let choice = choice(repository, settings);
    let platform = remote(&choice, repository, settings)?;
    match &choice {
        PlatformChoice::BuiltIn(name) if name == SANDBOX => {
            without_address(settings)?;
            Ok(Platform { name: embedded_name(), ..platform })
        }
        _ => Ok(platform),
    }
}

fn remote(
    choice: &PlatformChoice,
    repository: &Repository,
    settings: &Settings,
) -> Result<Platform> {
    let project = &repository.project;
    let profile = profile(choice, &repository.files)?;
    let environment = Environment::new(&repository.root, |name| std::env::var(name).ok());
    let base_url = settings.base_url.clone().or_else(|| project.base_url.clone());
    let credentials = Credentials::new(&project.credentials, environment)
        .with_redaction(settings.redaction.clone());
    let client = client(profile, project, credentials, base_url)?;
    let name = PlatformName { profile: client.profile().to_owned(), base_url: client.base_url() };
    Ok(Platform { client, name, _embedded: None })
}

/// What the flag says, else what the Project says.
fn choice(repository: &Repository, settings: &Settings) -> PlatformChoice {
    match &settings.platform {
        None => repository.project.platform.clone(),
        Some(name) if Profile::built_in_names().any(|it| it == name) => {
            PlatformChoice::BuiltIn(name.clone())
        }
        Some(path) => PlatformChoice::File(path.clone()),
    }
}

/// The profile of this choice, built in or among these files.
pub(crate) fn profile(choice: &PlatformChoice, files: &[SourceFile]) -> Result<Profile> {
    Profile::load(choice, files).map_err(|diagnostics| match (choice, diagnostics.len()) {
        (_, errors @ 1..) => error::invalid_manifests(errors),
        (PlatformChoice::BuiltIn(name) | PlatformChoice::File(name), 0) => {
            let known: Vec<_> = Profile::built_in_names().collect();
            error::usage(
                format!("there is no platform `{name}`"),
                format!(
                    "it is {}, or the path of a Platform file in the project",
                    known.join(", ")
                ),
            )
        }
    })
}

fn client(
    profile: Profile,
    project: &Project,
    credentials: Credentials,
    base_url: Option<String>,
) -> Result<Client, PlatformError> {
    let (rate, timeouts) = (project.rate, project.timeouts);
    Client::new(
        profile,
        ClientSettings { base_url, rate, timeouts, ..ClientSettings::new(credentials) },
    )
}

async fn embedded(repository: &Repository, settings: &Settings) -> Result<Platform> {
    without_address(settings)?;
    let project = &repository.project;
    let seed = project.sandbox.seed.as_ref().ok_or_else(|| {
        error::failed(
            "the Project does not say what the embedded platform starts from",
            "add `sandbox: {seed: platform.json}` to its `spec`",
        )
    })?;
    let state_file = Some(repository.path(&project.sandbox.state));
    let config = Config { state_file, ..Config::embedded(Seed::File(repository.path(seed))) };
    let server = Server::start(config).await.context(DOES_NOT_START)?;
    let actor = server.actor().context(DOES_NOT_START)?.to_string();
    let password = server.password();
    let environment = Environment::new(&repository.root, move |name| match name {
        SANDBOX_EMAIL => Some(actor.clone()),
        SANDBOX_PASSWORD => Some(password.expose_secret().to_owned()),
        _ => None,
    });
    let credentials = Credentials::new(&logins(&repository.organizations), environment)
        .with_redaction(settings.redaction.clone());
    let profile = profile(&PlatformChoice::BuiltIn(SANDBOX.to_owned()), &[])?;
    let client = client(profile, project, credentials, Some(server.base_url()))?;
    Ok(Platform { client, name: embedded_name(), _embedded: Some(server) })
}

fn without_address(settings: &Settings) -> Result<()> {
    match settings.base_url {
        None => Ok(()),
        Some(_) => Err(error::usage(
            "the embedded platform has no address of its own",
            "leave out `--base-url` and ROLECALL_BASE_URL, or name another `--platform`",
        )),
    }
}

fn embedded_name() -> PlatformName {
    PlatformName { profile: SANDBOX.to_owned(), base_url: SANDBOX_ADDRESS.to_owned() }
}

/// On the embedded platform every credential is its actor's login, whatever the Project says of it.
fn logins(organizations: &[Desired]) -> BTreeMap<String, Credential> {
    let login = Credential {
        from: CredentialSource::Login {
            email_env: SANDBOX_EMAIL.to_owned(),
            password_env: SANDBOX_PASSWORD.to_owned(),
        },
        actor: None,
        hosts: Vec::new(),
        source: Source::default(),
    };
    organizations.iter().map(|it| (it.credentials.clone(), login.clone())).collect()
}
