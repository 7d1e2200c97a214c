//! Which workspace of the manifest is which workspace of the platform.

use crate::model::{
    Desired, DesiredWorkspace, RetiredWorkspace, Snapshot, Workspace, WorkspaceName,
};
use std::collections::{BTreeMap, BTreeSet};

/// One workspace, there or wanted or both.
pub(super) struct WorkspaceFacts<'a> {
    pub(super) name: WorkspaceName,
    pub(super) live: Option<&'a Workspace>,
    pub(super) desired: Option<&'a DesiredWorkspace>,
    pub(super) retired: Option<&'a RetiredWorkspace>,
}

/// All workspaces, there or wanted or both, by name.
///
/// A pinned id decides; else the name (ignoring case); else `formerName`, which counts only while no
/// workspace keeps the new name. A workspace that an id claims is not matched by name.
pub(super) fn workspaces<'a>(
    desired: &'a Desired,
    snapshot: &'a Snapshot,
) -> Vec<WorkspaceFacts<'a>> {
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
    let renamed = renamed(desired, snapshot, &by_name);
    let moved: BTreeSet<_> = renamed.values().map(|it| it.id).collect();
    let named = |name: &WorkspaceName| {
        by_name.get(&name.key()).copied().filter(|it| !moved.contains(&it.id))
    };

    let mut workspaces: Vec<WorkspaceFacts<'a>> = Vec::new();
    for it in &desired.workspaces {
        let live = match it.id {
            Some(id) => by_id.get(&id).copied(),
            None => renamed.get(&it.name.key()).copied().or_else(|| named(&it.name)),
        };
        workspaces.push(WorkspaceFacts {
            name: it.name.clone(),
            live,
            desired: Some(it),
            retired: None,
        });
    }
    let mut taken: BTreeSet<_> =
        workspaces.iter().filter_map(|it| it.live).map(|it| it.id).collect();
    for it in &desired.retired {
        let live = match it.id {
            Some(id) => by_id.get(&id).copied(),
            None => named(&it.name),
        };
        // One that is gone already asks for nothing.
        if let Some(live) = live.filter(|live| taken.insert(live.id)) {
            let name = live.name.clone();
            workspaces.push(WorkspaceFacts {
                name,
                live: Some(live),
                desired: None,
                retired: Some(it),
            });
        }
    }
    for it in live.iter().filter(|it| !taken.contains(&it.id)) {
        workspaces.push(WorkspaceFacts {
            name: it.name.clone(),
            live: Some(it),
            desired: None,
            retired: None,
        });
    }
    workspaces
        .sort_by_cached_key(|it| (it.name.key(), it.name.clone(), it.live.map(|live| live.id)));
    workspaces
}

/// By new name: the workspaces that `formerName` renames.
///
/// A new name is free where nobody has it, or whoever has it moves on: so each is taken to count at
/// first, and those that another stands in the way of are taken out until none is left to take out.
fn renamed<'a>(
    desired: &'a Desired,
    snapshot: &'a Snapshot,
    by_name: &BTreeMap<String, &'a Workspace>,
) -> BTreeMap<String, &'a Workspace> {
    let mut moving: BTreeMap<String, &Workspace> = BTreeMap::new();
    let mut given = BTreeSet::new();
    for it in desired.workspaces.iter().filter(|it| it.id.is_none()) {
        let former = it.former_name.as_ref().and_then(|name| by_name.get(&name.key()));
        if let Some(former) = former.filter(|former| given.insert(former.id)) {
            moving.insert(it.name.key(), former);
        }
    }
    if moving.is_empty() {
        return moving;
    }
    let pinned: BTreeMap<_, _> =
        desired.workspaces.iter().filter_map(|it| Some((it.id?, it.name.key()))).collect();
    let listed: BTreeSet<String> =
        desired.workspaces.iter().filter(|it| it.id.is_none()).map(|it| it.name.key()).collect();
    loop {
        let leaving: BTreeSet<_> = moving.values().map(|it| it.id).collect();
        let kept: BTreeSet<String> = snapshot
            .workspaces
            .items
            .iter()
            .map(|it| (it, it.name.key()))
            .filter(|(it, name)| {
                !leaving.contains(&it.id) && pinned.get(&it.id).is_none_or(|new| new == name)
            })
            .map(|(_, name)| name)
            .collect();
        let stays: Vec<String> = moving
            .iter()
            .filter(|(name, former)| {
                let wanted_as_it_is = former.name.key();
                kept.contains(*name)
                    || (listed.contains(&wanted_as_it_is) && !moving.contains_key(&wanted_as_it_is))
            })
            .map(|(name, _)| name.clone())
            .collect();
        if stays.is_empty() {
            return moving;
        }
        moving.retain(|name, _| !stays.contains(name));
    }
}
