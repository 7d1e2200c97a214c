use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::io;

/// `sha256:` and the digest in hexadecimal.
#[must_use]
pub(crate) fn sha256(bytes: &[u8]) -> String {
    let mut digest = Digested::default();
    digest.add(bytes);
    digest.finish()
}

/// The digest of what is written into it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Digested(Sha256);

impl Digested {
    /// Goes on with these bytes.
    pub(crate) fn add(&mut self, bytes: impl AsRef<[u8]>) {
        self.0.update(bytes);
    }

    /// The same as [`sha256`] of all that was written.
    #[must_use]
    pub(crate) fn finish(self) -> String {
        self.0.finalize().iter().fold(String::from("sha256:"), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
    }
}

impl io::Write for Digested {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.add(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
