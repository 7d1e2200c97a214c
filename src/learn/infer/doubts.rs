//! Why requests that carry a step's values don't show how an operation goes.

use super::explain::Said;
use super::keep::{shown, signs};
use super::outcome::Reason;
use crate::learn::recording::{Content, Exchange};
use serde_json::Value;

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
