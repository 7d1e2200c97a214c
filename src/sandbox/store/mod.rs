//! Where the state is: in memory, or in a file that every process on this machine may share.

mod file;
mod history;

use super::config::Seed;
use super::state::{Organization, State};
use crate::model::OrganizationId;
use camino::Utf8PathBuf;
use file::StateFile;
use history::History;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

pub use file::FileError;
pub use history::{Cause, Change};

impl Seed {
    fn load(self) -> Result<State, FileError> {
        match self {
            Self::State(state) => Ok(*state),
            Self::File(path) => State::read(&path),
        }
    }
}

/// The state, one change at a time.
#[derive(Debug)]
pub(super) struct Store {
    inner: Mutex<Inner>,
    seed: Seed,
}

#[derive(Debug)]
struct Inner {
    state: State,
    file: Option<StateFile>,
    history: History,
}

impl Store {
    /// Opens the state file, where there is one, else begins with the seed. `start_over` replaces the file's
    /// content by the seed's.
    pub(super) fn open(
        seed: Seed,
        path: Option<Utf8PathBuf>,
        start_over: bool,
    ) -> Result<Self, FileError> {
        let mut file = path.map(StateFile::new);
        file.as_ref().map_or(Ok(()), StateFile::check)?;
        let kept = match &mut file {
            Some(file) if !start_over => file.load_if_changed()?,
            _ => None,
        };
        let state = match &kept {
            Some(state) => state.clone(),
            None => seed.clone().load()?,
        };
        if let (Some(file), true) = (&mut file, start_over) {
            let _alone = file.lock()?;
            file.save(&state)?;
        }
        Ok(Self { inner: Mutex::new(Inner { state, file, history: History::default() }), seed })
    }

    /// Looks at the state.
    pub(super) fn read<T>(&self, look: impl FnOnce(&State) -> T) -> Result<T, FileError> {
        let mut inner = self.lock();
        inner.refresh()?;
        Ok(look(&inner.state))
    }

    /// Looks at one organization as it was a while ago, as far back as is remembered.
    pub(super) fn read_stale<T>(
        &self,
        id: OrganizationId,
        age: Duration,
        look: impl FnOnce(&Organization) -> T,
    ) -> Result<Option<T>, FileError> {
        let mut inner = self.lock();
        inner.refresh()?;
        let Inner { state, history, .. } = &*inner;
        let then = history.before(id, age).or_else(|| state.organizations.get(&id));
        Ok(then.map(look))
    }

    /// Changes one organization. What `change` did is kept only if it says `Ok`, and is on disk when this returns.
    pub(super) fn change<T, E>(
        &self,
        id: OrganizationId,
        cause: Cause,
        change: impl FnOnce(&mut State) -> Result<T, E>,
    ) -> Result<Result<T, E>, FileError> {
        let mut inner = self.lock();
        let _alone = inner.file.as_ref().map(StateFile::lock).transpose()?;
        inner.refresh()?;
        let before = inner.state.organizations.get(&id).cloned();
        let (emails, last_ids) = (inner.state.emails.len(), inner.state.last_ids);
        let done = change(&mut inner.state);
        let saved = if done.is_ok() { inner.save() } else { Ok(()) };
        if done.is_err() || saved.is_err() {
            if let Some(before) = before {
                inner.state.organizations.insert(id, before);
            }
            inner.state.emails.truncate(emails);
            inner.state.last_ids = last_ids;
        } else if let Some(before) = before {
            inner.history.remember(id, cause, before);
        }
        saved.map(|()| done)
    }

    /// What a change would come to. Nothing of it is kept.
    pub(super) fn rehearse<T, E>(
        &self,
        change: impl FnOnce(&mut State) -> Result<T, E>,
    ) -> Result<Result<T, E>, FileError> {
        self.read(|state| change(&mut state.clone()))
    }

    /// Looks at something, and says how many changes there had been by then.
    pub(super) fn dated<T>(&self, look: impl Fn() -> T) -> (T, usize) {
        loop {
            let before = self.lock().history.count();
            let seen = look();
            if self.lock().history.count() == before {
                return (seen, before);
            }
        }
    }

    /// All changes that are remembered, oldest first.
    pub(super) fn changes(&self) -> Vec<Change> {
        self.lock().history.changes()
    }

    /// Replaces the whole state.
    pub(super) fn replace(&self, state: State) -> Result<(), FileError> {
        let mut inner = self.lock();
        let _alone = inner.file.as_ref().map(StateFile::lock).transpose()?;
        let before = std::mem::replace(&mut inner.state, state);
        let saved = inner.save();
        if saved.is_err() {
            inner.state = before;
        } else {
            inner.history.forget();
        }
        saved
    }

    /// Back to the seed.
    pub(super) fn start_over(&self) -> Result<(), FileError> {
        self.replace(self.seed.clone().load()?)
    }

    /// How far back [`Self::read_stale`] has to reach.
    pub(super) fn remember_for(&self, age: Duration) {
        self.lock().history.keep(age);
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        // No rule panics; if one did, one failed request is better than a platform that is dead from then on.
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inner {
    /// Takes over what another process wrote meanwhile.
    fn refresh(&mut self) -> Result<(), FileError> {
        if let Some(file) = &mut self.file
            && let Some(newer) = file.load_if_changed()?
        {
            self.state = newer;
        }
        Ok(())
    }

    fn save(&mut self) -> Result<(), FileError> {
        match &mut self.file {
            Some(file) => file.save(&self.state),
            None => Ok(()),
        }
    }
}
