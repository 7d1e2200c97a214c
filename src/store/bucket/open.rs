//! From a URL to a client, with the credentials of the provider's usual environment or metadata service.

use super::trouble::{NO_CREDENTIAL, innermost};
use crate::model::{Bucket, Provider};
use crate::store::StoreError;
use futures::FutureExt as _;
use futures::future::BoxFuture;
use object_store::aws::{AmazonS3Builder, AmazonS3ConfigKey, AwsCredential, S3ConditionalPut};
use object_store::azure::{AzureConfigKey, AzureCredential, MicrosoftAzureBuilder};
use object_store::client::{HttpClient, HttpConnector};
use object_store::gcp::{GcpCredential, GoogleCloudStorageBuilder, GoogleConfigKey};
use object_store::{ClientConfigKey, ClientOptions, CredentialProvider, ObjectStore, RetryConfig};
use reqwest::redirect::Policy;
use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::net::IpAddr;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

/// Is told each secret that opens the store.
pub type Learn = Arc<dyn Fn(&str) + Send + Sync>;

/// Variables whose values nobody may see.
const SECRETS: [&str; 10] = [
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "AZURE_STORAGE_ACCOUNT_KEY",
    "AZURE_STORAGE_ACCESS_KEY",
    "AZURE_STORAGE_MASTER_KEY",
    "AZURE_STORAGE_CLIENT_SECRET",
    "AZURE_CLIENT_SECRET",
    "AZURE_STORAGE_SAS_KEY",
    "AZURE_STORAGE_SAS_TOKEN",
    "GOOGLE_SERVICE_ACCOUNT_KEY",
];

/// The environment: names of variables and their values.
pub type Variables = BTreeMap<String, String>;

/// Opens a bucket. Nothing is sent yet.
pub(super) fn open(
    bucket: &Bucket,
    request: Duration,
    variables: &Variables,
    learn: &Learn,
) -> Result<Arc<dyn ObjectStore>, StoreError> {
    for secret in SECRETS.iter().filter_map(|name| variables.get(*name)) {
        learn(secret);
    }
    let opened = match bucket.provider {
        Provider::S3 => s3(bucket, request, variables, learn),
        Provider::Google => google(bucket, request, variables, learn),
        Provider::Azure => azure(bucket, request, variables, learn),
    };
    opened.map_err(|error| {
        // An endpoint that can't be says by itself what to do.
        let help = (error.kind() != io::ErrorKind::InvalidInput).then_some(NO_CREDENTIAL);
        StoreError::new(format!("can't open {bucket}"), error).with_help(help)
    })
}

fn s3(
    bucket: &Bucket,
    request: Duration,
    variables: &Variables,
    learn: &Learn,
) -> io::Result<Arc<dyn ObjectStore>> {
    let builder = of(variables, "AWS_")
        .fold(AmazonS3Builder::new(), |builder, (key, value)| builder.with_config(key, value));
    let plain = is_plain(builder.get_config_value(&AmazonS3ConfigKey::Endpoint).as_deref())?;
    let builder = builder
        .with_bucket_name(&bucket.name)
        .with_conditional_put(S3ConditionalPut::ETagMatch)
        .with_config(AmazonS3ConfigKey::DisableBulkDelete, "true")
        .with_allow_http(plain)
        .with_retry(once())
        .with_http_connector(Connector { request });
    let opened = builder.clone().build().map_err(cause)?;
    let learning = Learning { inner: Arc::clone(opened.credentials()), learn: Arc::clone(learn) };
    let opened = builder.with_credentials(Arc::new(learning)).build().map_err(cause)?;
    Ok(Arc::new(opened))
}

fn google(
    bucket: &Bucket,
    request: Duration,
    variables: &Variables,
    learn: &Learn,
) -> io::Result<Arc<dyn ObjectStore>> {
    let mut builder = GoogleCloudStorageBuilder::new();
    if let Some(path) = variables.get("SERVICE_ACCOUNT") {
        builder = builder.with_service_account_path(path);
    }
    let builder = of(variables, "GOOGLE_")
        .fold(builder, |builder, (key, value)| builder.with_config(key, value));
    let plain = is_plain(builder.get_config_value(&GoogleConfigKey::BaseUrl).as_deref())?;
    let builder = builder
        .with_bucket_name(&bucket.name)
        .with_client_options(ClientOptions::new().with_allow_http(plain))
        .with_retry(once())
        .with_http_connector(Connector { request });
    let opened = builder.clone().build().map_err(cause)?;
    let learning = Learning { inner: Arc::clone(opened.credentials()), learn: Arc::clone(learn) };
    let opened = builder.with_credentials(Arc::new(learning)).build().map_err(cause)?;
    Ok(Arc::new(opened))
}

