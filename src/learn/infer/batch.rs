//! Requests that give people access.

use super::cast::Subject;
use super::evidence::Attributed;
use super::explain::{Known, Rep, Said};
use super::outcome::Reason;
use super::slots::{Slot, Slots, is_form, slots};
use super::value::{leaves, lists, scalar};
use super::writes::{Attempt, Written};
use crate::learn::recording::Exchange;
use crate::model::Placeholder;
use serde_json::Value;
use std::collections::BTreeSet;

impl Attempt<'_, '_> {
    /// Requests that give people access, several at once where one of them did.
    pub(super) fn batch(
        &self,
        exchanges: &[(&Exchange, &Vec<&Attributed>)],
        said: &mut Said,
    ) -> Result<Written, Reason> {
        if exchanges.len() < 2 {
            return Err(Reason::SeenTooSeldom);
        }
        let people_in = |item: &Value| {
            let all = leaves(item);
            let email = |text: String| text.trim().to_lowercase();
            let found = all.into_iter().filter_map(|(_, value)| scalar(value)).map(email);
            found.filter(|text| self.scene.cast.people.contains(text)).collect::<BTreeSet<_>>()
        };
        let at = exchanges
            .iter()
            .flat_map(|(exchange, _)| exchange.body.value().into_iter().flat_map(lists))
            .filter(|(_, items)| items.len() > 1 && items.iter().all(|it| people_in(it).len() == 1))
            .map(|(at, _)| at)
            .next();
        let Some(at) = at else {
            let mut reps = Vec::new();
            for (exchange, of) in exchanges {
                let [one] = of.as_slice() else { return Err(Reason::SeveralRequests) };
                let known = self.known(one);
                reps.push(Rep { slots: slots(exchange), form: is_form(exchange), known });
            }
            return self.template(&reps, said, None);
        };
        let inside = |slot: &Slot| match slot {
            Slot::Body(pointer) => pointer
                .strip_prefix(&at)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/')),
            _ => false,
        };
        let mut outer = Vec::new();
        let mut items = Vec::new();
        for (exchange, of) in exchanges {
            let form = is_form(exchange);
            let known = of.first().map(|one| self.known(one)).unwrap_or_default();
            let values = known.values.into_iter().filter(|(it, _)| *it == Placeholder::Workspace);
            let known = Known { values: values.collect(), ..Known::default() };
            let around = slots(exchange).into_iter().filter(|(slot, _)| !inside(slot)).collect();
            outer.push(Rep { slots: around, form, known });
            let list = exchange.body.value().and_then(|body| body.pointer(&at)?.as_array());
            let list = list.ok_or(Reason::SeveralRequests)?;
            for item in list {
                let person = people_in(item);
                let one = of.iter().find(|one| match &one.subject {
                    Subject::Access(_, email) => person.contains(email),
                    _ => false,
                });
                // Somebody whose access no read shows says nothing.
                let Some(one) = one else { continue };
                let leaves = leaves(item).into_iter();
                let slots: Slots =
                    leaves.map(|(at, value)| (Slot::Body(at), value.clone())).collect();
                let mut known = self.known(one);
                known.values.remove(&Placeholder::Workspace);
                items.push(Rep { slots, form, known });
            }
        }
        let (mut template, constants) = self.template(&outer, said, None)?;
        let (item, _) = self.template(&items, said, None)?;
        template.each(&at, item);
        Ok((template, constants))
    }
}
