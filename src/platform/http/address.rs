use reqwest::Url;
use std::fmt;

/// Where an API is: HTTPS, or plain HTTP to this machine. A path in it stays in front of every call's path.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Address {
    /// Its path ends without a slash.
    url: Url,
}

/// Why a text is no address that rolecall would talk to. The text itself is not shown: it may hold a password.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum InvalidAddress {
    #[error("the base URL can't be read: {0}")]
    Unreadable(String),
    #[error("the base URL has a user name or password in it")]
    Credentials,
    #[error(
        "the base URL is plain HTTP to another machine, which would show the credential to everybody on the way"
    )]
    PlainHttp,
    #[error("the base URL begins with `{0}:`")]
    Scheme(String),
    #[error("the base URL has a query or a fragment")]
    Query,
}

impl InvalidAddress {
    /// What to do about it.
    pub(crate) const fn help(&self) -> &'static str {
        match self {
            Self::Unreadable(_) => "write it like `https://app.respond.io`",
            Self::Credentials => {
                "take them out, and name where the credential comes from under `credentials` in the Project"
            }
            Self::PlainHttp => "use `https:`; `http:` is for a server on this machine only",
            Self::Scheme(_) => "use `https:`",
            Self::Query => "take out what begins with `?` or `#`",
        }
    }
}

impl Address {
    /// Checks an address.
    ///
    /// # Errors
    /// [`InvalidAddress`] says which of the rules it breaks.
    pub(crate) fn parse(text: &str) -> Result<Self, InvalidAddress> {
        let mut url = Url::parse(text.trim())
            .map_err(|error| InvalidAddress::Unreadable(error.to_string()))?;
        if !url.username().is_empty() || url.password().is_some() {
            return Err(InvalidAddress::Credentials);
        }
        match url.scheme() {
            "https" => {}
            "http" if url.host_str().is_some_and(is_loopback) => {}
            "http" => return Err(InvalidAddress::PlainHttp),
            other => return Err(InvalidAddress::Scheme(other.to_owned())),
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(InvalidAddress::Query);
        }
        let path = url.path().trim_end_matches('/').to_owned();
        url.set_path(&path);
        Ok(Self { url })
    }

    /// An address that leads nowhere, in place of one that can't be read.
    pub(crate) fn nowhere() -> Self {
        Self { url: Url::parse("https://nowhere.invalid").expect("a URL") }
    }

    /// The host, in lower case.
    pub(crate) fn host(&self) -> &str {
        self.url.host_str().unwrap_or_default()
    }

    /// Whether it is plain HTTP.
    pub(crate) fn is_plain(&self) -> bool {
        self.url.scheme() == "http"
    }

    /// The URL of a call: this address, then the path, then the query.
    pub(crate) fn join(&self, path: &str, query: &[(String, String)]) -> Url {
        let mut url = self.url.clone();
        let prefix = url.path().trim_end_matches('/');
        let joined = format!("{prefix}/{}", path.trim_start_matches('/'));
        url.set_path(&joined);
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        url
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.url.as_str().trim_end_matches('/'))
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Whether a host is this machine: `localhost`, 127.0.0.0/8 or ::1.
pub(crate) fn is_loopback(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    bare.eq_ignore_ascii_case("localhost")
        || bare.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn https_anywhere_and_plain_http_to_this_machine_alone() {
        for text in [
            "https://app.respond.io",
            "http://127.0.0.1:8080",
            "http://localhost:1",
            "http://[::1]:1/v2",
        ] {
            assert!(Address::parse(text).is_ok(), "{text}");
        }
        let plain = Err(InvalidAddress::PlainHttp);
        assert_eq!(Address::parse("http://app.respond.io"), plain);
        assert_eq!(Address::parse("http://127.0.0.1.evil.example"), plain);
        assert_eq!(Address::parse("http://localhost.evil.example"), plain);
        assert_eq!(Address::parse("ftp://x"), Err(InvalidAddress::Scheme("ftp".into())));
    }

    #[test]
    fn credentials_in_it_are_refused_and_not_repeated() {
        let error = Address::parse("https://me:hunter2@app.respond.io").unwrap_err();
        assert_eq!(error, InvalidAddress::Credentials);
        assert!(!error.to_string().contains("hunter2"));
        assert!(Address::parse("https://app.respond.io?key=1").is_err());
    }

    #[test]
    fn a_path_stays_in_front() {
        let address = Address::parse("https://proxy.example/respond/").unwrap();
        let query = [("limit".to_owned(), "1 0".to_owned())];
        assert_eq!(
            address.join("/api/x", &query).as_str(),
            "https://proxy.example/respond/api/x?limit=1+0"
        );
        assert_eq!(address.to_string(), "https://proxy.example/respond");
        let bare = Address::parse("https://app.respond.io/").unwrap();
        assert_eq!(bare.join("api", &[]).as_str(), "https://app.respond.io/api");
    }
}
