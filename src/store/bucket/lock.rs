use super::objects::{Objects, Pauses, When};
use super::probe::Probe;
use super::trouble::Trouble;
use crate::store::claim::{Answer, Claim, Condition, LockRecord, Moment, Next, Request};
use crate::store::{Lock, StoreError, Taken, TryLock};
use futures::FutureExt as _;
use futures::future::BoxFuture;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tokio::sync::{Notify, watch};
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep, timeout};

/// Between two tries to renew a lock whose store doesn't answer.
const PAUSE: Duration = Duration::from_millis(500);

/// One lock, as object.
#[derive(Clone, Debug)]
pub(super) struct LockObject {
    pub(super) objects: Objects,
    pub(super) name: String,
    pub(super) probe: Probe,
}

/// What came of one try: a claim that was not taken is handed back with what it has seen.
pub(super) enum Tried {
    Taken(Taken),
    Busy(crate::store::Stamp, Box<Claim>),
}

impl Tried {
    pub(super) fn into_try(self) -> (TryLock, Option<Box<Claim>>) {
        match self {
            Self::Taken(taken) => (TryLock::Taken(taken), None),
            Self::Busy(by, claim) => (TryLock::Busy(by), Some(claim)),
        }
    }
}

impl LockObject {
    /// Does what the claim says until the lock is held, or somebody else has it.
    pub(super) async fn take(self, mut claim: Box<Claim>) -> Result<Tried, StoreError> {
        claim.again();
        let mut pauses = Pauses::within(self.objects.patience());
        loop {
            match claim.next(now()) {
                Next::Send(request) => {
                    let answer = match self.send(request).await {
                        Ok(answer) => {
                            pauses = Pauses::within(self.objects.patience());
                            answer
                        }
                        Err(Trouble::Unclear(error)) if !pauses.pause().await => return Err(error),
                        Err(Trouble::Unclear(_)) => Answer::Failed,
                        Err(trouble) => return Err(trouble.into_error(&self.what())),
                    };
                    claim.answered(answer, now());
                }
                Next::Rest(_) => return Ok(Tried::Taken(self.held(*claim))),
                Next::Busy(by) => return Ok(Tried::Busy(by, claim)),
                Next::NoLock(why) => {
                    let cause = io::Error::other(format!("it is no lock of this rolecall: {why}"));
                    let help =
                        "see what it is, and delete it once no run works on that organization";
                    return Err(StoreError::new(self.what(), cause).with_help(Some(help)));
                }
                Next::Over => {
                    let cause = io::Error::other("somebody else wrote it");
                    return Err(StoreError::new(self.what(), cause));
                }
            }
        }
    }

    fn what(&self) -> String {
        format!("can't lock {}", self.objects.location(&self.name))
    }

    async fn send(&self, request: Request) -> Result<Answer, Trouble> {
        match request {
            Request::Read => match self.objects.read(&self.name).await {
                Ok(object) => Ok(Answer::Found {
                    record: LockRecord::read(&object.bytes),
                    tag: object.tag,
                    modified: object.modified,
                }),
                Err(Trouble::Missing) => Ok(Answer::Absent),
                Err(trouble) => Err(trouble),
            },
            Request::Probe => self.probe.time(&self.objects).await.map(Answer::Time),
            Request::Write(condition, record) => {
                let when = match condition {
                    Condition::Absent => When::Absent,
                    Condition::Unchanged(tag) => When::Unchanged(tag),
                };
                let bytes = serde_json::to_vec(&record).map_err(|error| {
                    Trouble::Refused(StoreError::new(self.what(), io::Error::other(error)))
                })?;
                match self.objects.write(&self.name, bytes, when).await {
                    Ok(tag) => Ok(Answer::Written(tag)),
                    Err(Trouble::Condition | Trouble::Missing) => Ok(Answer::Conflict),
                    Err(trouble) => Err(trouble),
                }
            }
        }
    }

