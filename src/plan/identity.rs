//! Which workspace of the manifest is which workspace of the platform.

use super::world::PlaceFacts;
use crate::model::{Desired, DesiredWorkspace, Snapshot, Workspace, WorkspaceName};
use std::collections::{BTreeMap, BTreeSet};

/// All workspaces, there or wanted or both, by name.
///
/// A pinned id decides; else the name (ignoring case); else `formerName`, which counts only while no
/// workspace has the new name. A workspace that an id claims is not matched by name.
pub(super) fn places<'a>(desired: &'a Desired, snapshot: &'a Snapshot) -> Vec<PlaceFacts<'a>> {
    let live = &snapshot.workspaces.items;
    let by_id: BTreeMap<_, _> = live.iter().map(|it| (it.id, it)).collect();
    let claimed: BTreeSet<_> = desired
        .workspaces
        .iter()
        .filter_map(|it| it.id)
        .chain(desired.retired.iter().filter_map(|it| it.id))
        .collect();
    let by_name: BTreeMap<String, &Workspace> = live
        .iter()
        .rev()
        .filter(|it| !claimed.contains(&it.id))
        .map(|it| (it.name.key(), it))
        .collect();
    let named = |name: &WorkspaceName| by_name.get(&name.key()).copied();
    let same_name: BTreeSet<_> = desired
        .workspaces
        .iter()
        .filter(|it| it.id.is_none())
        .filter_map(|it| named(&it.name))
        .map(|it| it.id)
        .collect();
    let renamed = |it: &DesiredWorkspace| {
        if live.iter().any(|other| other.name.key() == it.name.key()) {
            return None;
        }
        let former = named(it.former_name.as_ref()?)?;
        (!same_name.contains(&former.id)).then_some(former)
    };

    let mut places: Vec<PlaceFacts<'a>> = Vec::new();
    for it in &desired.workspaces {
        let live = match it.id {
            Some(id) => by_id.get(&id).copied(),
            None => named(&it.name).or_else(|| renamed(it)),
        };
        places.push(PlaceFacts { name: it.name.clone(), live, desired: Some(it), retired: None });
    }
    let mut taken: BTreeSet<_> = places.iter().filter_map(|it| it.live).map(|it| it.id).collect();
    for it in &desired.retired {
        let live = match it.id {
            Some(id) => by_id.get(&id).copied(),
            None => named(&it.name),
        };
        // One that is gone already asks for nothing.
        if let Some(live) = live.filter(|live| taken.insert(live.id)) {
            let name = live.name.clone();
            places.push(PlaceFacts { name, live: Some(live), desired: None, retired: Some(it) });
        }
    }
    for it in live.iter().filter(|it| !taken.contains(&it.id)) {
        places.push(PlaceFacts {
            name: it.name.clone(),
            live: Some(it),
            desired: None,
            retired: None,
        });
    }
    places.sort_by_cached_key(|it| (it.name.key(), it.name.clone(), it.live.map(|live| live.id)));
    places
}
