use super::log_ins::LogIns;
use super::token::Token;
use crate::platform::PlatformError;
use secrecy::ExposeSecret as _;
use tokio::sync::Mutex;
use tokio::time::Instant;

/// Keeps the token of one credential and gets a new one when it is time: one at a time, shared by everybody
/// who waits for it.
#[derive(Debug, Default)]
pub(super) struct Keeper {
    kept: Mutex<Kept>,
    pub(super) log_ins: LogIns,
}

#[derive(Debug, Default)]
struct Kept {
    token: Option<Token>,
    failure: Option<(Instant, PlatformError)>,
}

impl Keeper {
    /// The token. `refused` is one that the platform no longer takes: it is replaced, unless somebody has done
    /// so meanwhile. Whoever waited while getting one failed, shares the failure.
    ///
    /// # Errors
    /// Those of `obtain`.
    pub(super) async fn get(
        &self,
        refused: Option<&Token>,
        obtain: impl Future<Output = Result<Token, PlatformError>> + Send,
    ) -> Result<Token, PlatformError> {
        let asked = Instant::now();
        let mut kept = self.kept.lock().await;
        let refused = refused.map(|token| token.number);
        if let Some(token) = &kept.token
            && refused != Some(token.number)
            && token.due.is_none_or(|due| Instant::now() < due)
        {
            return Ok(token.clone());
        }
        if let Some((failed, error)) = &kept.failure
            && *failed > asked
        {
            return Err(error.clone());
        }
        match obtain.await {
            Ok(new) => {
                let last = kept.token.as_ref();
                let same = last
                    .is_some_and(|last| last.secret.expose_secret() == new.secret.expose_secret());
                let number = last.map_or(1, |last| last.number + u64::from(!same));
                let token = Token { number, ..new };
                kept.token = Some(token.clone());
                kept.failure = None;
                Ok(token)
            }
            Err(error) => {
                kept.failure = Some((Instant::now(), error.clone()));
                Err(error)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures::future::join_all;
    use std::sync::atomic::{AtomicU32, Ordering};
    use std::time::Duration;
    use tokio::time::sleep;

    /// Takes a second to log in; each token lives a minute.
    struct Login {
        keeper: Keeper,
        logins: AtomicU32,
        works: bool,
    }

    impl Login {
        fn new(works: bool) -> Self {
            Self { keeper: Keeper::default(), logins: AtomicU32::new(0), works }
        }

        async fn get(&self, refused: Option<&Token>) -> Result<Token, PlatformError> {
            let obtain = async {
                let number = self.logins.fetch_add(1, Ordering::SeqCst);
                sleep(Duration::from_secs(1)).await;
                if self.works {
                    let secret = format!("token-{number}").into();
                    Ok(Token::fresh(secret, Duration::from_secs(60)))
                } else {
                    Err(PlatformError::new("wrong password"))
                }
            };
            self.keeper.get(refused, obtain).await
        }

        fn logins(&self) -> u32 {
            self.logins.load(Ordering::SeqCst)
        }
    }

    #[tokio::test(start_paused = true)]
    async fn one_login_per_lifetime_however_many_ask() {
        let login = Login::new(true);
        for expected in 1..=3 {
            let tokens = join_all((0..20).map(|_| login.get(None))).await;
            assert!(tokens.iter().all(Result::is_ok));
            assert_eq!(login.logins(), expected);
            sleep(Duration::from_secs(60)).await;
        }
    }

    #[tokio::test(start_paused = true)]
    async fn one_renewal_for_many_who_were_refused() {
        let login = Login::new(true);
        let old = login.get(None).await.unwrap();
        let new = join_all((0..20).map(|_| login.get(Some(&old)))).await;
        assert_eq!(login.logins(), 2);
        assert!(new.iter().all(|new| new.as_ref().unwrap().number == 2));
        login.get(Some(&old)).await.unwrap();
        assert_eq!(login.logins(), 2);
    }

    #[tokio::test(start_paused = true)]
    async fn a_failure_is_shared_by_those_who_waited_and_by_nobody_else() {
        let login = Login::new(false);
        let results = join_all((0..20).map(|_| login.get(None))).await;
        assert!(results.iter().all(Result::is_err));
        assert_eq!(login.logins(), 1);
        sleep(Duration::from_secs(1)).await;
        assert!(login.get(None).await.is_err());
        assert_eq!(login.logins(), 2);
    }
}
