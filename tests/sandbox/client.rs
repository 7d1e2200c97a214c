//! A client that knows nothing but HTTP.

use rolecall::sandbox::{Config, Server};
use secrecy::ExposeSecret as _;
use serde_json::{Value, json};
use std::sync::Once;

use crate::contract;
use crate::world::{ORG, seed};

pub(crate) const ACTOR: &str = "admin@agency.example";

/// What follows it in a path goes into the header `botid`.
pub(crate) const IN_WORKSPACE: &str = " in ";

/// A sandbox and somebody who calls it.
pub(crate) struct Client {
    pub(crate) server: Server,
    http: reqwest::Client,
    token: String,
    orgid: String,
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: reqwest::header::HeaderMap,
    pub(crate) body: Value,
}

impl Reply {
    /// The text of a failure, wherever it stands.
    pub(crate) fn text(&self) -> &str {
        let at = |pointer| self.body.pointer(pointer).and_then(Value::as_str);
        at("/data/message").or_else(|| at("/message")).unwrap_or_default()
    }

    pub(crate) fn data(&self) -> &Value {
        assert_eq!(self.status, 200, "{:?}", self.body);
        &self.body["data"]
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }
}

/// Without a rate limit, which only its own test wants.
pub(crate) fn config() -> Config {
    Config { per_second: None, ..Config::serving(seed().into()) }
}

pub(crate) fn http() -> reqwest::Client {
    static PROVIDER: Once = Once::new();
    PROVIDER.call_once(|| {
        // Fails only where one is installed already.
        let _ = rustls::crypto::ring::default_provider().install_default();
    });
    reqwest::Client::builder().no_proxy().build().expect("a client")
}

impl Client {
    pub(crate) async fn new() -> Self {
        Self::with(config()).await
    }

    /// Logged in as the actor, at work in the first organization.
    pub(crate) async fn with(config: Config) -> Self {
        let server = Server::start(config).await.expect("a sandbox");
        let mut client =
            Self { server, http: http(), token: String::new(), orgid: ORG.to_string() };
        client.log_in(ACTOR).await;
        client
    }

    pub(crate) async fn log_in(&mut self, email: &str) {
        let password = self.server.password();
        let reply = self.try_log_in(email, password.expose_secret()).await;
        reply.data()["idToken"].as_str().expect("a token").clone_into(&mut self.token);
    }

    pub(crate) async fn try_log_in(&self, email: &str, password: &str) -> Reply {
        let body = json!({ "email": email, "password": password });
        let request = self.http.post(format!("{}/auth/login", self.server.base_url()));
        let reply = reply(request.json(&body)).await.expect("an answer");
        contract::check("POST", "/auth/login", reply.status, &reply.body);
        reply
    }

    pub(crate) fn bear(&mut self, token: &str) {
        token.clone_into(&mut self.token);
    }

    pub(crate) fn claim(&mut self, orgid: &str) {
        orgid.clone_into(&mut self.orgid);
    }

    pub(crate) fn token(&self) -> &str {
        &self.token
    }

    /// A POST with the headers of the contract, whose answer may be none of the contract.
    pub(crate) fn post(&self, path: &str, body: &Value) -> reqwest::RequestBuilder {
        let request = self.http.post(format!("{}{path}", self.server.base_url()));
        request.bearer_auth(&self.token).header("orgid", &self.orgid).json(body)
    }

    /// A GET with the headers of the contract, whose answer may be none of the contract.
    pub(crate) fn get(&self, path: &str) -> reqwest::RequestBuilder {
        let request = self.http.get(format!("{}{path}", self.server.base_url()));
        request.bearer_auth(&self.token).header("orgid", &self.orgid)
    }

    /// A call with the headers of the contract.
    pub(crate) async fn call(&self, method: &str, path: &str, body: Value) -> Reply {
        self.try_call(method, path, body).await.expect("an answer")
    }

    pub(crate) async fn try_call(
        &self,
        method: &str,
        path: &str,
        body: Value,
    ) -> reqwest::Result<Reply> {
        let (path, workspace) = match path.split_once(IN_WORKSPACE) {
            Some((path, id)) => (path, Some(id)),
            None => (path, None),
        };
        let url = format!("{}{path}", self.server.base_url());
        let verb = method.parse().expect("a method");
        let mut request = self.http.request(verb, url).header("orgid", &self.orgid);
        request = request.header("x-requested-with", "XMLHttpRequest");
        if let Some(workspace) = workspace {
            request = request.header("botid", workspace);
        }
        request = request.header("content-type", "application/json").bearer_auth(&self.token);
        if !body.is_null() {
            request = request.body(body.to_string());
        }
        let reply = reply(request).await?;
        contract::check(method, path, reply.status, &reply.body);
        if reply.status == 200 && !body.is_null() {
            assert!(contract::takes(method, path, &body), "{method} {path} took {body}");
        }
        Ok(reply)
    }

    /// All of a list, page by page.
    pub(crate) async fn list(&self, path: &str, body: Value) -> Vec<Value> {
        self.call("POST", path, body).await.data()["items"].as_array().expect("items").clone()
    }
}

pub(crate) async fn reply(request: reqwest::RequestBuilder) -> reqwest::Result<Reply> {
    let response = request.send().await?;
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    let bytes = response.bytes().await?;
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let body = serde_json::from_slice(&bytes).unwrap_or(Value::String(text));
    Ok(Reply { status, headers, body })
}
