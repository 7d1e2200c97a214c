//! The snapshots of a file on all cores, a few organizations in memory at a time.

use super::{file, texts};
use crate::cli::error;
use anyhow::{Error, Result};
use rolecall::model::{OrganizationId, Snapshot};
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::Path;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Mutex, PoisonError};
use std::thread;

/// So many organizations are in memory for each core.
const WAITING: usize = 4;

/// An organization's text, and its number in the file.
type Numbered = (usize, Box<RawValue>);

/// What came of one of this number, or how the work on it ended.
type Done<R> = (usize, thread::Result<serde_json::Result<R>>);

/// What comes of each snapshot of a file, by organization; of one that is there twice, of the last.
pub(crate) fn map<R: Send>(
    path: &Path,
    work: &(impl Fn(Snapshot) -> R + Sync),
) -> Result<BTreeMap<OrganizationId, R>> {
    let mut all = BTreeMap::new();
    in_order(path, &|snapshot| (snapshot.id, work(snapshot)), &mut |(id, result)| {
        all.insert(id, result);
        Ok(())
    })?;
    Ok(all)
}

/// Takes what comes of each snapshot of a file, in the file's order.
pub(crate) fn in_order<R: Send>(
    path: &Path,
    work: &(impl Fn(Snapshot) -> R + Sync),
    take: &mut impl FnMut(R) -> Result<()>,
) -> Result<()> {
    let cores = thread::available_parallelism().map_or(1, NonZeroUsize::get);
    let most = WAITING * cores;
    let (send, texts) = channel::<Numbered>();
    let (done, results) = channel::<Done<R>>();
    let (taken, room) = channel();
    let texts = &Mutex::new(texts);
    thread::scope(|scope| {
        for _ in 0..cores {
            let done = done.clone();
            scope.spawn(move || each_of(texts, work, &done));
        }
        drop(done);
        let read = scope.spawn(move || {
            let mut number = 0..;
            texts::each(file::open(path)?, &mut |text| {
                let number = number.next().unwrap_or_default();
                // Those that are in memory are waited for.
                if number >= most {
                    room.recv()?;
                }
                send.send((number, text)).map_err(Error::new)
            })
        });
        let sound = in_turn(results, |result| {
            take(result)?;
            // Whoever reads the file may be at its end.
            let _ = taken.send(());
            Ok(())
        });
        drop(taken);
        let read = read.join().unwrap_or_else(|panic| resume_unwind(panic));
        match (sound?, read) {
            (true, Ok(())) => Ok(()),
            _ => {
                // What is wrong first, and where in the file.
                file::check(path)?;
                let what = format!("{} changed while it was read", path.display());
                Err(error::failed(what, "run the command again"))
            }
        }
    })
}

/// What a core does, until there are no more, or nobody takes them.
fn each_of<R>(
    texts: &Mutex<Receiver<Numbered>>,
    work: &impl Fn(Snapshot) -> R,
    done: &Sender<Done<R>>,
) {
    let next = || texts.lock().unwrap_or_else(PoisonError::into_inner).recv();
    while let Ok((number, text)) = next() {
        let result = catch_unwind(AssertUnwindSafe(|| serde_json::from_str(text.get()).map(work)));
        if done.send((number, result)).is_err() {
            return;
        }
    }
}

/// Takes results by their numbers; answers whether all of them are of snapshots.
fn in_turn<R>(results: Receiver<Done<R>>, mut take: impl FnMut(R) -> Result<()>) -> Result<bool> {
    let mut waiting = BTreeMap::new();
    let mut next = 0;
    for (number, result) in results {
        waiting.insert(number, result);
        while let Some(result) = waiting.remove(&next) {
            next += 1;
            match result {
                Ok(Ok(result)) => take(result)?,
                Ok(Err(_)) => return Ok(false),
                Err(panic) => resume_unwind(panic),
            }
        }
    }
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::snapshot::texts::tests::text;

    const MANY: u64 = 300;

    fn file() -> tempfile::NamedTempFile {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(&file, text(MANY)).unwrap();
        file
    }

    #[test]
    fn all_are_taken_in_the_files_order() {
        let (file, mut taken) = (file(), Vec::new());
        let work = |snapshot: Snapshot| {
            // Some take longer than those behind them.
            let turns = if snapshot.id.get().is_multiple_of(7) { 2000 } else { 0 };
            (0..turns).for_each(|_| thread::yield_now());
            snapshot.id.get()
        };
        in_order(file.path(), &work, &mut |id| {
            taken.push(id);
            Ok(())
        })
        .unwrap();
        assert_eq!(taken, (1..=MANY).collect::<Vec<_>>());
    }

    #[test]
    fn whoever_takes_may_stop() {
        let (file, mut taken) = (file(), 0);
        let stopped = in_order(file.path(), &|_| (), &mut |()| {
            taken += 1;
            if taken < 5 { Ok(()) } else { Err(Error::msg("enough")) }
        });
        assert_eq!((stopped.unwrap_err().to_string().as_str(), taken), ("enough", 5));
    }

    #[test]
    #[should_panic = "the 40th"]
    fn a_panic_is_not_waited_for() {
        let work = |snapshot: Snapshot| assert!(snapshot.id.get() != 40, "the 40th");
        let _ = in_order(file().path(), &work, &mut |()| Ok(()));
    }
}
