//! How long a plan says that it takes.

use super::build::{Live, Wanted, capabilities, settings};
use crate::model::{Capabilities, Evidence};
use crate::plan::{OrganizationPlan, plan_organization, together};

/// So many people become managers, at so many requests a second.
fn plan(people: usize, requests_per_second: f64) -> OrganizationPlan {
    let names: Vec<String> = (0..people).map(|number| format!("p{number}")).collect();
    let users = [("ops", "admin")].into_iter().chain(names.iter().map(|it| (&**it, "member")));
    let users: Vec<_> = users.collect();
    let with = |role| {
        let people = names.iter().map(move |it| (&**it, role));
        [("ops", "owner")].into_iter().chain(people).collect::<Vec<_>>()
    };
    let live = Live::new(&users).workspace(1, "Support", &with("agent"));
    let wanted = Wanted::new(&users).workspace(None, "Support", &with("manager"));
    let capabilities = Capabilities { requests_per_second, ..capabilities(Evidence::Verified) };
    plan_organization(&wanted.0, &live.0, &capabilities, &settings()).unwrap()
}

#[test]
fn a_second_of_requests_goes_at_once_and_the_rest_at_the_rate() {
    for (people, rate, seconds) in [
        (0, 5.0, 0.0),
        // Three round trips of reading, and one of the wave.
        (1, 5.0, 0.2),
        (5, 5.0, 0.2),
        (6, 5.0, 0.4),
        (105, 5.0, 20.2),
        // Slower than one a second, one goes at once all the same.
        (3, 0.5, 4.2),
        (3, 0.0, 0.0),
    ] {
        let cost = plan(people, rate).cost;
        assert_eq!(cost.requests, people as u64);
        assert!((cost.estimated_seconds - seconds).abs() < 1e-9, "{people} at {rate}: {cost:?}");
    }
}

#[test]
fn organizations_are_worked_on_in_parallel() {
    let (long, short) = (plan(105, 5.0), plan(1, 5.0));
    let all = std::iter::once(&long).chain(std::iter::repeat_n(&short, 100));
    for (parallelism, seconds) in [(1, 40.2), (2, 20.2), (8, 20.2)] {
        let took = together(all.clone(), parallelism);
        assert!((took - seconds).abs() < 1e-9, "{parallelism}: {took}");
    }
}
