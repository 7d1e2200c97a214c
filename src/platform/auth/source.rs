use super::Environment;
use crate::manifest::CredentialSource;
use crate::platform::PlatformError;
use secrecy::SecretString;
use std::io::Read as _;
use std::process::Stdio;
use std::time::Duration;
use tokio::io::AsyncReadExt as _;
use tokio::process::Command;

/// Tokens are short; whatever is longer is something else.
const LONGEST: u64 = 64 * 1024;

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
) -> Result<Obtained, PlatformError> {
    match source {
        CredentialSource::TokenEnv { variable } => {
            token(name, &read_variable(name, variable, environment)?)
        }
        CredentialSource::TokenFile { path } => token(name, &read_file(name, path, environment)?),
        CredentialSource::TokenCommand { command } => {
            token(name, &run(name, command, environment, patience).await?)
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

/// Runs the command itself, with no shell between, without input and without the variables that are meant for us,
/// which may hold other credentials. What it says besides the token goes to our own stderr.
async fn run(
    name: &str,
    command: &[String],
    environment: &Environment,
    patience: Duration,
) -> Result<String, PlatformError> {
    let Some((program, arguments)) = command.split_first() else {
        return Err(PlatformError::new(format!("credential `{name}` has an empty command")));
    };
    let trouble =
        |why: String| PlatformError::new(format!("credential `{name}`: `{program}` {why}"));
    let mut command = Command::new(program);
    command
        .args(arguments)
        .current_dir(environment.folder())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .kill_on_drop(true);
    let ours = std::env::vars_os().map(|(name, _)| name);
    for name in ours.filter(|name| name.to_string_lossy().starts_with("ROLECALL_")) {
        command.env_remove(name);
    }
    let mut child =
        command.spawn().map_err(|error| trouble(format!("can't be started: {error}")))?;
    let output = child.stdout.take();
    let finish = async {
        let mut printed = Vec::new();
        if let Some(output) = output {
            output.take(LONGEST).read_to_end(&mut printed).await?;
        }
        Ok::<_, std::io::Error>((child.wait().await?, printed))
    };
    let (status, printed) = tokio::time::timeout(patience, finish)
        .await
        .map_err(|_| trouble(format!("did not end within {} s", patience.as_secs_f64())))?
        .map_err(|error| trouble(format!("failed: {error}")))?;
    if !status.success() {
        return Err(trouble(format!("failed: {status}")));
    }
    String::from_utf8(printed).map_err(|_| trouble("printed something that is no text".to_owned()))
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
        match obtain("acme", &source, &environment(), Duration::from_secs(10)).await? {
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

    #[cfg(unix)]
    #[tokio::test]
    async fn from_a_command_without_a_shell() {
        let command = |words: &[&str]| CredentialSource::TokenCommand {
            command: words.iter().map(|word| (*word).to_owned()).collect(),
        };
        assert_eq!(get(command(&["echo", "$HOME"])).await.unwrap(), "$HOME");
        let failed = get(command(&["false"])).await.unwrap_err();
        assert!(failed.what.contains("`false` failed"), "{failed}");
        assert!(get(command(&["no-such-program-here"])).await.is_err());
        let slow = command(&["sleep", "60"]);
        let slow = obtain("acme", &slow, &environment(), Duration::from_millis(20)).await;
        assert!(slow.unwrap_err().what.contains("did not end within"));
    }
}
