//! What generated projects are made of.

use rolecall::manifest::SourceFile;

/// Numbers that are the same for the same seed.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) const fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub(crate) fn below(&mut self, most: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % most
    }

    pub(crate) fn one_in(&mut self, most: u64) -> bool {
        self.below(most) == 0
    }

    pub(crate) fn pick<T: Clone>(&mut self, of: &[T]) -> T {
        of[usize::try_from(self.below(of.len() as u64)).unwrap()].clone()
    }
}

/// A file with one manifest.
pub(crate) fn manifest(path: &str, kind: &str, name: &str, spec: &str, crlf: bool) -> SourceFile {
    let text =
        format!("apiVersion: rolecall/v1\nkind: {kind}\nmetadata: {{name: {name}}}\nspec:\n{spec}");
    let text = if crlf { text.replace('\n', "\r\n") } else { text };
    SourceFile { path: path.to_owned(), text }
}
