//! Afterwards planning shows nothing but what is named.

use super::{Done, World, adopt, desired, plan, world};
use rolecall::model::{Desired, Email, OrganizationRole, WorkspaceRole};
use rolecall::people::adopt::{How, Why};
use rolecall::plan::OrganizationPlan;
use std::collections::{BTreeMap, BTreeSet};

/// Whom and which workspace each step is about, as the plan file says.
fn subjects(plan: &OrganizationPlan) -> Vec<(Option<String>, Option<String>)> {
    let mut all = Vec::new();
    for step in &plan.steps {
        let step = serde_json::to_value(step).unwrap();
        let text = |value: &serde_json::Value| value.as_str().map(str::to_owned);
        let workspace = text(&step["workspace"]);
        match step["users"].as_array().filter(|_| !step["workspaceId"].is_null()) {
            Some(users) => {
                all.extend(users.iter().map(|it| (text(&it["email"]), workspace.clone())))
            }
            None => all.push((text(&step["email"]), workspace)),
        }
    }
    all.extend(plan.unlisted_power().map(|it| {
        let workspace = it.workspace.as_ref().map(|it| it.as_str().to_owned());
        (it.person.as_ref().map(|it| it.as_str().to_owned()), workspace)
    }));
    all
}

/// Somebody's power, by where: 0 of the organization.
fn power(desired: &Desired) -> BTreeSet<(String, Email)> {
    let users = desired.users.iter().flatten();
    let users = users
        .filter(|(_, it)| it.role != OrganizationRole::Member)
        .map(|(email, it)| (it.role.to_string(), email.clone()));
    let owners = desired.workspaces.iter().flat_map(|workspace| {
        let users = workspace.users.iter().flatten();
        let owners = users.filter(|(_, it)| it.role == WorkspaceRole::Owner);
        owners.map(|(email, _)| (workspace.name.key(), email.clone()))
    });
    users.chain(owners).collect()
}

#[derive(Debug, Default)]
struct Tally {
    ran: usize,
    whole: usize,
    adopted: usize,
    how: BTreeMap<How, usize>,
    left: BTreeMap<Why, usize>,
}

fn one(seed: u64, tally: &mut Tally) {
    let World { files, snapshot } = world(seed);
    let Some(before) = desired(&files) else { return };
    tally.ran += 1;
    let with_power = seed.is_multiple_of(2);
    let Done { files: after, adopted, left } =
        adopt(&files, &snapshot, None, with_power, &|_| false);
    let shown = || {
        let text = after.iter().map(|it| it.text.as_str()).collect::<String>();
        format!("seed {seed}\n{text}\n{adopted:#?}\n{left:#?}")
    };
    let plan = plan(&after, &snapshot);
    for (person, workspace) in subjects(&plan) {
        let named = left.iter().any(|it| {
            person.as_ref().is_none_or(|who| it.what.to_lowercase().contains(&who.to_lowercase()))
                && workspace.as_ref().is_none_or(|name| it.what.contains(name.as_str()))
        });
        assert!(named, "{person:?} {workspace:?} is not named\n{}", shown());
    }
    assert!(!left.is_empty() || plan.steps.is_empty(), "{}", shown());
    let desired = desired(&after).unwrap();
    if !with_power {
        let old = power(&before);
        // Whoever had more has it no longer.
        let more: Vec<_> = power(&desired)
            .into_iter()
            .filter(|it| !old.contains(it) && !old.contains(&("admin".to_owned(), it.1.clone())))
            .collect();
        let renamed = adopted.iter().any(|it| it.what.contains("is called"));
        assert!(more.is_empty() || renamed, "{more:?}\n{}", shown());
    }
    for user in snapshot.users.items.iter().filter(|it| it.is_pending()) {
        let has = |of: &Desired| of.users.as_ref().map(|it| it.get(&user.email).map(|it| it.role));
        assert_eq!(has(&before), has(&desired), "{}", shown());
    }
    for (old, new) in files.iter().zip(&after) {
        assert!(old.path == "acme.yaml" || old.text == new.text, "{}", shown());
        assert_eq!(old.text.contains('\r'), new.text.contains('\r'));
        let bare = new.text.replace("\r\n", "");
        assert!(!new.text.contains('\r') || !bare.contains('\n'), "{}", shown());
    }
    let again = adopt(&after, &snapshot, None, with_power, &|_| false);
    assert!(again.adopted.is_empty(), "{:#?}\n{}", again.adopted, shown());
    tally.whole += usize::from(left.is_empty());
    tally.adopted += adopted.len();
    for it in &adopted {
        *tally.how.entry(it.how).or_default() += 1;
    }
    for it in &left {
        *tally.left.entry(it.why).or_default() += 1;
    }
}

#[test]
fn afterwards_planning_shows_nothing_but_what_is_named() {
    let mut tally = Tally::default();
    (1..240).for_each(|seed| one(seed, &mut tally));
    assert!(tally.ran > 150 && tally.whole > 10 && tally.adopted > 400, "{tally:#?}");
    assert_eq!(tally.how.len(), 3, "{tally:#?}");
    let met = [
        Why::Power,
        Why::Invitation,
        Why::Ended,
        Why::Retired,
        Why::NotRead,
        Why::Unknown,
        Why::Group,
        Why::Template,
        Why::NoOwner,
        Why::Elsewhere,
    ];
    for why in met {
        assert!(tally.left.contains_key(&why), "never {why:?}: {tally:#?}");
    }
}

#[test]
#[ignore = "half a minute or more: run it by name"]
fn five_thousand_worlds() {
    let mut tally = Tally::default();
    (1..7000).for_each(|seed| one(seed, &mut tally));
    assert!(tally.ran > 5000, "{tally:#?}");
}
