use super::{Options, Plan, PlatformName, Summary};
use crate::model::{Digested, Fields, Shard};
use crate::plan::{Attention, OrganizationPlan, Unread};
use rayon::prelude::*;
use schemars::JsonSchema;
use serde::ser::{Error as _, SerializeSeq as _, Serializer};
use serde::{Deserialize, Serialize};
use serde_json::value::{RawValue, to_raw_value};
use std::collections::BTreeMap;
use std::fmt;

/// `sha256:` and 64 hexadecimal digits.
#[derive(
    Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(transparent)]
pub struct PlanId(String);

impl fmt::Display for PlanId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl PlanId {
    /// The first twelve hexadecimal digits, for file names and talk.
    #[must_use]
    pub fn short(&self) -> &str {
        let digits = self.0.strip_prefix("sha256:").unwrap_or(&self.0);
        digits.get(..12).unwrap_or(digits)
    }

    /// The id that goes with a plan's JSON.
    ///
    /// # Errors
    /// Where a number is out of range, a text is no Unicode, or it is nested too deeply.
    pub fn of(plan: &Fields<'_>) -> serde_json::Result<Self> {
        let content = plan.all().filter(|(name, _)| !["id", "createdAt"].contains(name));
        let content: BTreeMap<_, _> = content.map(|(name, text)| (name, AsText(text))).collect();
        Self::digest(&content)
    }

    fn digest(content: &impl Serialize) -> serde_json::Result<Self> {
        let mut digested = Digested::default();
        serde_json::to_writer(&mut digested, content)?;
        Ok(Self(digested.finish()))
    }
}

impl Plan {
    /// The digest of the canonical content (sorted keys, no white space) without `id` and `createdAt`.
    #[must_use]
    pub fn digest(&self) -> PlanId {
        let Self {
            format,
            id: _,
            tool,
            created_at: _,
            options,
            platform,
            shard,
            manifests,
            organizations,
            unread,
            attention,
            summary,
        } = self;
        let content = Content {
            attention: Sorted(attention),
            format,
            manifests,
            options: Sorted(options),
            organizations: Each(organizations),
            platform: Sorted(platform),
            shard: Sorted(shard),
            summary: Sorted(summary),
            tool,
            unread: Sorted(unread),
        };
        PlanId::digest(&content).expect("a plan has string keys only")
    }
}

/// What an id is the digest of. The fields are in alphabetical order.
#[derive(Serialize)]
struct Content<'p> {
    attention: Sorted<'p, Vec<Attention>>,
    format: &'p str,
    manifests: &'p str,
    options: Sorted<'p, Options>,
    organizations: Each<'p, OrganizationPlan>,
    platform: Sorted<'p, PlatformName>,
    shard: Sorted<'p, Option<Shard>>,
    summary: Sorted<'p, Summary>,
    tool: &'p str,
    unread: Sorted<'p, Vec<Unread>>,
}

/// A field as its text, with sorted keys; of a list, element by element.
struct AsText<'t>(&'t RawValue);

impl Serialize for AsText<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match serde_json::from_str::<Vec<&RawValue>>(self.0.get()) {
            Ok(elements) => Each(&elements).serialize(serializer),
            Err(_) => Sorted(self.0).serialize(serializer),
        }
    }
}

/// With sorted keys, whatever the order of fields.
struct Sorted<'p, T: ?Sized>(&'p T);

impl<T: Serialize + ?Sized> Serialize for Sorted<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serde_json::to_value(self.0).map_err(S::Error::custom)?.serialize(serializer)
    }
}

/// The same on all cores, with a few elements in memory at a time.
struct Each<'p, T>(&'p [T]);

/// So many elements are in memory at a time.
const FEW: usize = 32;

impl<T: Serialize + Sync> Serialize for Each<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut all = serializer.serialize_seq(Some(self.0.len()))?;
        for few in self.0.chunks(FEW) {
            let few: Result<Vec<_>, _> =
                few.par_iter().map(|one| to_raw_value(&Sorted(one))).collect();
            for one in few.map_err(S::Error::custom)? {
                all.serialize_element(&one)?;
            }
        }
        all.end()
    }
}
