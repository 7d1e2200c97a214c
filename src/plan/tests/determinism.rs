//! The order in which things are said and read changes nothing.

use super::proofs::over_worlds;
use super::random::Random;
use super::worlds::{Cases, World};
use crate::plan::{Options, Plan, PlanOrigin, PlatformName, plan_organization};

fn bytes(world: &World) -> Option<String> {
    let World { seed: _, desired, snapshot, everything: _, capabilities, settings } = world;
    let plan = plan_organization(desired, snapshot, capabilities, settings).ok()?;
    let platform = PlatformName { profile: "test".to_owned(), base_url: "sandbox:".to_owned() };
    let origin = PlanOrigin {
        options: Options::default(),
        platform,
        shard: None,
        manifests: "sha256:0".to_owned(),
    };
    Some(Plan::new(settings.now, origin, vec![plan], Vec::new(), 8).to_json())
}

#[test]
fn shuffled_inputs_make_the_same_plan() {
    over_worlds(0..2_000, |world| {
        let mut random = Random::new(world.seed);
        let mut shuffled = world.clone();
        random.shuffle(&mut shuffled.snapshot.users.items);
        random.shuffle(&mut shuffled.snapshot.workspaces.items);
        for workspace in &mut shuffled.snapshot.workspaces.items {
            random.shuffle(&mut workspace.users.items);
        }
        random.shuffle(&mut shuffled.desired.workspaces);
        random.shuffle(&mut shuffled.desired.retired);
        let (one, other) = (bytes(world), bytes(&shuffled));
        if one == other {
            return Ok(Cases::default());
        }
        let (one, other) = (one.unwrap_or_default(), other.unwrap_or_default());
        let diff = similar::TextDiff::from_lines(&one, &other);
        Err(diff.unified_diff().context_radius(2).to_string())
    });
}
