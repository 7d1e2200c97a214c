use super::context::Context;
use super::node::Place;
use super::organization::Draft;
use crate::model::Embargo;
use jiff::civil::{Date, Weekday};
use wildmatch::WildMatch;

/// Working days that the vendor takes to take a client off its marketing list (`rules.md`, White-label practice).
const WORKING_DAYS: u32 = 7;

/// The first day on which a client's people may be invited: the 7th working day after the request, Monday to
/// Friday without holidays.
pub(super) fn free_from(requested: Date, holidays: &[Date]) -> Date {
    let mut day = requested;
    let mut left = WORKING_DAYS;
    while left > 0 {
        let Ok(next) = day.tomorrow() else { return day };
        day = next;
        let weekend = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
        if !weekend && !holidays.contains(&day) {
            left -= 1;
        }
    }
    day
}

/// Until when invitations are held: the later of `notBefore` and the opt-out. Without `staff` nobody is a client
/// user, so `notBefore` holds everybody and the opt-out rests.
pub(super) fn embargo(draft: &Draft, context: &Context<'_, '_>) -> Option<Embargo> {
    let staff = context.project.staff.as_deref();
    let (free_from, place) = [draft.not_before, staff.and_then(|_| opted_out(draft, context))]
        .into_iter()
        .flatten()
        .max_by_key(|(date, _)| *date)?;
    let staff = staff.unwrap_or_default().iter().map(|glob| WildMatch::new(glob)).collect();
    Some(Embargo { free_from, staff, source: context.report.source(place) })
}

/// When the opt-out has had its days, where the Client says when it was asked for.
pub(super) fn opted_out(draft: &Draft, context: &Context<'_, '_>) -> Option<(Date, Place)> {
    let asked = draft.opt_out?;
    Some((free_from(asked.on?, &context.project.holidays), asked.place))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn seven_working_days_from_a_friday_end_on_the_second_tuesday() {
        assert_eq!(free_from(date(2026, 11, 20), &[]), date(2026, 12, 1));
        assert_eq!(free_from(date(2026, 11, 21), &[]), date(2026, 12, 1));
        assert_eq!(free_from(date(2026, 11, 22), &[]), date(2026, 12, 1));
        assert_eq!(free_from(date(2026, 11, 23), &[]), date(2026, 12, 2));
        let holidays = [date(2026, 11, 25), date(2026, 11, 28)];
        assert_eq!(free_from(date(2026, 11, 20), &holidays), date(2026, 12, 2));
        assert_eq!(free_from(Date::MAX, &[]), Date::MAX);
    }
}
