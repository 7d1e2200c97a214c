use super::{Faults, Meets, Verdict};
use crate::model::OrganizationId;
use crate::sandbox::endpoint::Endpoint;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Decides, call by call, what goes wrong.
#[derive(Debug)]
pub(in crate::sandbox) struct Injector(Mutex<Inner>);

#[derive(Debug)]
struct Inner {
    faults: Faults,
    counts: Vec<Count>,
}

/// How often one rule had a call before it.
#[derive(Clone, Debug, Default)]
struct Count {
    seen: u64,
    met: u64,
    /// By operation and organization, so that draws don't depend on how organizations interleave.
    draws: BTreeMap<(Endpoint, Option<OrganizationId>), u64>,
}

impl Injector {
    pub(in crate::sandbox) fn new(faults: Faults) -> Self {
        let counts = vec![Count::default(); faults.rules.len()];
        Self(Mutex::new(Inner { faults, counts }))
    }

    /// Other rules from now on; counting begins anew.
    pub(in crate::sandbox) fn replace(&self, faults: Faults) {
        let counts = vec![Count::default(); faults.rules.len()];
        *self.lock() = Inner { faults, counts };
    }

    pub(in crate::sandbox) fn current(&self) -> Faults {
        self.lock().faults.clone()
    }

    pub(in crate::sandbox) fn decide(
        &self,
        endpoint: Endpoint,
        organization: Option<OrganizationId>,
    ) -> Verdict {
        let mut inner = self.lock();
        let Inner { faults, counts } = &mut *inner;
        let mut verdict = Verdict::default();
        for (rule, count) in faults.rules.iter().zip(counts) {
            if count.meets(&rule.meets, endpoint, organization) {
                verdict.add(&rule.fault);
            }
        }
        verdict
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Count {
    fn meets(
        &mut self,
        meets: &Meets,
        endpoint: Endpoint,
        organization: Option<OrganizationId>,
    ) -> bool {
        let Meets { operations, organization: only, nth, from, times, probability, seed } = meets;
        let fits = (operations.is_empty() || operations.contains(&endpoint))
            && (only.is_none() || *only == organization);
        if !fits {
            return false;
        }
        self.seen += 1;
        let mut met =
            nth.is_none_or(|nth| nth == self.seen) && from.is_none_or(|from| from <= self.seen);
        if let Some(probability) = probability {
            let drawn = self.draws.entry((endpoint, organization)).or_insert(0);
            *drawn += 1;
            met &= draw(*seed, endpoint, organization, *drawn) < *probability;
        }
        met &= times.is_none_or(|times| self.met < times);
        self.met += u64::from(met);
        met
    }
}

/// A number from 0 up to 1, the same for the same question on every machine.
fn draw(seed: u64, endpoint: Endpoint, organization: Option<OrganizationId>, n: u64) -> f64 {
    let whose = organization.map_or(0, OrganizationId::get);
    let digest = Sha256::digest(format!("{seed}/{}/{whose}/{n}", endpoint.name()));
    let first = digest.iter().take(4).fold(0_u32, |sum, byte| (sum << 8) | u32::from(*byte));
    f64::from(first) / (f64::from(u32::MAX) + 1.0)
}

#[cfg(test)]
mod tests {
    use super::super::When;
    use super::super::effects::Ending;
    use super::*;

    fn met(text: &str, calls: &[Endpoint]) -> Vec<bool> {
        let injector = Injector::new(Faults::parse(text).unwrap());
        let hit = |endpoint: &Endpoint| injector.decide(*endpoint, None).ending.is_some();
        calls.iter().map(hit).collect()
    }

    #[test]
    fn the_nth_call_of_an_operation() {
        use Endpoint::{AddWorkspaceUsers as Add, CreateWorkspace as Create};
        assert_eq!(
            met("op=S3,nth=2,reset=after", &[Add, Create, Add, Add]),
            [false, false, true, false]
        );
        assert_eq!(
            met("op=S3,times=2,cut=after", &[Add, Add, Create, Add]),
            [true, true, false, false]
        );
        assert_eq!(
            met("op=S3,from=2,cut=after", &[Add, Create, Add, Add]),
            [false, false, true, true]
        );
    }

    #[test]
    fn the_same_seed_draws_the_same() {
        let calls = [Endpoint::ListWorkspaces; 200];
        let one = met("p=0.3,seed=7,status=503", &calls);
        assert_eq!(one, met("p=0.3,seed=7,status=503", &calls));
        assert_ne!(one, met("p=0.3,seed=8,status=503", &calls));
        let hits = one.iter().filter(|it| **it).count();
        assert!((30..90).contains(&hits), "{hits} of 200");
    }

    #[test]
    fn delays_add_up_and_the_first_ending_wins() {
        let injector =
            Injector::new(Faults::parse("latency=5;latency=7;status=500;reset=after").unwrap());
        let verdict = injector.decide(Endpoint::Login, None);
        assert_eq!(verdict.latency, std::time::Duration::from_millis(12));
        assert_eq!(verdict.ending, Some((When::Before, Ending::Status(500))));
    }
}
