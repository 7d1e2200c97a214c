use super::{OrganizationReport, Report, Standing};
use crate::apply::status::Status;

const INTERRUPTED: u8 = 130;
const PARTLY: u8 = 5;
const ERROR: u8 = 1;
const REFUSED: u8 = 3;
const REMAINING: u8 = 6;

/// The exit code of `apply`. Where several fit: 130, 5, 1, 3, 6, 0.
pub(super) fn code(report: &Report, exit_code: bool) -> u8 {
    let organizations = &report.organizations;
    let any = |is: fn(&OrganizationReport) -> bool| organizations.iter().any(is);
    let has = |status| organizations.iter().any(|it| it.has(status));
    let succeeded = has(Status::Done) || has(Status::Already);
    if report.interrupted {
        INTERRUPTED
    } else if has(Status::Unknown) || (succeeded && any(fell_short)) {
        PARTLY
    } else if report.error.is_some() || any(has_error) {
        ERROR
    } else if any(|it| matches!(it.standing, Standing::Refused | Standing::Stale)) {
        REFUSED
    } else if exit_code && (has(Status::Manual) || has(Status::Held)) {
        REMAINING
    } else {
        0
    }
}

/// Its turn came, and some step was not done.
fn fell_short(it: &OrganizationReport) -> bool {
    it.standing == Standing::Run && (it.has(Status::Failed) || it.has(Status::NotAttempted))
}

fn has_error(it: &OrganizationReport) -> bool {
    match it.standing {
        Standing::Run => !it.verified,
        Standing::Error => true,
        Standing::Refused | Standing::Stale | Standing::NotBegun => false,
    }
}
