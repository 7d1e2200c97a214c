use super::objects::{Created, Objects};
use super::trouble::Trouble;
use crate::store::local::{create_anew, create_folder};
use crate::store::{Log, StoreError};
use camino::Utf8PathBuf;
use futures::FutureExt as _;
use futures::future::BoxFuture;
use std::fs::File;
use std::io::{self, Write as _};

/// A journal as objects of its own folder, a batch of lines each.
pub(super) struct ObjectLog {
    objects: Objects,
    folder: String,
    written: u64,
    /// Where what can't be stored is kept.
    rescue: Utf8PathBuf,
    rescued: Option<File>,
}

impl ObjectLog {
    /// The journal of a run, of which nothing is written yet.
    pub(super) fn new(objects: Objects, run: &str, rescue: Utf8PathBuf) -> Self {
        Self { objects, folder: folder(run), written: 0, rescue, rescued: None }
    }
}

/// Where a run's journal is.
pub(super) fn folder(run: &str) -> String {
    format!("journal/{run}")
}

fn object(folder: &str, number: u64) -> String {
    format!("{folder}/{number:06}.jsonl")
}

/// The number of a journal's object, by its name.
fn number(name: &str) -> Option<u64> {
    name.rsplit('/').next()?.strip_suffix(".jsonl")?.parse().ok()
}

/// The objects of a journal's that should be there and aren't, of those that are.
pub(super) fn missing(folder: &str, names: &[String]) -> Vec<String> {
    let there: Vec<u64> = names.iter().filter_map(|name| number(name)).collect();
    let last = there.iter().max().copied().unwrap_or_default();
    let gone = (1..=last.min(1_000_000)).filter(|number| !there.contains(number));
    gone.map(|number| object(folder, number)).collect()
}

impl Log for ObjectLog {
    fn location(&self) -> String {
        self.objects.location(&self.folder)
    }

    fn lingers(&self) -> bool {
        true
    }

    fn append(&mut self, lines: Vec<u8>) -> BoxFuture<'_, Result<(), StoreError>> {
        async move {
            let name = object(&self.folder, self.written + 1);
            let what = format!("can't write the journal {}", self.objects.location(&name));
            match self.objects.create(&name, &lines).await {
                Ok(Created::Ours) => {
                    self.written += 1;
                    Ok(())
                }
                Ok(Created::Theirs) => Err(Trouble::Condition.into_error(&what)),
                Err(trouble) => Err(trouble.about(&what)),
            }
        }
        .boxed()
    }

    fn rescue(&mut self, lines: &[u8]) -> Option<String> {
        let file = match &mut self.rescued {
            Some(file) => file,
            None => {
                create_folder(self.rescue.parent()?).ok()?;
                self.rescued.insert(create_anew(&self.rescue).ok()?)
            }
        };
        let written: io::Result<()> = file.write_all(lines).and_then(|()| file.sync_data());
        written.ok().map(|()| self.rescue.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gap_in_the_numbers_is_named() {
        let names = |numbers: &[u64]| -> Vec<String> {
            numbers.iter().map(|number| object("journal/r", *number)).collect()
        };
        assert_eq!(missing("journal/r", &names(&[1, 2, 3])), Vec::<String>::new());
        assert_eq!(missing("journal/r", &names(&[1, 4])), names(&[2, 3]));
        assert_eq!(missing("journal/r", &names(&[2])), names(&[1]));
    }
}
