use std::io::{self, Read};

/// JSON whose texts are cut where they are longer than anybody needs. A body of a gigabyte takes no memory so.
pub(super) struct Shortened<R> {
    inner: R,
    longest: usize,
    buffer: Vec<u8>,
    /// How much of the present text was let through; `None` outside of texts.
    inside: Option<usize>,
    /// What is open of an escape: `\` 1, `\u` and its digits.
    escape: u8,
    /// Whether the rest of the present text is dropped.
    dropping: bool,
}

impl<R: Read> Shortened<R> {
    pub(super) fn new(inner: R, longest: usize) -> Self {
        Self { inner, longest, buffer: vec![0; 1 << 16], inside: None, escape: 0, dropping: false }
    }

    /// Whether a byte goes on.
    fn passes(&mut self, byte: u8) -> bool {
        let Some(length) = self.inside else {
            if byte == b'"' {
                self.inside = Some(0);
            }
            return true;
        };
        if self.escape > 0 {
            self.escape = match (self.escape, byte) {
                (1, b'u') => 5,
                (1, _) => 0,
                (5, _) => 4,
                (4, _) => 3,
                (3, _) => 2,
                (_, _) => 0,
            };
            return !self.dropping;
        }
        match byte {
            b'"' => {
                self.inside = None;
                self.dropping = false;
                return true;
            }
            b'\\' => self.escape = 1,
            // A text is cut before a whole character only; half of an escaped pair is followed by an escape.
            _ if length >= self.longest && !(0x80..0xc0).contains(&byte) => self.dropping = true,
            _ => {}
        }
        self.inside = Some(length + 1);
        !self.dropping
    }
}

impl<R: Read> Read for Shortened<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        loop {
            let most = out.len().min(self.buffer.len());
            let mut buffer = std::mem::take(&mut self.buffer);
            let read = self.inner.read(&mut buffer[..most]);
            let mut written = 0;
            if let Ok(read) = read {
                for byte in &buffer[..read] {
                    if self.passes(*byte) {
                        out[written] = *byte;
                        written += 1;
                    }
                }
            }
            self.buffer = buffer;
            if read? == 0 || written > 0 {
                return Ok(written);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str, longest: usize) -> String {
        let mut out = String::new();
        Shortened::new(text.as_bytes(), longest).read_to_string(&mut out).unwrap();
        out
    }

    #[test]
    fn only_long_texts_are_cut_and_never_within_a_character() {
        assert_eq!(cut(r#"{"a": "abcdef", "b": [1234567]}"#, 3), r#"{"a": "abc", "b": [1234567]}"#);
        assert_eq!(cut(r#"["ab\"cdef", "x"]"#, 3), r#"["ab\"", "x"]"#);
        assert_eq!(cut("[\"aé☂☂\"]", 2), "[\"aé\"]");
        for longest in 0..40 {
            let text = r#"["x\ud83d\ude00y\u00e9\\zzzzzzz", "é☂漢字漢字", ""]"#;
            let read: Vec<String> = serde_json::from_str(&cut(text, longest)).unwrap();
            assert_eq!(read.len(), 3);
        }
    }
}
