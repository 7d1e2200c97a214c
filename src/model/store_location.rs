use super::text::is_hidden;
use percent_encoding::percent_decode_str;
use std::fmt;

/// Where locks, journals, reports and plans are kept, as a Project or `--store` says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StoreLocation {
    /// A folder: relative to the Project's, or `file:///path`.
    Folder(String),
    /// A bucket or container in somebody's object store.
    Bucket(Bucket),
}

/// A bucket, and the part of it that is ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bucket {
    /// Whose store it is.
    pub provider: Provider,
    /// The bucket or container.
    pub name: String,
    /// What all names in it begin with, without slashes at its ends; may be empty.
    pub prefix: String,
}

/// Whose object store it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Provider {
    /// S3 and what speaks its language.
    S3,
    /// Google Cloud Storage.
    Google,
    /// Azure Blob Storage.
    Azure,
}

impl Provider {
    const ALL: [Self; 3] = [Self::S3, Self::Google, Self::Azure];

    /// What its URLs begin with: `s3`.
    #[must_use]
    pub const fn scheme(self) -> &'static str {
        match self {
            Self::S3 => "s3",
            Self::Google => "gs",
            Self::Azure => "az",
        }
    }
}

/// Why a text names no store. The text itself is not shown: it may hold a password.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidStore {
    /// Another scheme.
    #[error("a store is in `s3://`, `gs://`, `az://` or `file:///`")]
    Scheme,
    /// No bucket, or one that can't be.
    #[error("there is no bucket's name behind `{0}://`")]
    Bucket(&'static str),
    /// A user, a password or a query.
    #[error("credentials don't belong in it")]
    Credentials,
    /// A character that a name in a store can't have everywhere.
    #[error("a prefix can't have {0} in it")]
    Character(String),
    /// An empty segment, `.` or `..`.
    #[error("each part of a prefix, between slashes, has to be a name")]
    Segment,
    /// `file://` and not three slashes.
    #[error("a file store is written `file:///path`, with three slashes")]
    File,
}

impl InvalidStore {
    /// What to do about it.
    #[must_use]
    pub const fn help(&self) -> &'static str {
        match self {
            Self::Scheme | Self::Bucket(_) => {
                "write it like `s3://bucket/prefix`, `gs://bucket/prefix`, `az://container/prefix` or `file:///path`"
            }
            Self::Credentials => {
                "take out what stands before `@` and behind `?`: credentials come from the provider's usual environment"
            }
            Self::Character(_) | Self::Segment => {
                "letters, digits, spaces and `-_.=+@,:!$&'()` can be in it, and single slashes between names"
            }
            Self::File => "write `file:///var/lib/rolecall`, or leave `store` out for `.rolecall`",
        }
    }
}

impl StoreLocation {
    /// Reads what a Project or the flag says.
    ///
    /// # Errors
    /// [`InvalidStore`] says what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, InvalidStore> {
        let Some((scheme, rest)) = text.split_once("://") else {
            // `s3:/bucket` is a slip, and no folder's name.
            let slip = Provider::ALL.iter().map(|it| it.scheme()).chain(["file"]);
            return match slip.into_iter().any(|it| text.starts_with(&format!("{it}:"))) {
                true => Err(InvalidStore::Scheme),
                false => Ok(Self::Folder(text.to_owned())),
            };
        };
        if scheme == "file" {
            let path = percent_decode_str(rest).decode_utf8().map_err(|_| InvalidStore::File)?;
            return match rest.starts_with('/') && rest.len() > 1 {
                true => Ok(Self::Folder(local_path(&path).to_owned())),
                false => Err(InvalidStore::File),
            };
        }
        let provider = Provider::ALL.into_iter().find(|it| it.scheme() == scheme);
        let provider = provider.ok_or(InvalidStore::Scheme)?;
        let (name, prefix) = rest.split_once('/').unwrap_or((rest, ""));
        if name.contains(['@', '?', '#']) || prefix.contains('?') {
            return Err(InvalidStore::Credentials);
        }
        let fits = |c: char| c.is_ascii_alphanumeric() || "-._".contains(c);
        if name.is_empty() || !name.chars().all(fits) {
            return Err(InvalidStore::Bucket(provider.scheme()));
        }
        let prefix = prefix.strip_suffix('/').unwrap_or(prefix);
        check_prefix(prefix)?;
        Ok(Self::Bucket(Bucket { provider, name: name.to_owned(), prefix: prefix.to_owned() }))
    }
}

