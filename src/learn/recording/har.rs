use super::entry::{Entry, Raw};
use super::shorten::Shortened;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::fmt;
use std::io::{self, BufReader, Read};

/// Longer texts are cut: nothing that is learned from is as long.
const LONGEST_TEXT: usize = 4 << 20;

/// Why a file is no recording.
#[derive(Debug, thiserror::Error)]
pub enum HarError {
    /// It has no entries of HAR.
    #[error("this is no HAR file: {0}")]
    NotHar(String),
    /// It can't be read.
    #[error("it can't be read")]
    Io(#[from] io::Error),
}

/// Hands on every entry, `None` for one that is none. Answers whether the file ended in the middle.
///
/// # Errors
/// [`HarError`], where there is no entry at all.
pub(super) fn entries(
    file: impl Read,
    mut take: impl FnMut(Option<Entry>),
) -> Result<bool, HarError> {
    let text = Shortened::new(WithoutMark { inner: file, begun: false }, LONGEST_TEXT);
    let mut json = serde_json::Deserializer::from_reader(BufReader::with_capacity(1 << 16, text));
    let mut sink = Sink { take: &mut take, lists: 0, entries: 0 };
    match Top(&mut sink).deserialize(&mut json) {
        Ok(()) if sink.lists > 0 => Ok(false),
        Ok(()) => Err(HarError::NotHar("it has no `log.entries`".to_owned())),
        Err(error) if error.is_io() => Err(HarError::Io(error.into())),
        Err(_) if sink.entries > 0 => Ok(true),
        Err(error) => Err(HarError::NotHar(error.to_string())),
    }
}

/// Where entries go.
struct Sink<'a> {
    take: &'a mut dyn FnMut(Option<Entry>),
    /// How many lists of entries there were.
    lists: usize,
    entries: usize,
}

/// `{"log": …}`.
struct Top<'s, 'a>(&'s mut Sink<'a>);
/// `{"entries": …}`.
struct Log<'s, 'a>(&'s mut Sink<'a>);
/// `[…]`.
struct Entries<'s, 'a>(&'s mut Sink<'a>);

macro_rules! seed {
    ($name:ident, $how:ident) => {
        impl<'de> DeserializeSeed<'de> for $name<'_, '_> {
            type Value = ();

            fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
                from.$how(self)
            }
        }
    };
}

seed!(Top, deserialize_map);
seed!(Log, deserialize_map);
seed!(Entries, deserialize_seq);

impl<'de> Visitor<'de> for Top<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with `log`")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "log" => map.next_value_seed(Log(self.0))?,
                _ => _ = map.next_value::<IgnoredAny>()?,
            }
        }
        Ok(())
    }
}

impl<'de> Visitor<'de> for Log<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a `log` with `entries`")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "entries" => map.next_value_seed(Entries(self.0))?,
                _ => _ = map.next_value::<IgnoredAny>()?,
            }
        }
        Ok(())
    }
}

impl<'de> Visitor<'de> for Entries<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of entries")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        self.0.lists += 1;
        while let Some(Raw(entry)) = items.next_element()? {
            self.0.entries += 1;
            (self.0.take)(entry.map(Entry::of).and_then(Result::ok));
        }
        Ok(())
    }
}

/// Passes over a byte order mark.
struct WithoutMark<R> {
    inner: R,
    begun: bool,
}

impl<R: Read> Read for WithoutMark<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.begun || out.len() < 3 {
            return self.inner.read(out);
        }
        self.begun = true;
        let mut filled = 0;
        while filled < 3 {
            match self.inner.read(&mut out[filled..3])? {
                0 => break,
                read => filled += read,
            }
        }
        if out[..filled] == *b"\xef\xbb\xbf" { self.inner.read(out) } else { Ok(filled) }
    }
}
