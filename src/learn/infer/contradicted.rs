use super::evidence::{Evidence, Requests};
use super::lists::kin;
use super::scene::Scene;
use super::writes::Shown;
use crate::learn::script::Step;
use crate::model::{Argument, Operation};

/// Whether there is another request that it would have been taken for, and that no step of it explains.
pub(super) fn contradicted(
    scene: &Scene<'_>,
    evidence: &Evidence<'_>,
    requests: &Requests,
    operation: Operation,
    shown: &Shown,
) -> bool {
    let steps: Vec<&Step> = scene
        .script
        .steps
        .iter()
        .filter(|it| it.operation == operation && it.see.is_none())
        .collect();
    requests.all().any(|(order, slots)| {
        let alike = kin(&scene.exchanges[order]) == shown.kin
            && shown.constants.iter().all(|(slot, value)| slots.get(slot) == Some(value));
        if !alike || shown.orders.contains(&order) {
            return false;
        }
        let named = |step: &&&Step| {
            let subjects = scene.cast.subjects(step);
            subjects.iter().any(|subject| evidence.names(scene, step, subject, slots))
        };
        // Who is gone can't go once more: a request that came at another time too is not what did it.
        let at_its_time = || {
            scene.script.steps.iter().enumerate().any(|(number, step)| {
                let of_it = step.operation == operation;
                let subjects = if of_it { scene.cast.subjects(step) } else { Vec::new() };
                subjects.iter().any(|subject| {
                    let interval = evidence.interval(scene, number, subject);
                    interval.is_some_and(|(from, to)| (from..=to).contains(&order))
                        && evidence.names(scene, step, subject, slots)
                })
            })
        };
        if says_only_whom(operation) && steps.iter().any(|step| named(&step)) && !at_its_time() {
            return true;
        }
        let about_somebody = scene.script.steps.iter().any(|step| {
            let subjects = scene.cast.subjects(step);
            subjects.iter().any(|subject| evidence.names(scene, step, subject, slots))
        });
        about_somebody && !steps.iter().any(|step| named(&step))
    })
}

/// Whether its request says only whom or what it is about, so that the script does it once to each.
fn says_only_whom(operation: Operation) -> bool {
    use Argument::{ReassignTo, User, Workspace};
    operation.definition().arguments().all(|it| matches!(it, User | Workspace | ReassignTo))
}
