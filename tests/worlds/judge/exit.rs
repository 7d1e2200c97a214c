//! The exit code that DESIGN §8 gives a run of one organization, from its report.

use serde_json::Value;

/// What is wrong with the exit code.
pub(crate) fn wrong(report: &Value) -> Option<String> {
    let organization = &report["organizations"][0];
    let exit = report["exit"].as_u64().unwrap();
    let fits = expected(organization);
    (!fits.contains(&exit)).then(|| format!("exit {exit}, and it should be one of {fits:?}"))
}

/// Where a fact shows otherwise beside others that show, nothing says which of 5 and 1 it is.
fn expected(organization: &Value) -> &'static [u64] {
    let steps: Vec<&Value> = organization["steps"].as_array().into_iter().flatten().collect();
    let has = |word: &str| steps.iter().any(|step| step["status"] == word);
    let somebody = |word: &str| {
        let people = |step: &&&Value| step["detail"]["users"].as_array().cloned();
        steps.iter().filter_map(|step| people(&step)).flatten().any(|user| user["status"] == word)
    };
    let done = has("done") || has("already") || somebody("done") || somebody("already");
    let fell_short = has("failed") || has("not_attempted");
    match organization["standing"].as_str().unwrap() {
        "refused" | "stale" => return &[3],
        "error" => return &[1],
        _ => {}
    }
    match organization["verification"].as_str() {
        _ if has("unknown") => &[5],
        Some("unverified") => &[5],
        Some("otherwise") if done => &[1, 5],
        Some("otherwise") => &[1],
        _ if fell_short && done => &[5],
        _ if fell_short => &[1],
        _ => &[0],
    }
}
