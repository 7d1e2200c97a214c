use super::OrganizationId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

/// One of several runs that share the organizations among them: `2/5`.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(deny_unknown_fields, try_from = "ShardNumbers")]
pub struct Shard {
    index: usize,
    of: usize,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ShardNumbers {
    index: usize,
    of: usize,
}

/// A text that is no shard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a shard is `I/N`, with I from 1 to N")]
pub struct InvalidShard;

/// Why shards are not all those of one fleet, each once.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotWhole {
    /// There is none.
    #[error("there is nothing to merge")]
    Nothing,
    /// One is of no shard.
    #[error("one of them says no shard: it is of all that was chosen")]
    NoShard,
    /// They don't agree on how many there are.
    #[error("one is of shard {0}, and another of {1}")]
    Different(Shard, Shard),
    /// One is there more than once.
    #[error("shard {0} is there twice")]
    Twice(Shard),
    /// Some are not there.
    #[error("{} missing: {}", if .first.len() == 1 { "a shard is" } else { "shards are" }, some(.first, *.more))]
    Missing {
        /// The first of them.
        first: Vec<Shard>,
        /// How many more there are.
        more: usize,
    },
}

fn some(first: &[Shard], more: usize) -> String {
    let first: Vec<_> = first.iter().map(ToString::to_string).collect();
    match more {
        0 => first.join(", "),
        more => format!("{} and {more} more", first.join(", ")),
    }
}

impl FromStr for Shard {
    type Err = InvalidShard;

    fn from_str(text: &str) -> Result<Self, InvalidShard> {
        let (index, of) = text.split_once('/').ok_or(InvalidShard)?;
        let number = |text: &str| text.parse().map_err(|_| InvalidShard);
        Self::try_from(ShardNumbers { index: number(index)?, of: number(of)? })
    }
}

impl TryFrom<ShardNumbers> for Shard {
    type Error = InvalidShard;

    fn try_from(ShardNumbers { index, of }: ShardNumbers) -> Result<Self, InvalidShard> {
        if (1..=of).contains(&index) { Ok(Self { index, of }) } else { Err(InvalidShard) }
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.index, self.of)
    }
}

impl Shard {
    /// Whether an organization is one of this shard's: by a digest of its id, so that adding organizations moves no other
    /// one.
    #[must_use]
    pub fn has(self, id: OrganizationId) -> bool {
        let digest = Sha256::digest(id.to_string().as_bytes());
        let first = digest.iter().take(8).fold(0, |sum: u64, byte| (sum << 8) | u64::from(*byte));
        first % self.of as u64 == (self.index - 1) as u64
    }

    /// Whether these are all shards of one fleet, each once.
    ///
    /// # Errors
    /// [`NotWhole`] says what is wrong.
    pub fn whole(shards: impl IntoIterator<Item = Option<Self>>) -> Result<(), NotWhole> {
        let mut seen: BTreeSet<Self> = BTreeSet::new();
        for shard in shards {
            let shard = shard.ok_or(NotWhole::NoShard)?;
            if let Some(first) = seen.first().copied().filter(|first| first.of != shard.of) {
                return Err(NotWhole::Different(first, shard));
            }
            if !seen.insert(shard) {
                return Err(NotWhole::Twice(shard));
            }
        }
        const SHOWN: usize = 8;
        let of = seen.first().ok_or(NotWhole::Nothing)?.of;
        let missing = of - seen.len();
        let all = (1..=of).map(|index| Self { index, of });
        let first: Vec<_> = all.filter(|it| !seen.contains(it)).take(missing.min(SHOWN)).collect();
        let more = missing - first.len();
        if missing == 0 { Ok(()) } else { Err(NotWhole::Missing { first, more }) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shard(text: &str) -> Shard {
        text.parse().unwrap()
    }

    #[test]
    fn each_organization_is_in_one_shard_and_stays_there() {
        for of in 1..=9 {
            for id in 239_000..239_200 {
                let id = OrganizationId::new(id);
                let having = (1..=of).filter(|index| shard(&format!("{index}/{of}")).has(id));
                assert_eq!(having.count(), 1);
            }
        }
        // `printf 239021 | sha256sum` begins with 8 bytes of which the number is this one modulo 5.
        let number = u64::from_be_bytes(Sha256::digest(b"239021")[..8].try_into().unwrap());
        let index = number % 5 + 1;
        assert!(shard(&format!("{index}/5")).has(OrganizationId::new(239_021)));
        let sizes: Vec<_> = (1..=4)
            .map(|index| {
                let shard = shard(&format!("{index}/4"));
                (0..10_000).filter(|id| shard.has(OrganizationId::new(*id))).count()
            })
            .collect();
        assert!(sizes.iter().all(|size| (2_300..2_700).contains(size)), "{sizes:?}");
    }

    #[test]
    fn all_shards_of_one_fleet_are_whole() {
        let whole = |texts: &[&str]| Shard::whole(texts.iter().map(|it| it.parse().ok()));
        assert_eq!(whole(&["2/3", "1/3", "3/3"]), Ok(()));
        assert_eq!(whole(&[]), Err(NotWhole::Nothing));
        assert_eq!(whole(&["1/1", "-"]), Err(NotWhole::NoShard));
        assert_eq!(whole(&["1/2", "1/3"]), Err(NotWhole::Different(shard("1/2"), shard("1/3"))));
        assert_eq!(whole(&["1/2", "2/2", "1/2"]), Err(NotWhole::Twice(shard("1/2"))));
        let missing = whole(&["2/3"]).unwrap_err();
        assert_eq!(missing.to_string(), "shards are missing: 1/3, 3/3");
        assert_eq!(whole(&["1/2"]).unwrap_err().to_string(), "a shard is missing: 2/2");
        let many = whole(&["1/18446744073709551615"]).unwrap_err().to_string();
        assert!(many.ends_with("9/18446744073709551615 and 18446744073709551606 more"), "{many}");
        for text in ["0/2", "3/2", "1/0", "1", "a/b", "-1/2", ""] {
            assert!(text.parse::<Shard>().is_err(), "{text}");
        }
    }
}
