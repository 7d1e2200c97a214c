use super::command::{self, LONGEST};
use super::{Environment, Redaction};
use crate::manifest::CredentialSource;
use crate::platform::PlatformError;
use secrecy::SecretString;
use std::io::Read as _;
use std::time::Duration;

/// What a credential gives.
#[derive(Debug)]
pub(super) enum Obtained {
    /// A token.
    Token(SecretString),
    /// What to log in with.
    Login {
        /// The account.
        email: String,
        /// Its password.
        password: SecretString,
    },
}

/// Gets a credential from where it comes from. `name` is only for messages.
///
/// # Errors
/// Where it isn't there, or is no token; the secret is in no message.
pub(super) async fn obtain(
    name: &str,
    source: &CredentialSource,
    environment: &Environment,
    patience: Duration,
    redaction: &Redaction,
) -> Result<Obtained, PlatformError> {
    match source {
        CredentialSource::TokenEnv { variable } => {
            token(name, &read_variable(name, variable, environment)?)
        }
        CredentialSource::TokenFile { path } => token(name, &read_file(name, path, environment)?),
        CredentialSource::TokenCommand { command } => {
            token(name, &command::run(name, command, environment, patience, redaction).await?)
        }
        CredentialSource::Login { email_env, password_env } => Ok(Obtained::Login {
            email: read_variable(name, email_env, environment)?.trim().to_owned(),
            password: read_variable(name, password_env, environment)?.into(),
        }),
    }
}

/// Checks that a text can be a token, and says nothing of it where it can't.
fn token(name: &str, text: &str) -> Result<Obtained, PlatformError> {
    let text = text.trim();
    let text = text.strip_prefix("Bearer ").unwrap_or(text).trim();
    if text.is_empty() {
        return Err(PlatformError::new(format!("credential `{name}` gave an empty token")));
    }
    if !text.chars().all(|c| c.is_ascii_graphic()) {
        let what = format!(
            "what credential `{name}` gave is no token: it has spaces or line breaks in it"
        );
        return Err(PlatformError::new(what).help("it has to be the token and nothing else"));
    }
    Ok(Obtained::Token(text.into()))
}

fn read_variable(
    name: &str,
    variable: &str,
    environment: &Environment,
) -> Result<String, PlatformError> {
    environment.variable(variable).ok_or_else(|| {
        PlatformError::new(format!("credential `{name}` comes from `{variable}`, which is not set"))
            .help(format!("set the environment variable `{variable}`"))
    })
}

fn read_file(name: &str, path: &str, environment: &Environment) -> Result<String, PlatformError> {
    let full = environment.folder().join(path);
    let trouble = |why: String| {
        PlatformError::new(format!("credential `{name}`: the file `{path}` can't be read: {why}"))
    };
    let broken = |error: std::io::Error| trouble(error.to_string());
    // Before it is opened: opening a pipe waits for somebody who writes to it.
    if !std::fs::metadata(&full).map_err(broken)?.is_file() {
        return Err(trouble("it is no regular file".to_owned()));
    }
    let mut bytes = Vec::new();
    let file = std::fs::File::open(&full).map_err(broken)?;
    file.take(LONGEST).read_to_end(&mut bytes).map_err(broken)?;
    if bytes.len() as u64 == LONGEST {
        return Err(trouble(format!("it has {LONGEST} bytes or more, which is no token")));
    }
    String::from_utf8(bytes).map_err(|_| trouble("it is no text".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use secrecy::ExposeSecret as _;

    fn environment() -> Environment {
        Environment::new(std::env::temp_dir(), |name| match name {
            "TOKEN" => Some(" Bearer abc.def\n".to_owned()),
            "EMPTY" => Some("  ".to_owned()),
            "TWO" => Some("hunter2 hunter3".to_owned()),
            _ => None,
        })
    }

    async fn get(source: CredentialSource) -> Result<String, PlatformError> {
        let (environment, redaction) = (environment(), Redaction::default());
        match obtain("acme", &source, &environment, Duration::from_secs(10), &redaction).await? {
            Obtained::Token(token) => Ok(token.expose_secret().to_owned()),
            Obtained::Login { email, .. } => Ok(email),
        }
    }

    fn variable(name: &str) -> CredentialSource {
        CredentialSource::TokenEnv { variable: name.to_owned() }
    }

    #[tokio::test]
    async fn from_a_variable() {
        assert_eq!(get(variable("TOKEN")).await.unwrap(), "abc.def");
        let absent = get(variable("ABSENT")).await.unwrap_err();
        assert_eq!(absent.what, "credential `acme` comes from `ABSENT`, which is not set");
        assert!(get(variable("EMPTY")).await.unwrap_err().what.ends_with("which is not set"));
        let two = get(variable("TWO")).await.unwrap_err();
        assert!(!two.what.contains("hunter"), "{two}");
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn from_a_file() {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), "from-file\n").unwrap();
        let path = file.path().display().to_string();
        assert_eq!(get(CredentialSource::TokenFile { path }).await.unwrap(), "from-file");
        std::fs::write(file.path(), "x".repeat(64 * 1024)).unwrap();
        for (path, why) in [
            ("no/such/file", "No such file"),
            (".", "it is no regular file"),
            ("/dev/zero", "it is no regular file"),
            (&file.path().display().to_string(), "65536 bytes or more"),
        ] {
            let error =
                get(CredentialSource::TokenFile { path: path.to_owned() }).await.unwrap_err();
            assert!(error.what.contains(path) && error.what.contains(why), "{error}");
        }
    }
}
