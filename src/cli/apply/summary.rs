//! What became of a run, for people.

use crate::cli::printer::Look;
use rolecall::apply::{Report, Standing, Status};
use rolecall::manifest::escape;
use std::fmt::Write as _;

pub(super) fn text(report: &Report, _look: Look) -> String {
    let mut out = String::new();
    for organization in &report.organizations {
        let count =
            |status: Status| organization.steps.iter().filter(|it| it.status == status).count();
        let words = match organization.standing {
            Standing::Run
                if organization.verified && count(Status::Done) + count(Status::Already) == 0 =>
            {
                "nothing to do".to_owned()
            }
            Standing::Run if organization.verified => {
                format!("verified: {} done", count(Status::Done) + count(Status::Already))
            }
            Standing::Run => "not verified".to_owned(),
            Standing::Refused => "refused".to_owned(),
            Standing::Stale => "stale".to_owned(),
            Standing::Error => "failed".to_owned(),
            Standing::NotBegun => "not begun".to_owned(),
        };
        let _ = writeln!(
            out,
            "{}: {words}, {} held, {} by hand",
            organization.name,
            count(Status::Held),
            count(Status::Manual)
        );
        for step in &organization.steps {
            if let Some(detail) = &step.detail
                && matches!(step.status, Status::Failed | Status::Unknown | Status::NotAttempted)
            {
                let _ = writeln!(
                    out,
                    "  {} {}: {}",
                    step.id,
                    step.status,
                    escape(detail.message.as_deref().unwrap_or(""))
                );
            }
        }
        if let Some(error) = &organization.error {
            let _ = writeln!(out, "  {}", escape(error));
        }
        for left in &organization.left {
            let _ = writeln!(out, "  left: {} {:?}", left.action, left.people);
        }
        for left in &organization.run_again {
            let _ = writeln!(out, "  run again: {} {:?}", left.action, left.people);
        }
    }
    if let Some(error) = &report.error {
        let _ = writeln!(out, "{}", escape(error));
    }
    out
}
