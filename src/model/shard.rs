use super::Slug;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// One of several runs that share the organizations among them: `--shard 2/5`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
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
    /// This shard's organizations: every N-th by name, so that the shards are of one size.
    #[must_use]
    pub fn select<'a>(self, names: impl IntoIterator<Item = &'a Slug>) -> Vec<&'a Slug> {
        let mut names: Vec<_> = names.into_iter().collect();
        names.sort();
        names.into_iter().skip(self.index - 1).step_by(self.of).collect()
    }
}
