use super::people::{Listed, People};
use crate::manifest::context::Context;
use crate::model::{Email, Ended, Source};
use litemap::LiteMap;
use std::collections::{BTreeMap, BTreeSet};

/// What an organization's lists of people say on the day they are read. An address that several lists write the same
/// way is one text in memory.
pub(super) struct Today<'t, 'c, 'f> {
    context: &'t Context<'c, 'f>,
    addresses: BTreeSet<Email>,
}

impl<'t, 'c, 'f> Today<'t, 'c, 'f> {
    pub(super) const fn new(context: &'t Context<'c, 'f>) -> Self {
        Self { context, addresses: BTreeSet::new() }
    }

    /// Who is listed, and what they are to have.
    pub(super) fn listed<A, D>(
        &mut self,
        people: &People<A>,
        desired: impl Fn(&Listed<A>, Source) -> D,
    ) -> LiteMap<Email, D> {
        let mut all = LiteMap::with_capacity(people.len());
        for (email, it) in people {
            if let Some(it) = it.on(self.context.today) {
                let source = self.context.report.source(it.place);
                all.insert(self.address(email), desired(it, source));
            }
        }
        all
    }

    /// Whose line has ended, and when.
    pub(super) fn ended<A>(&self, people: &People<A>) -> BTreeMap<Email, Ended> {
        let ended = people.iter().filter_map(|(email, it)| {
            let (until, place) = it.ended(self.context.today)?;
            Some((email.clone(), Ended { until, source: self.context.report.source(place) }))
        });
        ended.collect()
    }

    fn address(&mut self, email: &Email) -> Email {
        match self.addresses.get(email) {
            Some(known) if known.as_str() == email.as_str() => known.clone(),
            Some(_) => email.clone(),
            None => {
                self.addresses.insert(email.clone());
                email.clone()
            }
        }
    }
}
