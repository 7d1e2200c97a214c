//! Maps by id in memory, lists in the file.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::BTreeMap;
use std::fmt::Display;

/// Something that has its id in it.
pub(super) trait Keyed {
    /// Its id.
    type Key: Ord + Copy + Display;
    /// Its id.
    fn key(&self) -> Self::Key;
}

pub(super) fn serialize<T, S>(map: &BTreeMap<T::Key, T>, serializer: S) -> Result<S::Ok, S::Error>
where
    T: Keyed + Serialize,
    S: Serializer,
{
    serializer.collect_seq(map.values())
}

pub(super) fn deserialize<'de, T, D>(deserializer: D) -> Result<BTreeMap<T::Key, T>, D::Error>
where
    T: Keyed + Deserialize<'de>,
    D: Deserializer<'de>,
{
    let mut map = BTreeMap::new();
    for item in Vec::<T>::deserialize(deserializer)? {
        let key = item.key();
        if map.insert(key, item).is_some() {
            return Err(D::Error::custom(format_args!("the id {key} is there twice")));
        }
    }
    Ok(map)
}