/// `file:///C:/x` is `C:/x` on Windows.
fn local_path(path: &str) -> &str {
    let bare = path.trim_start_matches('/');
    let drive = bare.as_bytes().get(1) == Some(&b':');
    if drive { bare } else { path }
}

/// What every store takes as it is, without escaping.
fn check_prefix(prefix: &str) -> Result<(), InvalidStore> {
    let odd = |c: &char| is_hidden(*c) || "\\{}^%`[]\"<>~#|*?".contains(*c);
    if let Some(odd) = prefix.chars().find(odd) {
        let code = u32::from(odd);
        let shown = if is_hidden(odd) { format!("U+{code:04X}") } else { format!("`{odd}`") };
        return Err(InvalidStore::Character(shown));
    }
    let names = || prefix.split('/').all(|it| !matches!(it, "" | "." | ".."));
    if prefix.is_empty() || names() { Ok(()) } else { Err(InvalidStore::Segment) }
}

impl fmt::Display for StoreLocation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(folder) => f.write_str(folder),
            Self::Bucket(bucket) => bucket.fmt(f),
        }
    }
}

impl fmt::Display for Bucket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { provider, name, prefix } = self;
        write!(f, "{}://{name}", provider.scheme())?;
        if prefix.is_empty() { Ok(()) } else { write!(f, "/{prefix}") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bucket(text: &str) -> String {
        StoreLocation::parse(text).expect("a store").to_string()
    }

    #[test]
    fn buckets_and_folders_are_told_apart() {
        assert_eq!(bucket("s3://acme"), "s3://acme");
        assert_eq!(bucket("s3://acme/"), "s3://acme");
        assert_eq!(bucket("gs://acme/a/b/"), "gs://acme/a/b");
        assert_eq!(bucket("az://acme/Büro 1/x=1"), "az://acme/Büro 1/x=1");
        assert_eq!(bucket("file:///var/lib/role%20call"), "/var/lib/role call");
        assert_eq!(bucket("file:///C:/rolecall"), "C:/rolecall");
        assert_eq!(bucket(".rolecall"), ".rolecall");
    }

    #[test]
    fn what_names_no_store_says_why() {
        let character = |c: &str| InvalidStore::Character(c.to_owned());
        for (text, why) in [
            ("http://acme/x", InvalidStore::Scheme),
            ("S3://acme/x", InvalidStore::Scheme),
            ("s3:/acme", InvalidStore::Scheme),
            ("s3://", InvalidStore::Bucket("s3")),
            ("s3:///prefix", InvalidStore::Bucket("s3")),
            ("gs://ac me/x", InvalidStore::Bucket("gs")),
            ("s3://key:secret@acme/x", InvalidStore::Credentials),
            ("az://acme/x?sig=secret", InvalidStore::Credentials),
            ("s3://acme/a#b", character("`#`")),
            ("s3://acme/a%2e", character("`%`")),
            ("s3://acme/a\u{7}", character("U+0007")),
            ("s3://acme/a\u{202e}b", character("U+202E")),
            ("s3://acme/a//b", InvalidStore::Segment),
            ("s3://acme/../b", InvalidStore::Segment),
            ("file://host/path", InvalidStore::File),
            ("file://", InvalidStore::File),
        ] {
            assert_eq!(StoreLocation::parse(text), Err(why), "{text:?}");
        }
    }
}
