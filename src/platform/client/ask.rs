use super::form;
use crate::model::{Operation, Placeholder, WorkspaceId};
use crate::platform::http::{Address, Outgoing};
use crate::platform::profile::{Encoding, Filled, Method, Request, Service, Tree, Wire};
use crate::platform::{PlatformError, Target};
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::Value;

/// One request to make, before it has a credential.
#[derive(Debug)]
pub(super) struct Ask<'a> {
    /// Which operation.
    pub(super) operation: Operation,
    /// How it goes over the wire.
    pub(super) wire: &'a Wire,
    /// Its request.
    pub(super) request: &'a Request,
    /// Of which organization.
    pub(super) target: &'a Target,
    /// Of which workspace, where the credential is that workspace's own.
    pub(super) workspace: Option<WorkspaceId>,
    /// With which credential.
    pub(super) credential: &'a str,
    /// What goes in; the organization is added.
    pub(super) values: Filled,
    /// The object that the body replaces, as it was read.
    pub(super) object: Option<Value>,
    /// How many items the list is to have, where another list says so.
    pub(super) expected: Option<u64>,
}

impl Ask<'_> {
    /// The API that takes it.
    pub(super) fn service(&self) -> &Service {
        &self.wire.service
    }

    /// The request with this token.
    ///
    /// # Errors
    /// Where the profile asks for something that this call doesn't bring.
    pub(super) fn outgoing(&self, token: &SecretString) -> Result<Outgoing, PlatformError> {
        let values = self.values.clone();
        let values = match self.operation {
            // The one operation that is about no organization.
            Operation::ListOrganizations => values,
            _ => values.with(Placeholder::Organization, self.target.id.json()),
        };
        let missing = || {
            let operation = self.operation;
            PlatformError::new(format!(
                "the profile's path of {operation} needs what the call doesn't have"
            ))
        };
        let path = values.path(&self.request.path).ok_or_else(missing)?;
        let query: Vec<_> = self
            .request
            .query
            .iter()
            .filter_map(|(name, value)| Some((name.clone(), values.text(value)?)))
            .collect();
        let url = self.service().address.join(&path, &query);
        let mut headers = HeaderMap::new();
        let secret = values.clone().with(Placeholder::Token, token.expose_secret());
        let own = |name: &str| {
            let same = |(other, _): &&(String, _)| other.eq_ignore_ascii_case(name);
            self.request.headers.iter().find(same)
        };
        let common = self.service().headers.iter().filter(|(name, _)| own(name).is_none());
        let common = common.map(|(name, value)| (name, value));
        let own = self.request.headers.iter();
        for (name, value) in
            common.chain(own.filter_map(|(name, value)| Some((name, value.as_ref()?))))
        {
            if let Some(value) = secret.text(value) {
                let (name, value) = header(name, &value)?;
                headers.insert(name, value);
            }
        }
        let body = self.request.body.as_ref().and_then(|body| body.fill(&values));
        let body = match (&self.request.merge, &self.object) {
            (Some(merge), Some(object)) => Some(merge.body(object.clone(), body)),
            _ => body,
        };
        Ok(outgoing(self.request.method, url, headers, body.as_ref(), self.request.encoding))
    }
}

/// The login: with none of the headers, and no token.
pub(super) fn login(
    address: &Address,
    method: Method,
    path: &str,
    body: &Tree,
    values: &Filled,
) -> Outgoing {
    let url = address.join(path, &[]);
    outgoing(method, url, HeaderMap::new(), body.fill(values).as_ref(), Encoding::Json)
}

fn outgoing(
    method: Method,
    url: reqwest::Url,
    mut headers: HeaderMap,
    body: Option<&Value>,
    encoding: Encoding,
) -> Outgoing {
    let (kind, write): (_, fn(&Value) -> String) = match encoding {
        Encoding::Json => ("application/json", ToString::to_string),
        Encoding::Form => ("application/x-www-form-urlencoded", form::written),
    };
    if body.is_some() {
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    }
    let method = match method {
        Method::Get => reqwest::Method::GET,
        Method::Post => reqwest::Method::POST,
        Method::Put => reqwest::Method::PUT,
        Method::Patch => reqwest::Method::PATCH,
        Method::Delete => reqwest::Method::DELETE,
    };
    Outgoing { method, url, headers, body: body.map(|body| write(body).into_bytes()) }
}

/// A header; all are kept out of debug output, since any of them may carry the token.
fn header(name: &str, value: &str) -> Result<(HeaderName, HeaderValue), PlatformError> {
    let bad = || PlatformError::new(format!("the header `{name}` can't be sent with its value"));
    let parsed = HeaderName::from_bytes(name.as_bytes()).map_err(|_| bad())?;
    let mut value = HeaderValue::from_str(value).map_err(|_| bad())?;
    value.set_sensitive(parsed == AUTHORIZATION || value.len() > 40);
    Ok((parsed, value))
}
