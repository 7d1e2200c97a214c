//! Bytes → text: UTF-8 and UTF-16, with or without the byte order mark that other programs put before it.

use std::fmt;

/// Why bytes are no text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotText {
    /// The first line that is none, from 1.
    line: usize,
    /// What they look like.
    looks: &'static str,
}

impl NotText {
    /// The first line that is none, from 1.
    #[must_use]
    pub fn line(&self) -> usize {
        self.line
    }

    /// What to do about it.
    #[must_use]
    pub fn help(&self) -> &'static str {
        match self.looks {
            WORKBOOK | OLD_WORKBOOK => "save its sheet as CSV, in UTF-8",
            _ => "save it as UTF-8",
        }
    }
}

const WORKBOOK: &str = "a workbook (.xlsx, .ods) or another archive";
const OLD_WORKBOOK: &str = "a workbook of old (.xls)";
const WIDE: &str = "UTF-16 without a byte order mark, or no text at all";

impl std::error::Error for NotText {}

impl fmt::Display for NotText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {} is not UTF-8: the file looks like {}", self.line, self.looks)
    }
}

/// The text of a file, without a byte order mark.
///
/// # Errors
/// [`NotText`] names the encoding that it is probably in.
pub fn decode(bytes: Vec<u8>) -> Result<String, NotText> {
    match bytes.as_slice() {
        [0xff, 0xfe, 0, 0, ..] | [0, 0, 0xfe, 0xff, ..] => {
            Err(NotText { line: 1, looks: "UTF-32" })
        }
        [0xff, 0xfe, rest @ ..] => wide(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => wide(rest, u16::from_be_bytes),
        [b'P', b'K', 3, 4, ..] => Err(NotText { line: 1, looks: WORKBOOK }),
        [0xd0, 0xcf, 0x11, 0xe0, ..] => Err(NotText { line: 1, looks: OLD_WORKBOOK }),
        // Each letter of ours has a byte that is zero in UTF-16.
        all if zeros(all) => Err(NotText { line: 1, looks: WIDE }),
        _ => match String::from_utf8(bytes) {
            Ok(mut text) => {
                if text.starts_with('\u{feff}') {
                    text.drain(..'\u{feff}'.len_utf8());
                }
                Ok(text)
            }
            Err(error) => {
                let (good, bad) = error.as_bytes().split_at(error.utf8_error().valid_up_to());
                let line = good.iter().filter(|byte| **byte == b'\n').count() + 1;
                Err(NotText { line, looks: looks(bad) })
            }
        },
    }
}

/// A text as the bytes of a file that had these before: with its byte order mark, in its encoding.
#[must_use]
pub fn encode_like(before: &[u8], text: &str) -> Vec<u8> {
    let wide = |mark: [u8; 2], bytes: fn(u16) -> [u8; 2]| {
        mark.into_iter().chain(text.encode_utf16().flat_map(bytes)).collect()
    };
    match before {
        [0xff, 0xfe, ..] => wide([0xff, 0xfe], u16::to_le_bytes),
        [0xfe, 0xff, ..] => wide([0xfe, 0xff], u16::to_be_bytes),
        [0xef, 0xbb, 0xbf, ..] => ["\u{feff}", text].concat().into_bytes(),
        _ => text.as_bytes().to_vec(),
    }
}

fn wide(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, NotText> {
    let units = bytes.as_chunks::<2>().0.iter().map(|pair| unit(*pair));
    let mut text = String::with_capacity(bytes.len());
    for c in char::decode_utf16(units) {
        let line = || text.matches('\n').count() + 1;
        text.push(c.map_err(|_| NotText { line: line(), looks: "UTF-16 that is damaged" })?);
    }
    match bytes.len() % 2 {
        0 => Ok(text),
        _ => Err(NotText { line: text.lines().count().max(1), looks: "UTF-16 that was cut short" }),
    }
}

/// Whether a quarter of the beginning is zeros.
fn zeros(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(HEAD)];
    head.iter().filter(|byte| **byte == 0).count() * 4 > head.len()
}

fn looks(bad: &[u8]) -> &'static str {
    // Latin-1 has control characters there, which no text has.
    match bad.iter().any(|byte| (0x80..0xa0).contains(byte)) {
        true => "Windows-1252 or another encoding of one country",
        false => "Latin-1 (ISO 8859-1) or another encoding of one country",
    }
}

/// Bytes in which a file says that it is a manifest, if it is one.
const HEAD: usize = 4 * 1024;

/// Whether the beginning of a file says that it is a manifest, whatever it is encoded in.
#[must_use]
pub fn names_us(bytes: &[u8]) -> bool {
    let head: Vec<u8> = bytes.iter().take(HEAD).copied().filter(|byte| *byte != 0).collect();
    head.windows(9).any(|it| it == b"rolecall/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_and_wide_characters_are_read() {
        let wide = |mark: [u8; 2], bytes: fn(u16) -> [u8; 2]| {
            let units = "é☂\n𝄞".encode_utf16().flat_map(bytes);
            decode(mark.into_iter().chain(units).collect())
        };
        assert_eq!(wide([0xff, 0xfe], u16::to_le_bytes).unwrap(), "é☂\n𝄞");
        assert_eq!(wide([0xfe, 0xff], u16::to_be_bytes).unwrap(), "é☂\n𝄞");
        assert_eq!(decode("\u{feff}a".into()).unwrap(), "a");
        assert_eq!(decode(Vec::new()).unwrap(), "");
    }

    #[test]
    fn other_encodings_are_named() {
        let said = |bytes: &[u8]| decode(bytes.to_vec()).unwrap_err().to_string();
        assert!(
            said(b"a\ncaf\xe9\n").starts_with("line 2 is not UTF-8: the file looks like Latin-1")
        );
        assert!(said(b"\x93a\x94").contains("Windows-1252"));
        assert!(said(b"\xff\xfea").contains("cut short"));
        assert!(said(b"\xff\xfe\0\xd8a\0").contains("damaged"));
        assert!(said(b"\xff\xfe\0\0a\0\0\0").contains("UTF-32"));
        assert!(said(b"a\0:\0 \0b\0").contains("UTF-16 without a byte order mark"));
        assert!(said(b"\0a\0:\0 \0\xe9").contains("UTF-16 without a byte order mark"));
        assert!(said(b"PK\x03\x04\x14\0\x06\0").contains("a workbook"));
        assert_eq!(decode(b"\0".repeat(3).to_vec()).unwrap_err().help(), "save it as UTF-8");
    }
}
