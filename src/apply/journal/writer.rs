use super::chain::Chain;
use super::record::{End, Entry, Start};
use crate::apply::Clock;
use crate::platform::Redaction;
use crate::store::{Log, StoreError};
use jiff::Timestamp;
use std::sync::{Arc, OnceLock};
use std::time::Duration;
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;
use tokio::time::{Instant, timeout_at};

/// The journal of a run, shared by all its organizations.
///
/// Records that come while the store is busy are written together, with one sync or object for all of them. Once a
/// write fails, no intent is granted any more: nothing is sent that is not written down.
#[derive(Debug)]
pub struct Journal {
    sender: mpsc::UnboundedSender<Message>,
    writer: JoinHandle<()>,
    failure: Arc<OnceLock<StoreError>>,
    clock: Clock,
    location: String,
}

struct Message {
    time: Timestamp,
    entry: Entry,
    written: Option<oneshot::Sender<()>>,
}

impl Journal {
    /// Begins a journal with its first record, on disk when this returns. What `redaction` knows is in no record.
    ///
    /// # Errors
    /// [`StoreError`] where it can't be written.
    pub async fn begin(
        log: Box<dyn Log>,
        run: String,
        start: Start,
        clock: Clock,
        redaction: Redaction,
    ) -> Result<Self, StoreError> {
        let (sender, receiver) = mpsc::unbounded_channel();
        let failure = Arc::new(OnceLock::new());
        let location = log.location();
        let writer = tokio::spawn(write(log, run, receiver, Arc::clone(&failure), redaction));
        let journal = Self { sender, writer, failure, clock, location };
        journal.durable(Entry::Start { detail: start }).await?;
        Ok(journal)
    }

    /// Where it is, for people.
    #[must_use]
    pub fn location(&self) -> &str {
        &self.location
    }

    /// Writes a record and waits until it will survive a power cut.
    ///
    /// # Errors
    /// [`StoreError`] where it may not.
    pub async fn durable(&self, entry: Entry) -> Result<(), StoreError> {
        let (written, on_disk) = oneshot::channel();
        self.send(entry, Some(written));
        match on_disk.await {
            Ok(()) => Ok(()),
            Err(_) => Err(self.failed().unwrap_or_else(gone)),
        }
    }

    /// Writes a record without waiting: it is on disk before the next [`Self::durable`] record, or when the
    /// journal ends.
    pub fn follow(&self, entry: Entry) {
        self.send(entry, None);
    }

    /// Why nothing is written any more, where that is so.
    #[must_use]
    pub fn failed(&self) -> Option<StoreError> {
        self.failure.get().cloned()
    }

    /// Writes the last record.
    ///
    /// # Errors
    /// [`StoreError`] where some record was not written.
    pub async fn end(self, exit: u8) -> Result<(), StoreError> {
        let ended = self.durable(Entry::End { detail: End { exit } }).await;
        drop(self.sender);
        let _ = self.writer.await;
        ended
    }

    /// Where the writer is gone, the answer's channel is dropped with the message, and the caller learns it.
    fn send(&self, entry: Entry, written: Option<oneshot::Sender<()>>) {
        let _ = self.sender.send(Message { time: self.clock.now(), entry, written });
    }
}

fn gone() -> StoreError {
    StoreError::new("can't write the journal", std::io::Error::other("its writer is gone"))
}

/// How long lines that nobody waits for wait for others, where each write is an object.
const LINGER: Duration = Duration::from_secs(2);

async fn write(
    mut log: Box<dyn Log>,
    run: String,
    mut receiver: mpsc::UnboundedReceiver<Message>,
    failure: Arc<OnceLock<StoreError>>,
    redaction: Redaction,
) {
    let mut chain = Chain::default();
    while let Some(first) = receiver.recv().await {
        let batch = batch(first, &mut receiver, log.lingers()).await;
        let mut lines = Vec::new();
        let mut waiting = Vec::new();
        for Message { time, entry, written } in batch {
            match line(&mut chain, &run, time, entry, &redaction) {
                Ok(line) => lines.extend(line),
                Err(error) => {
                    let _ = failure.set(error);
                    return;
                }
            }
            waiting.extend(written);
        }
        if let Err(error) = log.append(lines.clone()).await {
            let _ = failure.set(error);
            drop(waiting);
            log.rescue(&lines);
            return rescue(log, &run, chain, receiver, &redaction).await;
        }
        for written in waiting {
            let _ = written.send(());
        }
    }
}

/// The first message and those that are there already. Where lines linger, those that nobody waits for are kept until
/// somebody does.
async fn batch(
    first: Message,
    receiver: &mut mpsc::UnboundedReceiver<Message>,
    lingers: bool,
) -> Vec<Message> {
    let mut batch = vec![first];
    let end = Instant::now() + LINGER;
    while lingers && batch.iter().all(|message| message.written.is_none()) {
        match timeout_at(end, receiver.recv()).await {
            Ok(Some(message)) => batch.push(message),
            Ok(None) | Err(_) => break,
        }
    }
    if lingers {
        // Steps of a wave begin together: their intents are one object.
        tokio::task::yield_now().await;
    }
    while let Ok(message) = receiver.try_recv() {
        batch.push(message);
    }
    batch
}

fn line(
    chain: &mut Chain,
    run: &str,
    time: Timestamp,
    entry: Entry,
    redaction: &Redaction,
) -> Result<Vec<u8>, StoreError> {
    let line = redaction.json(&chain.link(run, time, entry));
    let line = line.map_err(|error| StoreError::new("can't write the journal", error.into()))?;
    chain.advance(line.as_bytes());
    let mut line = line.into_bytes();
    line.push(b'\n');
    Ok(line)
}

/// After the store was lost: what calls that were on their way came to is kept elsewhere, where there is such a place.
/// Nobody who waits is told that it was written.
async fn rescue(
    mut log: Box<dyn Log>,
    run: &str,
    mut chain: Chain,
    mut receiver: mpsc::UnboundedReceiver<Message>,
    redaction: &Redaction,
) {
    while let Some(Message { time, entry, written }) = receiver.recv().await {
        if written.is_none()
            && let Ok(line) = line(&mut chain, run, time, entry, redaction)
        {
            log.rescue(&line);
        }
    }
}
