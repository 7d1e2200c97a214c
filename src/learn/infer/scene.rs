use super::cast::Cast;
use super::doubts::readable;
use super::lists::Group;
use super::outcome::Reason;
use super::paging::{By, Paging};
use super::slots::Slot;
use super::value::{is_nothing, token, whole};
use crate::learn::recording::Exchange;
use crate::learn::script::Script;
use crate::model::{Field, Operation, Placeholder, Text};
use crate::platform::{PagingBy, Place, Profile, Tree, Wire};
use serde_json::Value;

/// All that is known before anything is learned.
pub(super) struct Scene<'a> {
    pub(super) script: &'a Script,
    pub(super) cast: Cast,
    pub(super) exchanges: &'a [Exchange],
    /// The profile that is extended.
    pub(super) base: &'a Profile,
    /// The organization's id.
    pub(super) organization: Value,
}

impl Scene<'_> {
    pub(super) fn usual(&self, operation: Operation) -> Option<&Wire> {
        self.base.operations.get(&operation)
    }

    /// Where the extended profile has a field.
    pub(super) fn usual_at(&self, operation: Operation, field: Field) -> Option<String> {
        match self.usual(operation)?.request.as_ref()?.answer.place(field)? {
            Place::At(at) | Place::Limit { at, unlimited_when: _ } => Some(at.to_string()),
            Place::Literal(_) | Place::Pending { .. } | Place::Flags(_) => None,
        }
    }

    /// How a list goes on: as two pages of it show, as other lists of this console do, as the extended profile has it,
    /// or all at once.
    pub(super) fn paging(
        &self,
        operation: Operation,
        group: &Group<'_>,
        others: &[Paging],
    ) -> Result<Paging, Reason> {
        group.pages.iter().try_for_each(|page| readable(page.exchange))?;
        Paging::shown_by(group)
            .or_else(|| others.iter().find_map(|other| Paging::like(group, other)))
            .or_else(|| self.usual_paging(operation, group))
            .or_else(|| Paging::at_once(group))
            .ok_or(Reason::OnePage)
    }

    /// The extended profile's paging, where request and answer have its places.
    fn usual_paging(&self, operation: Operation, group: &Group<'_>) -> Option<Paging> {
        let request = self.usual(operation)?.request.as_ref()?;
        let own = |placeholder| {
            let query = request.query.iter().find(|(_, text)| is(text, placeholder));
            let query = query.map(|(name, _)| Slot::Query(name.clone()));
            let body = || request.body.as_ref().and_then(|body| place(body, placeholder));
            query.or_else(|| body().map(Slot::Body))
        };
        let numbered = |slot: &Slot, first: u64| {
            group.pages.iter().all(|page| page.slots.get(slot).and_then(whole) == Some(first))
        };
        let by = match &request.paging.by {
            PagingBy::Page { first } => {
                let slot = own(Placeholder::Page)?;
                numbered(&slot, *first).then_some(By::Page { slot, first: *first })?
            }
            PagingBy::Offset => {
                let slot = own(Placeholder::Offset)?;
                numbered(&slot, 0).then_some(By::Offset { slot })?
            }
            PagingBy::Cursor { next, parameter } => {
                let slot = own(Placeholder::Cursor)?;
                let next = next.to_string();
                let says = |answer: &Value| answer.pointer(&next).is_some_and(is_nothing);
                let parameter = parameter.clone();
                let fits = group.pages.iter().all(|page| says(page.answer));
                fits.then_some(By::Cursor { slot, next, parameter })?
            }
            PagingBy::None => return None,
        };
        let total = request.paging.total.as_ref().map(ToString::to_string);
        let counts = |at: &String| {
            group.pages.iter().all(|page| {
                page.answer.pointer(at).and_then(whole) == Some(page.items.len() as u64)
            })
        };
        let total = total.filter(counts).map(|at| (at, true));
        Some(Paging { by, total, more: None })
    }
}

fn is(text: &Text, placeholder: Placeholder) -> bool {
    text.only_placeholder() == Some(placeholder)
}

/// Where a placeholder stands in a body.
fn place(body: &Tree, placeholder: Placeholder) -> Option<String> {
    match body {
        Tree::Text(text) if is(text, placeholder) => Some(String::new()),
        Tree::Map(fields) => fields.iter().find_map(|(name, field)| {
            place(field, placeholder).map(|rest| format!("{}{rest}", token(name)))
        }),
        _ => None,
    }
}
