use super::file::FORMAT;
use anyhow::{Error, Result, ensure};
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use std::io::Read;

/// So much is read at a time, or as much again as one organization has.
const PIECE: usize = 1 << 20;

/// Takes the text of each organization of a snapshot file, in the file's order, without a look at what is in it. An
/// error says only that reading or taking stopped; [`super::file::check`] says why.
pub(super) fn each(
    from: impl Read,
    take: &mut impl FnMut(Box<RawValue>) -> Result<()>,
) -> Result<()> {
    in_pieces(PIECE, from, take)
}

fn in_pieces(
    piece: usize,
    from: impl Read,
    take: &mut impl FnMut(Box<RawValue>) -> Result<()>,
) -> Result<()> {
    let mut file = Pieces { from, piece, bytes: Vec::new(), at: 0 };
    file.sign(b'{')?;
    ensure!(file.value::<String>()? == "format");
    file.sign(b':')?;
    ensure!(file.value::<String>()? == FORMAT);
    file.sign(b',')?;
    ensure!(file.value::<String>()? == "organizations");
    file.sign(b':')?;
    file.sign(b'[')?;
    if file.next()? == Some(b']') {
        file.at += 1;
    } else {
        loop {
            take(file.value()?)?;
            match file.next()? {
                Some(b',') => file.at += 1,
                _ => break file.sign(b']')?,
            }
        }
    }
    file.sign(b'}')?;
    ensure!(file.next()?.is_none());
    Ok(())
}

/// A file of which a piece is in memory.
struct Pieces<R> {
    from: R,
    piece: usize,
    bytes: Vec<u8>,
    /// What was taken of them.
    at: usize,
}

impl<R: Read> Pieces<R> {
    /// Goes on with more of the file; answers whether there was more.
    fn more(&mut self) -> Result<bool> {
        self.bytes.drain(..self.at);
        self.at = 0;
        let most = self.piece.max(self.bytes.len()) as u64;
        Ok(self.from.by_ref().take(most).read_to_end(&mut self.bytes)? > 0)
    }

    /// The next byte that is no space, which stays.
    fn next(&mut self) -> Result<Option<u8>> {
        loop {
            let rest = &self.bytes[self.at..];
            match rest.iter().position(|byte| !b" \n\t\r".contains(byte)) {
                Some(spaces) => {
                    self.at += spaces;
                    return Ok(Some(self.bytes[self.at]));
                }
                None => {
                    self.at = self.bytes.len();
                    if !self.more()? {
                        return Ok(None);
                    }
                }
            }
        }
    }

    /// Takes this sign, which has to be next.
    fn sign(&mut self, sign: u8) -> Result<()> {
        ensure!(self.next()? == Some(sign));
        self.at += 1;
        Ok(())
    }

    /// Takes a string, a list or an object.
    fn value<T: DeserializeOwned>(&mut self) -> Result<T> {
        ensure!(matches!(self.next()?, Some(b'"' | b'[' | b'{')));
        loop {
            // A number that goes on in the next piece is none yet. What is taken ends in another sign.
            let whole = self.bytes.iter().rposition(|byte| !b"0123456789+-.eE".contains(byte));
            let end = whole.map_or(self.at, |last| last + 1).max(self.at);
            let rest = serde_json::Deserializer::from_slice(&self.bytes[self.at..end]);
            let mut values = rest.into_iter();
            match values.next() {
                Some(Ok(value)) => {
                    self.at += values.byte_offset();
                    return Ok(value);
                }
                Some(Err(error)) if !error.is_eof() => return Err(Error::new(error)),
                _ => ensure!(self.more()?),
            }
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::cli::snapshot::file;
    use rolecall::model::Snapshot;
    use std::cell::Cell;

    fn read(piece: usize, text: &[u8]) -> Option<Vec<Snapshot>> {
        let mut all = Vec::new();
        let read = in_pieces(piece, text, &mut |text| {
            all.push(serde_json::from_str(text.get())?);
            Ok(())
        });
        read.is_ok().then_some(all)
    }

    /// A snapshot of so many organizations, by their ids from 1.
    pub(in crate::cli::snapshot) fn text(organizations: u64) -> String {
        let list =
            r#"{"completeness":{"is":"complete","x":[-1.5e-3]},"showsPending":true,"items":[]}"#;
        let one = |id| {
            format!(
                r#"{{"id":{id},"actor":"a]\u005d,\"@b.example","organization":null,"users":{list},"workspaces":{list},"reads":1}}"#
            )
        };
        let all: Vec<String> = (1..=organizations).map(one).collect();
        format!(r#"{{"format":"{FORMAT}","organizations":[{}]}}"#, all.join(",\n"))
    }

    #[test]
    fn each_is_taken_whatever_pieces_a_file_comes_in() {
        for organizations in 0..3 {
            let text = text(organizations);
            let all = read(PIECE, text.as_bytes()).unwrap();
            assert_eq!(all.len() as u64, organizations);
            for piece in 1..100 {
                assert_eq!(read(piece, text.as_bytes()).as_ref(), Some(&all), "{piece}");
            }
        }
    }

    /// What is wrong, reading the whole file says. So that has to find something where, and only where, this does.
    #[test]
    fn it_reads_what_reading_the_whole_file_reads() {
        let (sound, wrong) = (Cell::new(0), Cell::new(0));
        let compare = |bytes: &[u8]| {
            let whole = file::read(bytes).is_ok();
            for piece in [64, PIECE] {
                let read = read(piece, bytes).is_some();
                assert_eq!(read, whole, "{piece}: {}", String::from_utf8_lossy(bytes));
            }
            let count = if whole { &sound } else { &wrong };
            count.set(count.get() + 1);
        };
        for organizations in 0..2 {
            let text = text(organizations);
            for at in 0..=text.len() {
                let (before, after) = text.as_bytes().split_at(at);
                compare(before);
                if let Some((_, rest)) = after.split_first() {
                    compare(&[before, rest].concat());
                }
                for more in [" \n", ",", "]", "}", "{", "\"", "0", "\\", "[]", "\u{e9}"] {
                    compare(&[before, more.as_bytes(), after].concat());
                }
                compare(&[before, b"\xff", after].concat());
            }
        }
        assert!(sound.get() > 200 && wrong.get() > 2_000, "{} {}", sound.get(), wrong.get());
    }
}
