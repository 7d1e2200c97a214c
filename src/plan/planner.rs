//! One organization, from what is wanted and what is there to a plan.

use super::diff::differences;
use super::input::PlanInput;
use super::rules::{Context, Planned, Violation};
use super::world::World;
use super::{
    Cost, Execution, OrganizationPlan, Settings, Side, Step, Unmanaged, Warning, attention, budget,
    contacts, digest, effective, fold, lints, order, placement, schedule, simulate,
};
use crate::model::{
    Capabilities, Completeness, Desired, InvalidWorkspaceName, Snapshot, Source, WorkspaceName,
};
use jiff::SignedDuration;

/// Why there is no plan.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PlanError {
    /// Nobody says whose credential it is (R2).
    #[error("{organization}: nobody knows whose credential this is")]
    ActorUnknown {
        /// The organization.
        organization: String,
    },
    /// A workspace can't be given this name. A fault of the manifest.
    #[error("{source_line}: {why}")]
    NewName {
        /// The name.
        name: WorkspaceName,
        /// What is wrong with it.
        why: InvalidWorkspaceName,
        /// The line.
        source_line: Source,
    },
    /// The plan breaks a rule: a fault of rolecall, so it is not shown.
    #[error("{organization}: the plan is refused, since it would break a rule: {violation}")]
    Unsafe {
        /// The organization.
        organization: String,
        /// Which rule, and where.
        violation: Box<Violation>,
    },
}

/// Plans one organization: a pure function of what is given.
///
/// # Errors
/// [`PlanError`], never for anything that a hold can say.
pub fn plan_organization(
    desired: &Desired,
    snapshot: &Snapshot,
    capabilities: &Capabilities,
    settings: &Settings,
) -> Result<OrganizationPlan, PlanError> {
    let plan = plan_without_check(desired, snapshot, capabilities, settings)?;
    check(desired, snapshot, &plan.steps)?;
    Ok(plan)
}

/// Runs the rules over a plan, apart from how it was made.
pub(super) fn check(
    desired: &Desired,
    snapshot: &Snapshot,
    steps: &[Step],
) -> Result<(), PlanError> {
    if steps.is_empty() {
        return Ok(());
    }
    let steps = Planned::all(steps);
    let context = Context::new(desired, snapshot, &steps);
    simulate::simulate(&context, &steps).map_err(|violation| PlanError::Unsafe {
        organization: desired.name.to_string(),
        violation: Box::new(violation),
    })
}

/// The plan before it is checked; tests switch rules off to see that the check finds it.
pub(super) fn plan_without_check(
    desired: &Desired,
    snapshot: &Snapshot,
    capabilities: &Capabilities,
    settings: &Settings,
) -> Result<OrganizationPlan, PlanError> {
    if snapshot.actor.is_none() && snapshot.users.completeness != Completeness::OutOfSight {
        return Err(PlanError::ActorUnknown { organization: desired.name.to_string() });
    }
    let world = World::new(desired, snapshot);
    let input = PlanInput { world: &world, capabilities, settings };
    let found = differences(&input)?;
    let mut warnings = found.warnings;
    let mut incomplete = snapshot.incomplete();
    incomplete.extend(found.incomplete);
    incomplete.sort();
    let placement = placement::place(&input, found.changes);
    let receivers = contacts::receivers(&world, &placement);
    let order = order::order(&world, &placement, &receivers);
    let steps = fold::steps(&world, capabilities, &placement, &order, &receivers);
    let refused = budget::refusal(&world, &placement.changes, settings, &mut warnings);
    // Of a plan that is refused nothing runs, and drift is told as it is.
    let will_act = settings.side == Side::Plan && refused.is_none();
    warnings.extend(receivers.warnings.into_iter().filter(|_| will_act));
    let automatic = steps.iter().filter(|step| step.execution == Execution::Automatic);
    let cost = Cost {
        requests: automatic.count() as u64,
        reads: u64::from(snapshot.reads),
        estimated_seconds: schedule::alone(&steps, capabilities.requests_per_second),
    };
    warnings.extend(reach(&world, settings.side));
    warnings.extend(departures(&world, settings));
    warnings.extend(outlives_token(&cost, settings).filter(|_| will_act));
    warnings.extend(
        lints::of_plan(desired, &steps).map(|(lint, _)| lints::warning(lint, settings.side)),
    );
    warnings.sort();
    warnings.dedup();
    let access = effective::access(&world, &steps);
    let mut plan = OrganizationPlan {
        name: desired.name.clone(),
        id: desired.id,
        actor: snapshot.actor.clone(),
        snapshot: digest::digest(snapshot),
        refused,
        incomplete,
        out_of_sight: snapshot.out_of_sight(),
        steps,
        warnings,
        unmanaged: unmanaged(&world),
        access,
        attention: Vec::new(),
        cost,
    };
    plan.attention = attention::attention(desired, snapshot, settings, &plan);
    Ok(plan)
}

