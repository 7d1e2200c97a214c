use super::chain::Chain;
use super::record::{End, Entry, Start};
use crate::apply::Clock;
use crate::platform::Redaction;
use crate::store::{Log, StoreError};
use jiff::Timestamp;
use std::sync::{Arc, OnceLock};
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;

/// The journal of a run, shared by all its organizations.
///
/// Records that come while the disk is busy are written together, with one sync for all of them. Once a
/// write fails, nothing more is written, and no intent is granted: nothing is sent that is not on disk.
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

async fn write(
    mut log: Box<dyn Log>,
    run: String,
    mut receiver: mpsc::UnboundedReceiver<Message>,
    failure: Arc<OnceLock<StoreError>>,
    redaction: Redaction,
) {
    let mut chain = Chain::default();
    while let Some(first) = receiver.recv().await {
        let mut lines = Vec::new();
        let mut waiting = Vec::new();
        let mut next = Some(first);
        while let Some(Message { time, entry, written }) = next {
            match redaction.json(&chain.link(&run, time, entry)) {
                Ok(line) => {
                    chain.advance(line.as_bytes());
                    lines.extend_from_slice(line.as_bytes());
                    lines.push(b'\n');
                    waiting.extend(written);
                }
                Err(error) => {
                    let error = StoreError::new("can't write the journal", error.into());
                    let _ = failure.set(error);
                    return;
                }
            }
            next = receiver.try_recv().ok();
        }
        if let Err(error) = log.append(lines).await {
            let _ = failure.set(error);
            return;
        }
        for written in waiting {
            let _ = written.send(());
        }
    }
}
