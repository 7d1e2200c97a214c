//! Generated projects, and consoles in which much is another way.
//!
//! | file | has |
//! |---|---|
//! | `live` | what is live |
//! | `written` | what the manifests say |
//! | `whole` | that afterwards planning shows nothing but what is named |

mod live;
mod whole;
mod written;

use crate::project::Dice;
use rolecall::manifest::{SourceFile, load};
use rolecall::model::{
    Capabilities, Capability, Desired, Email, Evidence, Operation, Silenced, Snapshot,
};
use rolecall::people::adopt::{Adopted, Adopting, Left, Only, Request, Why};
use rolecall::plan::{OrganizationPlan, Settings, Side, Staff, plan_organization};

const ACTOR: &str = "ops@agency.example";
const PEOPLE: [&str; 6] = ["ana", "bo", "cy", "dana", "eve", "fay"];
/// Those that can be there, with their ids from 100 on.
const NAMES: [&str; 4] = ["Main", "Second", "Old", "Side"];

fn email(name: &str) -> Email {
    Email::parse(&if name.contains('@') { name.to_owned() } else { format!("{name}@acme.example") })
        .unwrap()
}

struct World {
    files: Vec<SourceFile>,
    snapshot: Snapshot,
}

fn world(seed: u64) -> World {
    let mut dice = Dice::new(seed);
    let snapshot = live::snapshot(&mut dice);
    World { files: written::project(&mut dice, &snapshot), snapshot }
}

fn settings() -> Settings {
    Settings {
        now: "2026-11-26T12:00:00Z".parse().unwrap(),
        allow_workspace_deletion: false,
        allow_assumed: false,
        max_removals: None,
        token_expires: None,
        silenced: Silenced::default(),
        staff: Staff::default(),
        side: Side::Drift,
    }
}

fn capabilities() -> Capabilities {
    let all = Operation::ALL.iter().map(|it| (*it, Capability::new(Evidence::Verified)));
    Capabilities { profile: "test".to_owned(), operations: all.collect(), requests_per_second: 5.0 }
}

struct Done {
    files: Vec<SourceFile>,
    adopted: Vec<Adopted>,
    left: Vec<Left>,
}

fn desired(files: &[SourceFile]) -> Option<Desired> {
    let loaded = load(files, "2026-11-26".parse().unwrap());
    if loaded.has_errors() { None } else { loaded.organizations.into_iter().next() }
}

fn plan(files: &[SourceFile], snapshot: &Snapshot) -> OrganizationPlan {
    let desired = desired(files).expect("it is valid");
    plan_organization(&desired, snapshot, &capabilities(), &settings()).unwrap()
}

fn adopt(
    files: &[SourceFile],
    snapshot: &Snapshot,
    only: Option<Only>,
    with_power: bool,
    is_secret: &dyn Fn(&str) -> bool,
) -> Done {
    let desired = desired(files).expect("it is valid");
    let (capabilities, settings) = (capabilities(), settings());
    let request = Request {
        files,
        capabilities: &capabilities,
        settings: &settings,
        only,
        with_power,
        is_secret,
    };
    let mut adopting = Adopting::new(&request);
    adopting.adopt(&desired, snapshot, &plan(files, snapshot));
    let (texts, adopted, left) = adopting.finish();
    let text = |it: &SourceFile| texts.get(&it.path).unwrap_or(&it.text).clone();
    let files = files.iter().map(|it| SourceFile { path: it.path.clone(), text: text(it) });
    Done { files: files.collect(), adopted, left }
}
#[test]
fn only_what_was_asked_for() {
    for seed in 1..60 {
        let World { files, snapshot } = world(seed);
        if desired(&files).is_none() {
            continue;
        }
        let limits = adopt(&files, &snapshot, Some(Only::Limits), true, &|_| false);
        assert!(limits.adopted.iter().all(|it| it.what.contains("contact limit")));
        let people = adopt(&files, &snapshot, Some(Only::People), true, &|_| false);
        assert!(people.adopted.iter().all(|it| it.what.contains('@')), "{:#?}", people.adopted);
    }
}

#[test]
fn no_secret_gets_into_a_manifest() {
    let mut met = 0;
    for seed in 1..80 {
        let World { files, snapshot } = world(seed);
        if desired(&files).is_none() {
            continue;
        }
        let Done { files: after, adopted: _, left } =
            adopt(&files, &snapshot, None, true, &|text| text.contains("Renamed: it"));
        let count = |files: &[SourceFile]| -> usize {
            files.iter().map(|it| it.text.matches("name: 'Renamed").count()).sum()
        };
        assert_eq!(count(&files), count(&after), "{seed}");
        met += left.iter().filter(|it| it.why == Why::Secret).count();
    }
    assert!(met > 3, "{met}");
}