fn warning(message: String) -> Warning {
    Warning { code: None, message, source: None }
}

/// What was not read, and what follows from that. What a subscription allows is for plans.
fn reach(world: &World, side: Side) -> Vec<Warning> {
    let mut warnings = Vec::new();
    let hidden = world.snapshot.out_of_sight();
    if !hidden.is_empty() {
        let limits = match (side, &world.snapshot.organization) {
            (Side::Plan, None) => ", and limits are not planned for",
            _ => "",
        };
        warnings.push(warning(format!(
            "out of sight, since the profile does not show it: {}; what can't be seen is not compared{limits}",
            hidden.join("; ")
        )));
    }
    let limits = world.snapshot.organization.as_ref().filter(|_| side == Side::Plan);
    if limits.is_some_and(|it| it.limits.not_told) {
        warnings.push(warning(
            "the platform does not say all that the subscription allows: what it leaves out is not planned for"
                .to_owned(),
        ));
    }
    let mut partial = |what: &str, completeness: &Completeness| {
        if let Completeness::Partial { why } = completeness {
            warnings.push(warning(format!(
                "{what} were not read in full ({why}), so nothing is taken away from anybody"
            )));
        }
    };
    partial("the organization's users", &world.snapshot.users.completeness);
    partial("the workspaces", &world.snapshot.workspaces.completeness);
    warnings
}

/// RC108: a departure of somebody who isn't there any more.
fn departures(world: &World, settings: &Settings) -> Vec<Warning> {
    let complete = world.snapshot.users.is_complete();
    let told = |source| !settings.silenced.covers(lints::POINTLESS_DEPARTURE, source);
    let gone = world.desired.departures.iter().filter(|(email, departure)| {
        let is_gone = || world.find(email).is_none_or(|person| world.person(person).live.is_none());
        complete && told(&departure.source) && is_gone()
    });
    gone.map(|(email, departure)| Warning {
        code: Some(lints::POINTLESS_DEPARTURE.to_owned()),
        message: format!("{email} has left already: the departure can be deleted"),
        source: Some(departure.source.clone()),
    })
    .collect()
}

fn outlives_token(cost: &Cost, settings: &Settings) -> Option<Warning> {
    let expires = settings.token_expires?;
    let run = SignedDuration::try_from_secs_f64(cost.estimated_seconds).ok()?;
    let outlives = settings.now.checked_add(run).is_ok_and(|end| end >= expires);
    outlives.then(|| {
        warning(format!("the token expires at {expires}, before this plan can be finished"))
    })
}

fn unmanaged(world: &World) -> Unmanaged {
    let nameless =
        world.workspaces.iter().filter(|it| it.desired.is_none() && it.retired.is_none());
    let people = world.everybody().filter(|(_, facts)| {
        let unlisted = facts.listed.is_none() && !facts.in_workspace && facts.hand_over.is_none();
        facts.live.is_some() && (facts.ignored || (unlisted && world.desired.users.is_none()))
    });
    Unmanaged {
        workspaces: nameless.map(|it| it.name.clone()).collect(),
        users: people.map(|(_, facts)| facts.email.clone()).collect(),
    }
}
