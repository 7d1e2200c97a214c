//! How a secret can be written.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use std::collections::BTreeSet;
use std::ops::Range;

/// The characters of an HTML entity that are looked at: `#x10ffff;` with some zeros.
const LONGEST_ENTITY: usize = 12;

/// A text to be found as it is, or with any of its characters escaped: `\/`, `\u002f`, `\u{2f}`, `%2F`, `&#x2f;`, and
/// these escaped again, as a server's message is within a report; and with line breaks in it.
pub(super) struct Pattern {
    characters: Vec<char>,
    /// Whether it is a piece of base64, whose neighbours may hold a part of the secret too.
    is_piece: bool,
}

impl Pattern {
    pub(super) fn new(text: &str, is_piece: bool) -> Self {
        Self { characters: text.chars().collect(), is_piece }
    }

    /// The byte that it begins with where that is not escaped.
    pub(super) fn first(&self) -> u8 {
        let mut bytes = [0; 4];
        self.characters.first().map_or(0, |c| c.encode_utf8(&mut bytes).as_bytes()[0])
    }

    /// Where it is, if it begins at this byte.
    pub(super) fn find(&self, text: &[u8], at: usize) -> Option<Range<usize>> {
        let (mut open, mut seen) = (vec![(at, 0)], BTreeSet::new());
        while let Some((end, read)) = open.pop() {
            let Some(c) = self.characters.get(read) else {
                let range = at..end;
                return Some(if self.is_piece { widened(text, range) } else { range });
            };
            let broken = if read > 0 { line_breaks(&text[end..]) } else { 0 };
            // A line break may be read as a character too: many of them, in very many ways.
            if broken > 0 && !seen.insert((end, read)) {
                continue;
            }
            let behind = (broken > 0).then_some(end + broken);
            for end in [Some(end), behind].into_iter().flatten() {
                let rest = &text[end..];
                let ways = as_it_is(rest, *c).into_iter().chain(encoded(rest, *c));
                let ways = ways.chain(escaped(rest, *c));
                open.extend(ways.map(|length| (end + length, read + 1)));
            }
        }
        None
    }
}

/// The length of the character at the beginning of the text.
fn as_it_is(text: &[u8], c: char) -> Option<usize> {
    let mut bytes = [0; 4];
    let bytes = c.encode_utf8(&mut bytes).as_bytes();
    text.starts_with(bytes).then_some(bytes.len())
}

/// The lengths of the character as in a URL or in HTML.
fn encoded(text: &[u8], c: char) -> impl Iterator<Item = usize> {
    url_encoded(text, c).into_iter().chain(in_html(text, c).into_iter().flatten())
}

/// The lengths of the character behind backslashes: one, or twice as many for each text that it is escaped in. Where a
/// backslash stands before it, they may be that one's: then the character can be encoded too.
fn escaped(text: &[u8], c: char) -> impl Iterator<Item = usize> {
    let slashes = text.iter().take_while(|byte| **byte == b'\\').count();
    let rest = &text[slashes..];
    let short = match c {
        '\u{8}' => 'b',
        '\u{c}' => 'f',
        '\n' => 'n',
        '\r' => 'r',
        '\t' => 't',
        other => other,
    };
    let ways = (slashes > 0).then(|| {
        let ways = [as_it_is(rest, short), units(rest, c), code_point(rest, c)];
        ways.into_iter().flatten().chain(encoded(rest, c))
    });
    ways.into_iter().flatten().map(move |length| slashes + length)
}

/// The length of `u{2f}`.
fn code_point(text: &[u8], c: char) -> Option<usize> {
    let rest = text.strip_prefix(b"u{")?;
    let digits = rest.iter().take_while(|byte| byte.is_ascii_hexdigit()).count();
    let is_it = rest.get(digits) == Some(&b'}') && hexadecimal(rest, digits)? == u32::from(c);
    is_it.then_some(digits + 3)
}

/// The length of `u002f`, or of the two of a character beyond U+FFFF, with backslashes between them.
fn units(text: &[u8], c: char) -> Option<usize> {
    let mut at = 0;
    for (number, unit) in c.encode_utf16(&mut [0; 2]).iter().enumerate() {
        if number > 0 {
            at += text[at..].iter().take_while(|byte| **byte == b'\\').count();
        }
        let digits = text.get(at..)?.strip_prefix(b"u")?;
        if hexadecimal(digits, 4)? != u32::from(*unit) {
            return None;
        }
        at += 5;
    }
    Some(at)
}

