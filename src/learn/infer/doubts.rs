//! Why requests that carry a step's values don't show how an operation goes.

use super::explain::Said;
use super::keep::{shown, signs};
use super::lists::succeeded;
use super::outcome::Reason;
use super::slots::slots;
use crate::learn::recording::{Content, Exchange};
use crate::learn::script::Script;
use crate::model::Operation;
use serde_json::Value;
use std::collections::BTreeSet;

/// Whether a profile can say requests of this kind at all.
pub(super) fn readable(exchange: &Exchange) -> Result<(), Reason> {
    if let Some((name, _)) = exchange.headers.iter().find(|(name, _)| signs(name)) {
        return Err(Reason::Signed(name.chars().take(40).collect()));
    }
    let graph = |body: &Value| {
        let query = body.get("query").and_then(Value::as_str);
        query.is_some_and(|text| text.contains('{'))
    };
    let path = exchange.path.last().map(|it| it.to_lowercase()).unwrap_or_default();
    match &exchange.body {
        Content::Cut => Err(Reason::CutBodies),
        Content::Other => Err(Reason::OtherBody),
        Content::Json(body) if graph(body) || path.contains("graphql") => Err(Reason::GraphQl),
        Content::Json(_) | Content::Form(_) | Content::Empty => Ok(()),
    }
}

/// Why an operation of which nothing was found wasn't, where all that went over the wire says it.
pub(super) fn throughout(
    script: &Script,
    exchanges: &[Exchange],
    operation: Operation,
) -> Option<Reason> {
    let steps = script.steps.iter().map(|step| &step.values);
    let names = steps.flat_map(|it| it.name.iter().chain(&it.workspace).map(String::as_str));
    let people = script.people();
    let values: BTreeSet<&str> = names.chain(people.iter().map(|email| email.as_str())).collect();
    let is_of_script = |it: &&Exchange| {
        let slots = slots(it);
        slots.values().any(|value| value.as_str().is_some_and(|text| values.contains(text)))
    };
    let mut changes = exchanges.iter().filter(|it| it.method != "GET").filter(is_of_script);
    let first = changes.next().and_then(|it| readable(it).err());
    let unreadable = first.filter(|_| changes.all(|it| readable(it).is_err()));
    let is_cut = |it: &Exchange| succeeded(it) && it.answer == Content::Cut;
    let cut = || operation.is_read() && exchanges.iter().any(is_cut);
    unreadable.or_else(|| cut().then_some(Reason::CutBodies))
}

/// Of several places that may be the role, those that surely are.
pub(super) fn settle_roles(said: &mut Said) -> Result<(), Reason> {
    let unsure: Vec<_> = said.roles.iter().filter(|(_, _, sure)| !sure).collect();
    let sure = said.roles.len() - unsure.len();
    match unsure.first() {
        Some((slot, _, _)) if sure > 0 => Err(Reason::Unexplained(shown(slot))),
        Some((slot, _, _)) if unsure.len() > 1 => Err(Reason::Ambiguous(shown(slot))),
        _ => Ok(()),
    }
}
