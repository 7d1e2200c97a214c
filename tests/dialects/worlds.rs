//! Generated organizations: over each profile they end as they do over the built-in one, undisturbed, killed on the
//! way, and with an answer lost.

use crate::UNLIKE;
use crate::common::Folder;
use crate::console::acme::{killed, project_of, run};
use crate::console::{Access, Console, Dialect, Fault, SpaceKey, State};
use crate::support::Stage;
use crate::world::{Dice, World};
use rolecall::model::{OrganizationId, UserStatus};
use rolecall::sandbox::Faults;
use rolecall::sandbox::state::{Outline, OutlineOrganization};
use std::collections::BTreeSet;

const SEEDS: [u64; 2] = [2, 5];
const APPLY: [&str; 5] = ["apply", "--yes", "--allow-workspace-deletion", "--max-removals", "100%"];

/// An organization of the embedded platform.
fn organization(outline: &Outline) -> &OutlineOrganization {
    &outline.organizations[&OrganizationId::new(7)]
}

/// The same as a state of a console.
fn state(outline: &Outline) -> State {
    let OutlineOrganization { name, status: _, users, workspaces } = organization(outline);
    let mut state = State::new(name, &[]);
    for (email, user) in users {
        let pending = user.status == UserStatus::Pending;
        state = state.with_user(email.as_str(), user.role.word(), pending);
    }
    for (name, workspace) in workspaces {
        let id = state.create(name, &workspace.timezone).unwrap();
        let space = state.space(id).unwrap();
        space.limit = workspace.contact_limit;
        for (email, (role, restrictions, _)) in &workspace.users {
            let restrictions = restrictions.iter().map(|it| it.word().to_owned()).collect();
            let access = Access { role: role.word().to_owned(), restrictions };
            space.access.insert(email.to_string(), access);
        }
    }
    state
}

/// What is left when ids and invitations are taken away.
fn essence(state: &State) -> impl PartialEq + std::fmt::Debug {
    let users = state.users.iter().map(|(email, it)| (email.clone(), it.role.clone(), it.pending));
    let spaces = state.workspaces.values().map(|it| (it.name.clone(), it.clone()));
    let spaces: std::collections::BTreeMap<_, _> = spaces.collect();
    (state.name.clone(), users.collect::<Vec<_>>(), spaces)
}

/// A world over the built-in profile: its manifest, how it begins, and how it ends.
struct Known {
    manifest: String,
    before: State,
    after: State,
}

async fn known(seed: u64) -> Known {
    let world = World::generated(seed);
    let [(_, manifest)] = world.files.as_slice() else { panic!("one file a world") };
    let stage = Stage::new(&world, Faults::none()).await;
    stage.finish("over the built-in profile").await;
    let after = state(&stage.server.state().unwrap().outline());
    Known { manifest: manifest.clone(), before: state(&world.state.outline()), after }
}

impl Known {
    fn start(&self, dialect: Dialect) -> (Console, Folder) {
        let console = Console::start(dialect, self.before.clone());
        let old = self.before.workspaces.iter().find(|(_, it)| it.name == "Old").unwrap().0;
        let old = match dialect.space {
            SpaceKey::Number => old.to_string(),
            SpaceKey::Text => format!("\"ws-{old}\""),
        };
        let manifest = self.manifest.replace("id: 102", &format!("id: {old}"));
        let folder = project_of(&dialect.profile("own"), &console, "ops@agency.example", &manifest);
        (console, folder)
    }

    /// Runs to the end: what was unknown may take a second run.
    fn ends(&self, case: &str, folder: &Folder, console: &Console) {
        let mut said = run(folder, &APPLY);
        for _ in 0..2 {
            if said.code != 0 || run(folder, &["plan", "--exit-code"]).code != 0 {
                said = run(folder, &APPLY);
            }
        }
        let told = || format!("{case}\n{}\n{}", said.out, said.err);
        assert_eq!(said.code, 0, "{}", told());
        let again = run(folder, &["plan", "--exit-code"]);
        assert_eq!(again.code, 0, "{case}: {}", again.out);
        let now = console.state();
        assert!(essence(&now) == essence(&self.after), "{}\n{now:#?}\n{:#?}", told(), self.after);
        let sent = now.invitations.iter().skip(self.before.invitations.len());
        let people: BTreeSet<_> = sent.clone().collect();
        assert_eq!(sent.count(), people.len(), "{case}: somebody was invited twice");
    }
}

async fn over((name, dialect): (&str, Dialect)) {
    for seed in SEEDS {
        let known = known(seed).await;
        let case = |how: &str| format!("{name}, seed {seed}, {how}");
        let (console, folder) = known.start(dialect);
        known.ends(&case("undisturbed"), &folder, &console);
        let writes = console.writes();
        assert!(writes > 3, "{}: only {writes} writes", case("undisturbed"));
        let mut dice = Dice(seed);
        let mut at = |fault| {
            let number = 1 + dice.below(writes);
            (number, case(&format!("{fault:?} at write {number}")))
        };
        for fault in [Fault::HangsBefore, Fault::HangsAfter] {
            let (console, folder) = known.start(dialect);
            let (number, case) = at(fault);
            assert!(
                killed(&folder, &console, (number, fault), &APPLY),
                "{case}: it was not killed"
            );
            known.ends(&case, &folder, &console);
        }
        for fault in [Fault::LostBefore, Fault::LostAfter] {
            let (console, folder) = known.start(dialect);
            let (number, case) = at(fault);
            console.fail(number, fault);
            known.ends(&case, &folder, &console);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_by_one() {
    over(UNLIKE[0]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn replacing() {
    over(UNLIKE[1]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn by_email() {
    over(UNLIKE[2]).await;
}
