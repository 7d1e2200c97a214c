use crate::cli::error;
use crate::cli::planning::target;
use crate::cli::platform;
use crate::cli::project::Repository;
use crate::cli::settings::Settings;
use anyhow::Result;
use rolecall::manifest::escape;
use rolecall::model::{Completeness, Desired};
use std::fmt::Write as _;

/// The organizations that this credential sees, and which of them the project has.
pub(super) async fn list(
    subject: &Desired,
    declared: &[Desired],
    repository: &Repository,
    settings: &Settings,
) -> Result<String> {
    let platform = platform::connect(repository, settings).await?;
    let Some(found) = platform.client.organizations(&target(subject)).await? else {
        return Err(error::usage(
            format!("`{}` can't list organizations", platform.client.profile()),
            "give the organization's id with `--org-id`; the console shows it in its address",
        ));
    };
    // Without secrets before it is shortened.
    let shown = |text: &str| escape(&settings.redaction.clean(text)).into_owned();
    let mut out = String::new();
    for one in &found.items {
        let name = one.name.as_deref().map_or_else(|| "(no name)".to_owned(), shown);
        let known = declared.iter().find(|desired| desired.id == one.id);
        let note = known.map_or_else(String::new, |desired| format!(" · here as {}", desired.name));
        let _ = writeln!(out, "{}\t{name}{note}", one.id);
    }
    if found.items.is_empty() {
        out.push_str("this credential sees no organization\n");
    }
    if let Completeness::Partial { why } = &found.completeness {
        let _ = writeln!(out, "there may be more: {}", shown(why));
    }
    Ok(out)
}
