//! One run: manifest and platform through observing, planning, applying and verifying, over real HTTP.

use crate::faults::Trouble;
use crate::judge::Film;
use crate::world::World;
use rolecall::apply::{Apply, Clock, Job, Replan, Report, Schedule, Settings, Silent, StopSwitch};
use rolecall::manifest::{self, PlatformChoice, Rate, SourceFile, Timeouts};
use rolecall::model::{Desired, Slug, Snapshot};
use rolecall::plan::{self, OrganizationPlan, PlanId};
use rolecall::platform::{Client, ClientSettings, Credentials, Observe as _, Profile, Target};
use rolecall::sandbox::state::SentEmail;
use rolecall::sandbox::{Config, Faults, Seed, Server};
use rolecall::store::{Holder, LocalStore, Stamp};
use serde_json::{Value, json};
use std::time::Duration;

/// What came of it.
pub(crate) struct Outcome {
    /// `rolecall.report/v1`.
    pub(crate) report: Value,
    /// What the plan says was not read in full, in words; empty where all was.
    pub(crate) incomplete: String,
    pub(crate) film: Film,
    /// What went out in this run.
    pub(crate) emails: Vec<SentEmail>,
    /// Automatic steps that come out afterwards, where nothing went wrong or nothing is said to be left to do.
    pub(crate) left: Vec<String>,
}

/// Long enough for a read that lags once, short enough for thousands of runs.
const PATIENCE: Duration = Duration::from_millis(40);

pub(crate) async fn run(world: &World, trouble: &Trouble) -> Outcome {
    let faults = Faults::parse(&trouble.faults).unwrap();
    let seed = Seed::State(Box::new(world.state.clone()));
    let remember = Duration::from_secs(3600);
    let config = Config { per_second: None, remember, ..Config::serving(seed) };
    let server = Server::start(config).await.unwrap();
    let desired = desired(world);
    for event in &trouble.before {
        // Where it can't be done, nothing is done.
        let _ = server.happen(desired.id, &event.parse().unwrap()).unwrap();
    }
    server.set_faults(faults.clone());
    let folder = tempfile::tempdir().unwrap();
    let client = client(&server);
    let target = target(&desired);
    let again = Again { desired: &desired, client: &client };
    let planned = match client.observe(&target).await {
        Ok(snapshot) => plan(&desired, &snapshot, &client).map(|plan| (snapshot, plan)),
        Err(error) => Err(error.to_string()),
    };
    let incomplete = planned.as_ref().map_or(String::new(), |(snapshot, _)| incomplete(snapshot));
    let job = match planned {
        Ok((snapshot, plan)) => Job::planned(target.clone(), plan, &snapshot, Stamp::Never),
        Err(error) => Job::Failed { name: target.name.clone(), error, help: None },
    };
    let root = folder.path().join(".rolecall");
    let store = LocalStore::new(camino::Utf8PathBuf::from_path_buf(root).unwrap());
    let since = "2026-11-23T18:00:00Z".parse().unwrap();
    let apply = Apply {
        platform: &client,
        replan: &again,
        store: &store,
        holder: Holder { host: "ci".to_owned(), pid: 7, run: "r1".to_owned(), since },
        clock: Clock::system(),
        settings: Settings { read_back: PATIENCE, verify: PATIENCE, ..Settings::default() },
        progress: &Silent,
        stop: StopSwitch::new().watch(),
    };
    let id: PlanId = serde_json::from_value(json!("sha256:0123456789abcdef")).unwrap();
    let report: Report = apply.run(&id, Schedule::default().stages(vec![job])).await;

    let (changes, requests) = (server.changes(), server.requests());
    let state = server.state().unwrap();
    let end = state.organizations.values().next().unwrap().clone();
    let claims = report.exit == 0 && report.organizations[0].steps.is_empty();
    let left = if faults.rules.is_empty() || claims {
        server.set_faults(Faults::none());
        let snapshot = client.observe(&target).await.unwrap();
        let left = plan(&desired, &snapshot, &client).unwrap();
        left.automatic().map(|step| json!(step).to_string()).collect()
    } else {
        Vec::new()
    };
    Outcome {
        report: json!(report),
        incomplete,
        film: Film::new(changes, end, requests, &faults),
        emails: state.emails,
        left,
    }
}

/// Plans again with the same manifest.
struct Again<'a> {
    desired: &'a Desired,
    client: &'a Client,
}

impl Replan for Again<'_> {
    fn replan(&self, _: &Slug, snapshot: &Snapshot) -> Result<OrganizationPlan, String> {
        plan(self.desired, snapshot, self.client)
    }

    fn desired(&self, _: &Slug) -> Option<&Desired> {
        Some(self.desired)
    }
}

fn desired(world: &World) -> Desired {
    let text = world.manifest.clone();
    let files = [SourceFile { path: "acme.yaml".to_owned(), text }];
    let mut loaded = manifest::load(&files, "2026-11-25".parse().unwrap());
    assert!(!loaded.has_errors(), "{}\n{:#?}", world.manifest, loaded.diagnostics);
    loaded.organizations.remove(0)
}

fn client(server: &Server) -> Client {
    let account = Credentials::one_account(&server.actor().unwrap(), server.password());
    let console = PlatformChoice::BuiltIn("respond-io-console".to_owned());
    let settings = ClientSettings {
        base_url: Some(server.base_url()),
        rate: Some(Rate { per_second: 10_000.0, headroom_percent: 0 }),
        timeouts: Timeouts {
            request: Duration::from_secs(5),
            retry: Duration::from_secs(5),
            ..Timeouts::default()
        },
        first_wait: Duration::from_millis(1),
        ..ClientSettings::new(account)
    };
    Client::new(Profile::load(&console, &[]).unwrap(), settings).unwrap()
}

fn target(desired: &Desired) -> Target {
    let (name, credentials) = (desired.name.clone(), desired.credentials.clone());
    Target { name, id: desired.id, credentials, workspaces: Vec::new(), ignore: Vec::new() }
}

fn plan(
    desired: &Desired,
    snapshot: &Snapshot,
    client: &Client,
) -> Result<OrganizationPlan, String> {
    let settings = plan::Settings {
        now: "2026-11-25T12:00:00Z".parse().unwrap(),
        allow_workspace_deletion: true,
        allow_assumed: true,
        max_removals: None,
        token_expires: None,
        silenced: Default::default(),
        staff: plan::Staff::default(),
        side: plan::Side::default(),
    };
    let plan = plan::plan_organization(desired, snapshot, client.capabilities(), &settings);
    plan.map_err(|error| error.to_string())
}

/// Which lists were read in part.
fn incomplete(snapshot: &Snapshot) -> String {
    let lists = [
        ("the list of users", snapshot.users.is_complete()),
        ("the list of workspaces", snapshot.workspaces.is_complete()),
        (
            "a workspace's list of users",
            snapshot.workspaces.items.iter().all(|it| it.users.is_complete()),
        ),
    ];
    let incomplete = lists.into_iter().filter(|(_, whole)| !whole).map(|(list, _)| list);
    incomplete.collect::<Vec<_>>().join(" and ")
}