    /// Keeps a lock that was taken.
    fn held(self, claim: Claim) -> Taken {
        let previous = claim.previous().cloned().unwrap_or(crate::store::Stamp::Unreadable);
        let patience = self.objects.patience();
        let kept = Arc::new(Kept {
            claim: Mutex::new(claim),
            trouble: Mutex::default(),
            told: watch::Sender::new(()),
            wake: Notify::new(),
        });
        let keeper = tokio::spawn(self.keep(Arc::clone(&kept)));
        let lock = Box::new(Lease { kept, keeper: Some(keeper), patience });
        Taken { lock, previous }
    }

    /// Renews it until it is given up or lost.
    async fn keep(self, kept: Arc<Kept>) {
        let mut given_up: Option<Instant> = None;
        loop {
            let next = kept.claim().next(now());
            match next {
                Next::Send(request) => {
                    let sent = self.send(request).await;
                    let trouble = sent.as_ref().err().cloned();
                    let (answer, failed) = (sent.unwrap_or(Answer::Failed), trouble.is_some());
                    *kept.trouble() = trouble;
                    kept.claim().answered(answer, now());
                    kept.told.send_replace(());
                    if failed {
                        tokio::select! { () = sleep(PAUSE) => {}, () = kept.wake.notified() => {} }
                    }
                }
                Next::Rest(rest) => {
                    tokio::select! { () = sleep(rest) => {}, () = kept.wake.notified() => {} }
                }
                Next::Busy(_) | Next::NoLock(_) | Next::Over => break,
            }
            if kept.claim().is_releasing() {
                let since = *given_up.get_or_insert_with(Instant::now);
                if kept.is_refused() || since.elapsed() > self.objects.patience() {
                    // Its lease ends by itself.
                    break;
                }
            }
        }
        kept.told.send_replace(());
    }
}

/// A claim that a task keeps.
#[derive(Debug)]
struct Kept {
    claim: Mutex<Claim>,
    /// What came of the last request, where it failed.
    trouble: Mutex<Option<Trouble>>,
    /// Something about it is new.
    told: watch::Sender<()>,
    wake: Notify,
}

impl Kept {
    fn claim(&self) -> MutexGuard<'_, Claim> {
        self.claim.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn trouble(&self) -> MutexGuard<'_, Option<Trouble>> {
        self.trouble.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether the store said no, and would again.
    fn is_refused(&self) -> bool {
        matches!(*self.trouble(), Some(Trouble::Refused(_)))
    }

    fn give_up(&self) {
        self.claim().release();
        self.wake.notify_one();
    }
}

/// A lock that is held as long as its lease is renewed.
struct Lease {
    kept: Arc<Kept>,
    keeper: Option<JoinHandle<()>>,
    patience: Duration,
}

impl Lock for Lease {
    fn is_held(&self) -> bool {
        self.kept.claim().may_begin(now())
    }

    fn held(&self) -> BoxFuture<'_, bool> {
        let held = async {
            let mut told = self.kept.told.subscribe();
            loop {
                if self.is_held() {
                    return true;
                }
                if self.kept.claim().is_over()
                    || self.kept.is_refused()
                    || told.changed().await.is_err()
                {
                    return false;
                }
            }
        };
        async move { timeout(self.patience, held).await.unwrap_or(false) }.boxed()
    }

    fn trouble(&self) -> Option<StoreError> {
        let trouble = self.kept.trouble().clone();
        trouble.map(|trouble| trouble.into_error("its lease ended"))
    }

    fn release(mut self: Box<Self>) -> BoxFuture<'static, ()> {
        let keeper = self.keeper.take();
        self.kept.give_up();
        async move {
            if let Some(keeper) = keeper {
                let _ = keeper.await;
            }
        }
        .boxed()
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        self.kept.give_up();
    }
}

/// Now, by this machine's two clocks.
fn now() -> Moment {
    static START: std::sync::OnceLock<std::time::Instant> = std::sync::OnceLock::new();
    let steady = START.get_or_init(std::time::Instant::now).elapsed();
    let wall = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Moment { steady, wall }
}
