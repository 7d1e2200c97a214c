//! Judges a run by the platform's true state at every step, and by nothing that rolecall says of it.

mod exit;
mod film;
mod rules;
mod truth;

pub(crate) use film::Film;

use crate::run::Outcome;
use crate::world::World;
use rolecall::sandbox::Endpoint;
use serde_json::Value;

/// How an organization ended, in the report's own words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Ending {
    Verified,
    Unverified,
    Otherwise,
    Partial,
    Failed,
}

/// Everything that is wrong with a run. Empty: every claim is true.
pub(crate) fn judge(world: &World, outcome: &Outcome) -> Vec<String> {
    let mut wrong = rules::broken(world, &outcome.film, &outcome.emails);
    let report = &outcome.report["organizations"][0];
    let steps = with_status(report);
    let succeeded = steps.iter().filter(|(_, status)| ["done", "already"].contains(status));
    let truths = truth::of_steps(succeeded.map(|(step, _)| *step));
    let verified = report["verified"] == true;
    let exit = outcome.report["exit"].as_u64().unwrap();
    if verified {
        for truth in truths.iter().filter(|truth| !seen(&outcome.film, truth)) {
            wrong.push(format!("verified, and it is not so that {truth}"));
        }
    }
    if exit == 0 {
        for truth in truths.iter().filter(|truth| !seen(&outcome.film, truth)) {
            wrong.push(format!("exit 0, and it is not so that {truth}"));
        }
        for (step, status) in &steps {
            let (id, execution) = (&step["id"], &step["execution"]);
            if execution == "automatic" && !["done", "already"].contains(status) {
                wrong.push(format!("exit 0, and {id} is {status}"));
            }
        }
        if !verified {
            wrong.push("exit 0, and not verified".to_owned());
        }
    }
    wrong.extend(exit::wrong(&outcome.report));
    wrong.extend(incomplete(outcome));
    wrong.extend(in_sync(outcome, &steps));
    wrong.extend(each(outcome, &steps));
    for (step, status) in &steps {
        let deletes = step["action"] == "delete_workspace" && *status == "done";
        let open = steps.iter().find(|(other, status)| {
            other["execution"] == "automatic"
                && other["action"] != "delete_workspace"
                && !["done", "already"].contains(status)
        });
        if let Some((open, status)) = open.filter(|_| deletes) {
            wrong.push(format!("R7: {} was done, and {} is {status}", step["id"], open["id"]));
        }
    }
    wrong
}

/// What is wrong with what is said of an organization that was not read in full before it was planned.
fn incomplete(outcome: &Outcome) -> Option<String> {
    let organization = &outcome.report["organizations"][0];
    let said = organization["plan"]["incomplete"].as_array().map_or(0, Vec::len);
    let lists = &outcome.incomplete;
    if lists.is_empty() && outcome.film.hides_fields {
        // The plan may say so of a field that an answer left out.
        return None;
    }
    if (said == 0) != lists.is_empty() {
        return organization["plan"].is_object().then(|| {
            format!(
                "{said} lists are said to be incomplete, and of those read in part are: {lists}"
            )
        });
    }
    let claims = organization["verified"] == true || outcome.report["exit"] == 0;
    (said > 0 && claims).then(|| format!("{lists} was read in part, and that is not said"))
}

/// Whatever went wrong: where nothing was to do, nothing is.
fn in_sync(outcome: &Outcome, steps: &[(&Value, &str)]) -> Option<String> {
    let claims = outcome.report["exit"] == 0 && steps.is_empty();
    let told = claims && outcome.film.can_be_told() && !outcome.left.is_empty();
    told.then(|| format!("nothing to do, exit 0, and there is: {:?}", outcome.left))
}

/// What is wrong with what is said of single steps.
fn each(outcome: &Outcome, steps: &[(&Value, &str)]) -> Vec<String> {
    let film = &outcome.film;
    let reports = outcome.report["organizations"][0]["steps"].as_array().into_iter().flatten();
    // What a later step of the run has changed again is no longer so.
    let lasting: Vec<String> = {
        let done = steps.iter().filter(|(_, status)| ["done", "already"].contains(status));
        truth::of_steps(done.map(|(step, _)| *step)).iter().map(ToString::to_string).collect()
    };
    let mut wrong = Vec::new();
    for ((step, status), report) in steps.iter().zip(reports) {
        let truths = truth::of_steps([*step].into_iter());
        for truth in truths.iter().filter(|truth| lasting.contains(&truth.to_string())) {
            let id = &step["id"];
            if *status == "already" && !film.states().any(|state| truth.holds(state)) {
                wrong.push(format!("{id} is already so, and never was it so that {truth}"));
            }
            if report["fact"] == "shows" && report["why"].is_null() && !seen(film, truth) {
                wrong.push(format!("{id} shows, and it is not so that {truth}"));
            }
        }
        let is_so = truths.iter().all(|truth| truth.holds(&film.end));
        let is_plain = film.shows_what_is_so && !film.has_others();
        let superseded = truths.iter().any(|truth| !lasting.contains(&truth.to_string()));
        if report["fact"] == "otherwise" && is_so && is_plain && !superseded {
            wrong.push(format!("{} shows otherwise, and is so", step["id"]));
        }
    }
    wrong
}

/// What is wrong with a run in which nothing goes wrong, or nothing that matters.
pub(crate) fn undisturbed(outcome: &Outcome) -> Vec<String> {
    let report = &outcome.report["organizations"][0];
    let mut wrong = Vec::new();
    if report["verified"] != true || outcome.report["exit"] != 0 {
        wrong.push(format!("nothing went wrong, and it was not verified: {}", report["steps"]));
    }
    let done = ["done", "already"];
    let all_done = with_status(report).iter().all(|(_, status)| done.contains(status));
    if all_done && !outcome.left.is_empty() {
        wrong.push(format!("nothing went wrong, and there is more to do: {:?}", outcome.left));
    }
    wrong
}

/// Whether it was so when a list that shows it was last read: of a workspace that is gone, no list shows anything.
fn seen(film: &Film, truth: &truth::Truth) -> bool {
    let held = |list| film.last_read(list, usize::MAX).map(|read| truth.holds(film.at(read)));
    if !film.has_others() {
        return truth.holds(&film.end);
    }
    match held(truth.shown_by(&film.end)) {
        Some(true) => true,
        Some(false) => {
            truth.is_gone_with_its_workspace(&film.end)
                && held((Endpoint::ListWorkspaces, None)) == Some(true)
        }
        None => truth.holds(&film.end),
    }
}

/// The steps of the plan that was applied, with what became of each.
fn with_status(report: &Value) -> Vec<(&Value, &str)> {
    let steps = report["plan"]["steps"].as_array().into_iter().flatten();
    let statuses = report["steps"].as_array().into_iter().flatten();
    steps.zip(statuses).map(|(step, report)| (step, report["status"].as_str().unwrap())).collect()
}

pub(crate) fn ending(outcome: &Outcome) -> Ending {
    let report = &outcome.report["organizations"][0];
    let has = |word: &str| with_status(report).iter().any(|(_, status)| *status == word);
    match report["verification"].as_str() {
        _ if report["verified"] == true => Ending::Verified,
        Some("otherwise") => Ending::Otherwise,
        Some("unverified") => Ending::Unverified,
        _ if has("done") || has("already") || has("unknown") => Ending::Partial,
        _ => Ending::Failed,
    }
}