fn azure(
    bucket: &Bucket,
    request: Duration,
    variables: &Variables,
    learn: &Learn,
) -> io::Result<Arc<dyn ObjectStore>> {
    let mut builder = MicrosoftAzureBuilder::new();
    if let Some(endpoint) = variables.get("IDENTITY_ENDPOINT") {
        builder = builder.with_msi_endpoint(endpoint);
    }
    let builder = of(variables, "AZURE_")
        .fold(builder, |builder, (key, value)| builder.with_config(key, value));
    let given = |key| builder.get_config_value(&key);
    // The emulator is on this machine.
    let emulated = given(AzureConfigKey::UseEmulator).as_deref() == Some("true");
    let plain = is_plain(given(AzureConfigKey::Endpoint).as_deref())? || emulated;
    let builder = builder
        .with_container_name(&bucket.name)
        .with_allow_http(plain)
        .with_retry(once())
        .with_http_connector(Connector { request });
    let opened = builder.clone().build().map_err(cause)?;
    let learning = Learning { inner: Arc::clone(opened.credentials()), learn: Arc::clone(learn) };
    let opened = builder.with_credentials(Arc::new(learning)).build().map_err(cause)?;
    Ok(Arc::new(opened))
}

/// What a provider's variables set, as its own tools name it: others that begin the same way are for others.
fn of<K: FromStr>(variables: &Variables, prefix: &str) -> impl Iterator<Item = (K, String)> {
    let own = variables.iter().filter(move |(name, _)| name.starts_with(prefix));
    own.filter_map(|(name, value)| Some((name.to_ascii_lowercase().parse().ok()?, value.clone())))
}

fn cause(error: object_store::Error) -> io::Error {
    io::Error::other(innermost(&error))
}

/// Whether an endpoint is plain HTTP, which it may be on this machine alone.
fn is_plain(endpoint: Option<&str>) -> io::Result<bool> {
    let Some(endpoint) = endpoint else { return Ok(false) };
    let url = url::Url::parse(endpoint)
        .map_err(|error| invalid(format!("its endpoint can't be read: {error}")))?;
    let host = url.host_str().unwrap_or_default();
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    let is_here = bare.eq_ignore_ascii_case("localhost")
        || bare.parse::<IpAddr>().is_ok_and(|address| address.is_loopback());
    match (url.scheme(), is_here) {
        ("https", _) => Ok(false),
        ("http", true) => Ok(true),
        _ => {
            Err(invalid("its endpoint is plain HTTP to another machine: use `https://`".to_owned()))
        }
    }
}

fn invalid(why: String) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, why)
}

/// What failed is tried again where it is known what that means, not in the client.
fn once() -> RetryConfig {
    RetryConfig { max_retries: 0, ..RetryConfig::default() }
}

/// Makes HTTP clients as the platform's: no redirects, and past every proxy for plain HTTP.
#[derive(Debug)]
struct Connector {
    request: Duration,
}

impl HttpConnector for Connector {
    fn connect(&self, options: &ClientOptions) -> object_store::Result<HttpClient> {
        // Another part of the process may have chosen a provider before; then that one stays.
        let _ = rustls::crypto::ring::default_provider().install_default();
        // Metadata services of clouds are plain HTTP too, on addresses that no router knows.
        let plain =
            options.get_config_value(&ClientConfigKey::AllowHttp).as_deref() == Some("true");
        let builder = reqwest::Client::builder();
        let builder = if plain { builder.no_proxy() } else { builder.https_only(true) };
        let client = builder
            .user_agent(concat!("rolecall/", env!("CARGO_PKG_VERSION")))
            .redirect(Policy::none())
            .referer(false)
            .connect_timeout(self.request)
            .timeout(self.request)
            .build();
        let failed =
            |error| object_store::Error::Generic { store: "HTTP", source: Box::new(error) };
        Ok(HttpClient::new(client.map_err(failed)?))
    }
}

/// Hands on credentials, of which what is secret is told.
struct Learning<T> {
    inner: Arc<dyn CredentialProvider<Credential = T>>,
    learn: Learn,
}

impl<T> fmt::Debug for Learning<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Learning")
    }
}

impl<T: Secret> CredentialProvider for Learning<T> {
    type Credential = T;

    fn get_credential<'s, 'f>(&'s self) -> BoxFuture<'f, object_store::Result<Arc<T>>>
    where
        's: 'f,
        Self: 'f,
    {
        let learned = async move {
            let credential = self.inner.get_credential().await?;
            credential.tell(&self.learn);
            Ok(credential)
        };
        learned.boxed()
    }
}

/// What of a credential is secret.
trait Secret: Send + Sync + 'static {
    fn tell(&self, learn: &Learn);
}

impl Secret for AwsCredential {
    fn tell(&self, learn: &Learn) {
        learn(&self.secret_key);
        self.token.iter().for_each(|token| learn(token));
    }
}

impl Secret for GcpCredential {
    fn tell(&self, learn: &Learn) {
        learn(&self.bearer);
    }
}

impl Secret for AzureCredential {
    fn tell(&self, learn: &Learn) {
        match self {
            // It comes from the environment, where it was learned.
            Self::AccessKey(_) => {}
            Self::SASToken(pairs) => {
                pairs.iter().filter(|(name, _)| name == "sig").for_each(|(_, sig)| learn(sig));
            }
            Self::BearerToken(token) => learn(token),
        }
    }
}
