use super::{Environment, Redaction};
use crate::platform::PlatformError;
use std::process::Stdio;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt as _};
use tokio::process::Command;

/// Tokens are short; whatever is longer is something else.
pub(super) const LONGEST: u64 = 64 * 1024;

/// So much of what it says besides is repeated, from the end, in characters.
const TOLD: usize = 500;

/// How long the last of it may be on its way once the command has ended.
const GRACE: Duration = Duration::from_millis(200);

/// Runs the command itself, with no shell between, without input and without the variables that are meant for us,
/// which may hold other credentials. What it says on stderr is told where it fails, without what it printed: a token
/// that it could have had by then is a secret too.
pub(super) async fn run(
    name: &str,
    command: &[String],
    environment: &Environment,
    patience: Duration,
    redaction: &Redaction,
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
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    let ours = std::env::vars_os().map(|(name, _)| name);
    for name in ours.filter(|name| name.to_string_lossy().starts_with("ROLECALL_")) {
        command.env_remove(name);
    }
    let mut child =
        command.spawn().map_err(|error| trouble(format!("can't be started: {error}")))?;
    let (output, besides) = (child.stdout.take(), child.stderr.take());
    let (mut printed, mut said) = (Vec::new(), Vec::new());
    let finish = async {
        let printing = async {
            all(output, &mut printed).await?;
            child.wait().await
        };
        tokio::pin!(printing);
        let saying = all(besides, &mut said);
        tokio::pin!(saying);
        // Another program that it began may hold its stderr open as long as it likes.
        tokio::select! {
            ended = &mut printing => {
                let _ = tokio::time::timeout(GRACE, saying).await;
                ended
            }
            _ = &mut saying => printing.await,
        }
    };
    let status = tokio::time::timeout(patience, finish)
        .await
        .map_err(|_| trouble(format!("did not end within {} s", patience.as_secs_f64())))?
        .map_err(|error| trouble(format!("failed: {error}")))?;
    let printed = String::from_utf8(printed);
    for secret in printed.iter().flat_map(|it| it.split_whitespace()) {
        redaction.learn(secret);
    }
    let said = redaction.clean(&String::from_utf8_lossy(&said)).trim().to_owned();
    if !status.success() {
        return Err(trouble(match said.is_empty() {
            true => format!("failed: {status}"),
            false => format!("failed: {status}: {}", end(&said)),
        }));
    }
    if !said.is_empty() {
        tracing::info!(credential = name, "`{program}` says: {}", end(&said));
    }
    printed.map_err(|_| trouble("printed something that is no text".to_owned()))
}

/// Reads all that comes, and keeps no more of it than a token has: a program that can't write is one that fails.
async fn all(from: Option<impl AsyncRead + Unpin>, kept: &mut Vec<u8>) -> std::io::Result<()> {
    let Some(mut from) = from else { return Ok(()) };
    (&mut from).take(LONGEST).read_to_end(kept).await?;
    tokio::io::copy(&mut from, &mut tokio::io::sink()).await?;
    Ok(())
}

/// The end of a text, which says most about a failure.
fn end(text: &str) -> String {
    let skipped = text.chars().count().saturating_sub(TOLD);
    text.chars().skip(skipped).collect()
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    async fn said(words: &[&str], patience: Duration) -> Result<String, PlatformError> {
        let words: Vec<_> = words.iter().map(|word| (*word).to_owned()).collect();
        let environment = Environment::new(std::env::temp_dir(), |_| None);
        run("acme", &words, &environment, patience, &Redaction::default()).await
    }

    const LONG: Duration = Duration::from_secs(10);

    #[tokio::test]
    async fn without_a_shell() {
        assert_eq!(said(&["echo", "$HOME"], LONG).await.unwrap(), "$HOME\n");
        let failed = said(&["false"], LONG).await.unwrap_err();
        assert!(failed.what.contains("`false` failed"), "{failed}");
        assert!(said(&["no-such-program-here"], LONG).await.is_err());
        let slow = said(&["sleep", "60"], Duration::from_millis(20)).await;
        assert!(slow.unwrap_err().what.contains("did not end within"));
    }

    #[tokio::test]
    async fn why_it_failed_is_told_without_the_token_and_only_the_end() {
        let script =
            "echo marked-secret; echo \"$(printf '%1000s')no marked-secret for you\" >&2; exit 3";
        let failed = said(&["sh", "-c", script], LONG).await.unwrap_err().what;
        assert!(failed.contains("exit status: 3: "), "{failed}");
        assert!(failed.ends_with("no [secret] for you"), "{failed}");
        assert!(failed.len() < 700, "{failed}");
    }

    #[tokio::test]
    async fn whoever_keeps_its_stderr_open_is_not_waited_for() {
        let script = "sleep 60 >/dev/null & echo token";
        assert_eq!(said(&["sh", "-c", script], LONG).await.unwrap(), "token\n");
    }

    #[tokio::test]
    async fn however_much_it_says() {
        let script = "head -c 300000 /dev/zero >&2; echo token; head -c 300000 /dev/zero >&2";
        assert_eq!(said(&["sh", "-c", script], LONG).await.unwrap(), "token\n");
    }
}
