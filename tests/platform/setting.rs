//! Clients and targets for the tests.

use rolecall::manifest::{Credential, CredentialSource, PlatformChoice, Rate, Timeouts};
use rolecall::model::{OrganizationId, Slug, Source, WorkspaceId, WorkspaceName};
use rolecall::platform::{
    Client, ClientSettings, Credentials, Environment, Profile, Target, TargetWorkspace,
};
use std::collections::BTreeMap;
use std::time::Duration;

pub(crate) const ORG: u64 = 10;

/// A token that the small servers take; it is marked, so that it can be looked for.
pub(crate) const TOKEN: &str = "marked-secret-token";

pub(crate) fn profile(name: &str) -> Profile {
    Profile::load(&PlatformChoice::BuiltIn(name.to_owned()), &[]).expect("built in")
}

pub(crate) fn target() -> Target {
    Target {
        name: Slug::parse("acme").unwrap(),
        id: OrganizationId::new(ORG),
        credentials: "default".to_owned(),
        workspaces: Vec::new(),
        ignore: Vec::new(),
    }
}

/// The same with a workspace that has a credential of its own.
pub(crate) fn with_workspace(target: Target, name: &str, id: Option<u64>, by: &str) -> Target {
    let workspace = TargetWorkspace {
        name: WorkspaceName::new(name),
        id: id.map(WorkspaceId::new),
        credentials: by.to_owned(),
    };
    Target { workspaces: [target.workspaces, vec![workspace]].concat(), ..target }
}

/// A credential in the variable of this name.
pub(crate) fn in_variable(variable: &str) -> Credential {
    let from = CredentialSource::TokenEnv { variable: variable.to_owned() };
    Credential { from, actor: None, hosts: Vec::new(), source: Source::default() }
}

/// The process's variables, as far as the client can see.
pub(crate) fn environment(variables: &[(&str, &str)]) -> Environment {
    let variables: BTreeMap<String, String> =
        variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    Environment::new(std::env::temp_dir(), move |name| variables.get(name).cloned())
}

/// Quick to give up and to try again, and as fast as it gets.
pub(crate) fn settings(credentials: Credentials, base_url: &str) -> ClientSettings {
    ClientSettings {
        base_url: Some(base_url.to_owned()),
        rate: Some(Rate { per_second: 1000.0, headroom_percent: 0 }),
        timeouts: Timeouts {
            request: Duration::from_secs(5),
            retry: Duration::from_secs(5),
            ..Timeouts::default()
        },
        first_wait: Duration::from_millis(1),
        log_in_every: Duration::from_millis(1),
        ..ClientSettings::new(credentials)
    }
}

/// The console profile at this address, with [`TOKEN`].
pub(crate) fn console(base_url: &str) -> Client {
    Client::new(profile("respond-io-console"), with_token(base_url)).expect("a client")
}

pub(crate) fn with_token(base_url: &str) -> ClientSettings {
    let environment = environment(&[("ROLECALL_TOKEN", TOKEN)]);
    settings(Credentials::new(&BTreeMap::new(), environment), base_url)
}
