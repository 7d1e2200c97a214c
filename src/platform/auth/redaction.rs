//! What takes the secrets of a run out of all that it shows and writes.

mod pattern;

use pattern::{Pattern, base64_cores};
use secrecy::{ExposeSecret as _, SecretString};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;
use std::sync::{Arc, PoisonError, RwLock};

/// What stands in the place of a secret.
const REDACTED: &str = "[secret]";

/// Shorter texts occur by themselves, so that hiding them would hide other things.
const SHORTEST: usize = 6;

/// The secrets that a run knows, wherever it learned them, and the one way to take them out of a text: as they are,
/// escaped as in JSON or HTML, URL-encoded, or in base64, at any place within it, broken into lines too. Clones share
/// what they know.
#[derive(Clone, Default)]
pub struct Redaction {
    known: Arc<RwLock<Known>>,
}

#[derive(Default)]
struct Known {
    secrets: Vec<SecretString>,
    finder: Option<Arc<Finder>>,
}

/// Finds all of them at once.
struct Finder {
    /// The secrets, and pieces of them in base64.
    patterns: Vec<Pattern>,
    /// Those that may begin with a byte.
    by_first: BTreeMap<u8, Vec<usize>>,
}

impl Redaction {
    /// Learns a secret. One that is shorter than 6 characters is not looked for.
    pub fn learn(&self, secret: &str) {
        let secret = secret.trim();
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        let is_known = known.secrets.iter().any(|it| it.expose_secret() == secret);
        if is_known || secret.chars().count() < SHORTEST {
            return;
        }
        known.secrets.push(secret.into());
        known.finder = Some(Arc::new(Finder::new(&known.secrets)));
    }

    /// The text without the secrets that are known so far.
    #[must_use]
    pub fn clean<'t>(&self, text: &'t str) -> Cow<'t, str> {
        match self.finder() {
            Some(finder) => finder.clean(text),
            None => Cow::Borrowed(text),
        }
    }

    /// The value without them, where it has them: text by text, before anything is escaped or shortened.
    #[must_use]
    pub fn cleaned<T: Serialize + DeserializeOwned>(&self, value: T) -> T {
        match self.found(&value).map(serde_json::from_value) {
            Some(Ok(cleaned)) => cleaned,
            Some(Err(_)) | None => value,
        }
    }

    /// The value as JSON on one line, without them.
    ///
    /// # Errors
    /// Where the value can't be written as JSON.
    pub fn json(&self, value: &impl Serialize) -> serde_json::Result<String> {
        match self.found(value) {
            Some(cleaned) => serde_json::to_string(&cleaned),
            None => serde_json::to_string(value),
        }
    }

    /// The value without its secrets; `None` where it has none.
    fn found(&self, value: &impl Serialize) -> Option<Value> {
        let finder = self.finder()?;
        let text = serde_json::to_string(value).ok()?;
        if matches!(finder.clean(&text), Cow::Borrowed(_)) {
            return None;
        }
        let mut value = serde_json::from_str(&text).ok()?;
        finder.clean_value(&mut value);
        Some(value)
    }

    fn finder(&self) -> Option<Arc<Finder>> {
        self.known.read().unwrap_or_else(PoisonError::into_inner).finder.clone()
    }
}

impl fmt::Debug for Redaction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Redaction").finish_non_exhaustive()
    }
}

impl Finder {
    fn new(secrets: &[SecretString]) -> Self {
        let mut patterns: Vec<Pattern> = Vec::new();
        for secret in secrets.iter().map(|it| it.expose_secret()) {
            patterns.push(Pattern::new(secret, false));
            patterns.extend(base64_cores(secret).iter().map(|core| Pattern::new(core, true)));
        }
        let mut by_first = BTreeMap::<u8, Vec<usize>>::new();
        for (number, pattern) in patterns.iter().enumerate() {
            for first in [pattern.first(), b'\\', b'%', b'&'] {
                by_first.entry(first).or_default().push(number);
            }
        }
        Self { patterns, by_first }
    }

    fn clean<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let (mut cleaned, mut kept, mut at) = (String::new(), 0, 0);
        while at < text.len() {
            match self.find(text.as_bytes(), at) {
                None => at += 1,
                Some(found) => {
                    cleaned.push_str(&text[kept..found.start.max(kept)]);
                    cleaned.push_str(REDACTED);
                    (kept, at) = (found.end, found.end);
                }
            }
        }
        if kept == 0 {
            return Cow::Borrowed(text);
        }
        cleaned.push_str(&text[kept..]);
        Cow::Owned(cleaned)
    }

    /// The longest secret that begins at this byte, however it is written.
    fn find(&self, text: &[u8], at: usize) -> Option<Range<usize>> {
        let candidates = self.by_first.get(&text[at])?;
        let found = candidates.iter().filter_map(|number| self.patterns[*number].find(text, at));
        found.max_by_key(|it| it.end)
    }

    fn clean_value(&self, value: &mut Value) {
        match value {
            Value::String(text) => {
                if let Cow::Owned(cleaned) = self.clean(text) {
                    *text = cleaned;
                }
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.clean_value(item)),
            Value::Object(fields) => {
                let all = std::mem::take(fields).into_iter().map(|(key, mut field)| {
                    self.clean_value(&mut field);
                    (self.clean(&key).into_owned(), field)
                });
                *fields = all.collect();
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
}

#[cfg(test)]
mod tests;
