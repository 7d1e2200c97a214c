use super::AccessTitle;
use crate::people::access::{How, OrganizationSums, Row, Standing, Sums, Total};
use crate::render::sentence::Sentence;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;

/// What stands where nobody knows when somebody was last seen.
pub(super) const NOT_KNOWN: &str = "not known";

pub(super) fn title(title: &AccessTitle) -> Sentence {
    let AccessTitle { from, day, inactive } = title;
    let words = match inactive {
        Some(days) => Sentence::of("Who was not seen for ").count(u64::from(*days), "day", "days"),
        None => Sentence::of("Who may get in where"),
    };
    words.say(", from ").prose(from).say(", on ").date(*day)
}

pub(super) fn organization(sums: &OrganizationSums) -> Sentence {
    Sentence::new().name(&sums.organization).say(" · id ").id(sums.organization_id)
}

/// `12 people, 2 admins, 7 of 12 seats`.
pub(super) fn total(total: &Total) -> Sentence {
    let Total { people, admins, seats_used, seats_bought, seats_freed, last_active_not_known } =
        total;
    let words = Sentence::new().count(*people, "person", "people").say(", ");
    let words = words.count(*admins, "admin", "admins");
    let words = match (seats_used, seats_bought) {
        (Some(used), Some(bought)) => {
            words.say(", ").number(*used).say(" of ").count(*bought, "seat", "seats").say(" used")
        }
        (Some(used), None) => words.say(", ").count(*used, "seat", "seats").say(" used"),
        (None, _) => words,
    };
    let words = match seats_freed {
        Some(freed) => words.say(", ").count(*freed, "seat", "seats").say(" would be free"),
        None => words,
    };
    match last_active_not_known {
        Some(unknown @ 1..) => {
            let words = words.say("; of ").count(*unknown, "person", "people");
            words.say(" more it is not known")
        }
        _ => words,
    }
}

pub(super) fn sums(sums: &Sums) -> Sentence {
    let words = total(&sums.total()).say(", in ");
    words.count(sums.organizations, "organization", "organizations")
}

/// Role and state in the organization.
pub(super) fn standing(row: &Row) -> Sentence {
    let words = match &row.organization_role {
        Some(role) => Sentence::new().prose(role),
        None => Sentence::of("role not known"),
    };
    let words = match (row.status, row.pending_since) {
        (Some(Standing::Pending), Some(since)) => words.say(", pending since ").date(day(since)),
        (Some(Standing::Pending), None) => words.say(", pending"),
        (Some(Standing::Accepted) | None, _) => words,
    };
    let words = match (row.status, row.last_active) {
        (None, _) => words,
        (Some(_), Some(seen)) => words.say(", last seen ").date(day(seen)),
        (Some(Standing::Pending), None) => words,
        (Some(Standing::Accepted), None) => words.say(", last seen: not known"),
    };
    if row.staff == Some(true) { words.say(", staff") } else { words }
}

/// `owner`, `agent with show_only_mine`, `as admin`.
pub(super) fn access(row: &Row) -> Sentence {
    let words = match (&row.workspace_role, row.how) {
        (Some(role), How::Direct) => Sentence::new().prose(role),
        (Some(role), How::Admin) => Sentence::new().prose(role).say(", and as admin"),
        (None, _) => Sentence::of("as admin"),
    };
    if row.restrictions.is_empty() {
        return words;
    }
    words.say(" with ").list(&row.restrictions, |words, one| words.prose(one))
}

pub(super) fn day(time: Timestamp) -> Date {
    Offset::UTC.to_datetime(time).date()
}
