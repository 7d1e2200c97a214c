//! What tells a success from a refusal.

use super::evidence::Kin;
use super::lists::kin;
use super::outcome::AlreadySo;
use super::scene::Scene;
use super::slots::{has, slots};
use super::value::{fields, last, tokens};
use super::{keep::is_pointer_of_names, outcome::Reason};
use crate::learn::recording::{Content, Exchange};
use crate::model::Operation;
use serde_json::Value;

/// The refusal on purpose: an invitation of somebody who is invited already.
pub(super) fn refusal<'a>(scene: &Scene<'a>, invites: &Kin, done: usize) -> Option<&'a Exchange> {
    let step = scene.script.steps.iter().find(|step| step.refused)?;
    let email = step.values.email.as_ref()?.canonical().to_owned();
    let mut later = scene.exchanges.iter().enumerate().filter(|(order, _)| *order > done);
    let is_it = |exchange: &&Exchange| kin(exchange) == *invites && has(&slots(exchange), &email);
    later.find_map(|(_, exchange)| Some(exchange).filter(is_it))
}

/// What marks a success.
pub(super) struct Mark {
    /// Where, and what; `None` where a status says so.
    pub(super) own: Option<(String, Value)>,
    /// Whether the mark of the extended profile holds.
    pub(super) usual: bool,
}

/// What all successful writes have in common, and the refusal hasn't.
///
/// # Errors
/// Where a refusal looks like a success.
pub(super) fn mark(
    scene: &Scene<'_>,
    writes: &[&Exchange],
    refusal: Option<&Exchange>,
) -> Result<Mark, Reason> {
    let answers: Vec<&Value> = writes.iter().filter_map(|it| it.answer.value()).collect();
    let by_status = refusal.is_none_or(|it| !matches!(it.status, 200..=299));
    let refused = refusal.filter(|_| !by_status).and_then(|it| it.answer.value());
    if let Some((at, is)) = &scene.base.service.success.mark {
        let says = |answer: &Value| at.of(answer) == Some(is);
        let told_apart = by_status || refused.is_some_and(|answer| !says(answer));
        if !answers.is_empty() && answers.iter().all(|answer| says(answer)) && told_apart {
            return Ok(Mark { own: None, usual: true });
        }
    }
    if by_status {
        return Ok(Mark { own: None, usual: false });
    }
    let first = answers.first().ok_or(Reason::NoMark)?;
    let mut places: Vec<_> = fields(first)
        .into_iter()
        .filter(|(at, value)| tokens(at).len() <= 2 && is_mark(value) && is_pointer_of_names(at))
        .filter(|(at, value)| {
            answers.iter().all(|answer| answer.pointer(at) == Some(*value))
                && refused.is_some_and(|answer| answer.pointer(at) != Some(*value))
        })
        .map(|(at, value)| (at, value.clone()))
        .collect();
    let named = ["success", "ok", "status", "result", "state", "code", "error"];
    places.sort_by_key(|(at, _)| {
        (named.iter().position(|name| last(at) == *name).unwrap_or(9), at.clone())
    });
    let whole = writes.iter().all(|it| matches!(it.answer, Content::Json(_)));
    match places.into_iter().next().filter(|_| whole) {
        Some(mark) => Ok(Mark { own: Some(mark), usual: false }),
        None => Err(Reason::NoMark),
    }
}

/// A short word, a truth value or a small number.
fn is_mark(value: &Value) -> bool {
    match value {
        Value::Bool(_) => true,
        Value::Number(number) => number.as_u64().is_some_and(|it| it < 1_000),
        Value::String(text) => {
            (1..=16).contains(&text.len())
                && text.chars().all(|c| c.is_ascii_alphabetic() || c == '_')
        }
        _ => false,
    }
}

/// Where a refusal says why; `None` where the extended profile knows it already, or nothing says.
pub(super) fn message(scene: &Scene<'_>, refusal: &Exchange) -> Option<String> {
    let answer = refusal.answer.value()?;
    if scene.base.service.messages.iter().any(|at| at.text(answer).is_some()) {
        return None;
    }
    let named = ["message", "error", "detail", "title", "description", "reason", "msg"];
    let mut places: Vec<String> = fields(answer)
        .into_iter()
        .filter(|(at, value)| value.is_string() && is_pointer_of_names(at))
        .map(|(at, _)| at)
        .filter(|at| named.iter().any(|name| last(at) == *name))
        .collect();
    places.sort_by_key(|at| named.iter().position(|name| last(at) == *name));
    places.into_iter().next()
}

/// What the refusal on purpose means. Its text is the platform's, and may be about somebody: only the extended profile's
/// own words for it are used, or a status that means nothing else.
pub(super) fn already_so(scene: &Scene<'_>, refusal: &Exchange) -> AlreadySo {
    let said = refusal
        .answer
        .value()
        .and_then(|answer| scene.base.service.messages.iter().find_map(|at| at.text(answer)));
    let usual = scene.usual(Operation::InviteOrganizationUser);
    let knows = usual.is_some_and(|wire| {
        wire.already_so
            .iter()
            .any(|it| it.message.is_some() && it.matches(refusal.status, said.unwrap_or("")))
    });
    match refusal.status {
        _ if knows => AlreadySo::Usual,
        409 => AlreadySo::Status(409),
        _ => AlreadySo::Unknown,
    }
}