/// The length of the line breaks, escaped ones too, that a long text is broken with.
fn line_breaks(text: &[u8]) -> usize {
    let mut at = 0;
    loop {
        let rest = &text[at..];
        let slashes = rest.iter().take_while(|byte| **byte == b'\\').count();
        at += match rest.get(slashes) {
            Some(b'\n' | b'\r') if slashes == 0 => 1,
            Some(b'n' | b'r') if slashes > 0 => slashes + 1,
            _ => return at,
        }
    }
}

/// The lengths of `&quot;`, `&#34;` or `&#x22;`; an ampersand may be written like that itself.
fn in_html(text: &[u8], c: char) -> [Option<usize>; 2] {
    let Some(rest) = text.strip_prefix(b"&") else { return [None; 2] };
    let mut inner = rest;
    while let Some(shorter) = inner.strip_prefix(b"amp;") {
        let is_last = c == '&' && !shorter.starts_with(b"amp;") && !shorter.starts_with(b"#");
        inner = if is_last { break } else { shorter };
    }
    let length = |name: &[u8]| Some(text.len() - name.len() + entity(name, c)?);
    [length(rest), if inner.len() < rest.len() { length(inner) } else { None }]
}

/// The length of `quot;`, `#34;` or `#x22;`.
fn entity(text: &[u8], c: char) -> Option<usize> {
    let end = text.iter().take(LONGEST_ENTITY).position(|byte| *byte == b';')?;
    let name = str::from_utf8(&text[..end]).ok()?;
    let number = |digits: &str| match digits.strip_prefix(['x', 'X']) {
        Some(digits) => u32::from_str_radix(digits, 16).ok(),
        None => digits.parse().ok(),
    };
    let meant = match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        name => name.strip_prefix('#').and_then(number).and_then(char::from_u32),
    };
    (meant == Some(c)).then_some(end + 1)
}

/// The length of `%2F`, with one for each byte of the character; a percent sign may be encoded itself, and a form has a
/// plus sign for a space.
fn url_encoded(text: &[u8], c: char) -> Option<usize> {
    if c == ' ' && text.starts_with(b"+") {
        return Some(1);
    }
    let mut at = 0;
    for byte in c.encode_utf8(&mut [0; 4]).bytes() {
        let mut digits = text.get(at..)?.strip_prefix(b"%")?;
        at += 3;
        while digits.starts_with(b"25") && hexadecimal(digits, 2) != Some(u32::from(byte)) {
            digits = &digits[2..];
            at += 2;
        }
        if hexadecimal(digits, 2)? != u32::from(byte) {
            return None;
        }
    }
    Some(at)
}

fn hexadecimal(text: &[u8], digits: usize) -> Option<u32> {
    let digits = text.get(..digits).filter(|it| it.iter().all(u8::is_ascii_hexdigit))?;
    u32::from_str_radix(str::from_utf8(digits).ok()?, 16).ok()
}

/// Those characters of base64 that depend on the secret alone, wherever in a longer text it begins: three bytes are
/// encoded at a time.
pub(super) fn base64_cores(secret: &str) -> Vec<String> {
    let mut cores = Vec::new();
    for skipped in 0..3 {
        let text = [&[0; 2][..skipped], secret.as_bytes()].concat();
        // Six bits a character: the first ones are shared with what stands before, the last with what comes behind.
        let (from, to) = ((skipped * 8).div_ceil(6), text.len() * 8 / 6);
        for encoded in [STANDARD_NO_PAD.encode(&text), URL_SAFE_NO_PAD.encode(&text)] {
            let core = encoded[from..to].to_owned();
            if !cores.contains(&core) {
                cores.push(core);
            }
        }
    }
    cores
}

/// A piece of base64 with the characters beside it that may hold a part of the secret.
fn widened(text: &[u8], found: Range<usize>) -> Range<usize> {
    let is_base64 = |byte: &&u8| byte.is_ascii_alphanumeric() || b"+/-_=".contains(byte);
    let before = text[..found.start].iter().rev().take(1).take_while(is_base64).count();
    let behind = text[found.end..].iter().take(3).take_while(is_base64).count();
    found.start - before..found.end + behind
}
