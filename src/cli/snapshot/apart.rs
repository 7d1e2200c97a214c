//! The snapshots of a file on all cores, a few organizations in memory at a time.

use super::file::each;
use anyhow::{Error, Result};
use rolecall::model::{OrganizationId, Snapshot};
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::mpsc::{Receiver, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

/// So many texts wait for each core.
const WAITING: usize = 4;

/// An organization's text, and its number in the file.
type Numbered = (usize, Box<RawValue>);

/// What comes of each snapshot of a file, by organization; of one that is there twice, of the last.
pub(crate) fn map<R: Send>(
    path: &Path,
    work: &(impl Fn(Snapshot) -> R + Sync),
) -> Result<BTreeMap<OrganizationId, R>> {
    let cores = thread::available_parallelism().map_or(1, NonZeroUsize::get);
    let (send, texts) = sync_channel::<Numbered>(WAITING * cores);
    let texts = Arc::new(Mutex::new(texts));
    let (read, done) = thread::scope(|scope| {
        let spawned = |_| {
            let texts = Arc::clone(&texts);
            scope.spawn(move || each_of(&texts, work))
        };
        let workers: Vec<_> = (0..cores).map(spawned).collect();
        // Whoever sends is not to wait for workers that are gone.
        drop(texts);
        let mut number = 0..;
        let read = each(path, &mut |text| {
            let number = number.next().unwrap_or_default();
            send.send((number, text)).map_err(Error::new)
        });
        drop(send);
        let done = workers
            .into_iter()
            .map(|worker| worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        (read, done.collect::<serde_json::Result<Vec<_>>>())
    });
    let mut done: Vec<_> = match (read, done) {
        (Ok(()), Ok(done)) => done.into_iter().flatten().collect(),
        (read, done) => {
            // What is wrong first, and where in the file.
            each::<Snapshot>(path, &mut |_| Ok(()))?;
            read?;
            return Err(done.err().map_or_else(|| Error::msg("the file changed"), Error::new));
        }
    };
    done.sort_by_key(|(number, ..)| *number);
    Ok(done.into_iter().map(|(_, id, result)| (id, result)).collect())
}

/// What a core does, until there are no more.
fn each_of<R>(
    texts: &Mutex<Receiver<Numbered>>,
    work: &impl Fn(Snapshot) -> R,
) -> serde_json::Result<Vec<(usize, OrganizationId, R)>> {
    let next = || texts.lock().unwrap_or_else(PoisonError::into_inner).recv().ok();
    let one = |(number, text): Numbered| {
        let snapshot: Snapshot = serde_json::from_str(text.get())?;
        Ok((number, snapshot.id, work(snapshot)))
    };
    // All are taken, also after a wrong one: who sends them would wait.
    let all: Vec<_> = std::iter::from_fn(next).map(one).collect();
    all.into_iter().collect()
}
