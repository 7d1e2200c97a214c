use super::Client;
use super::ask::Ask;
use super::decode::Item;
use super::exchange::Exchange;
use super::pass::{Found, Pass, Proof};
use super::trouble;
use crate::model::{Collection, Completeness, Evidence, Field, Placeholder, Values, matches_any};
use crate::platform::PlatformError;
use crate::platform::doctor::OTHERWISE;
use crate::platform::http::Reply;
use crate::platform::profile::{Paging, PagingBy};
use serde_json::Value;
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU32, Ordering};

/// How often a list that moves is walked before it is given up.
const PASSES: usize = 4;

/// No list has more pages; a server that always has another one is broken.
const PAGES: u64 = 10_000;

/// No list has more items; a server that always has another one would fill the memory.
const ITEMS: usize = 200_000;

/// What a read answered.
pub(super) enum Answered {
    /// What was asked for.
    Answer(Value),
    /// A read on assumed evidence answers that there is no such thing.
    NoSuchThing(String),
}

impl Client {
    /// Makes a read. `reads` counts it, however often it had to be repeated.
    ///
    /// # Errors
    /// Where it failed, after its repetitions.
    pub(super) async fn read(
        &self,
        ask: &Ask<'_>,
        reads: &AtomicU32,
    ) -> Result<Answered, PlatformError> {
        reads.fetch_add(1, Ordering::Relaxed);
        let service = ask.service();
        let failed = |error: PlatformError| {
            let what = format!("{} failed: {}", ask.operation, error.what);
            PlatformError { what, ..error }
        };
        match self.exchange(ask, &|| true).await {
            Exchange::Answered(reply) if trouble::says_success(&ask.request.success, &reply) => {
                let Reply { body, .. } = reply;
                Ok(Answered::Answer(body.json().cloned().unwrap_or(Value::Null)))
            }
            Exchange::Answered(reply) => match trouble::describe(service, &reply) {
                PlatformError { what, not_found: true, .. }
                    if ask.wire.evidence == Evidence::Assumed =>
                {
                    Ok(Answered::NoSuchThing(format!("{} is assumed: {what}", ask.operation)))
                }
                error => Err(failed(error)),
            },
            Exchange::NotSent(error) => Err(error),
            Exchange::Lost(why) => Err(failed(
                PlatformError::new(why).help("the platform has trouble; run again later"),
            )),
        }
    }

    /// Reads a list to its end: once where it adds up, and where it moves until two walks in a row bring the
    /// same.
    ///
    /// # Errors
    /// Where a page failed, after its repetitions.
    pub(super) async fn list<T>(
        &self,
        ask: &Ask<'_>,
        reads: &AtomicU32,
        decode: impl Fn(Item<'_>) -> Result<T, &'static str> + Send + Sync,
    ) -> Result<Collection<T>, PlatformError> {
        let proof = proof(ask);
        let mut earlier: Option<Pass> = None;
        let mut doubt = None;
        for number in 0..PASSES {
            let pass = match self.walk(ask, reads).await? {
                Walked::To(pass) => pass,
                Walked::NoSuchThing(why) => return Ok(self.collection(ask, Vec::new(), Some(why))),
            };
            doubt = pass.doubt(proof);
            let settled = match &earlier {
                None => number == 0 && doubt.is_none(),
                Some(earlier) => pass.confirms(earlier, proof),
            };
            let hopeless = pass.is_hopeless(earlier.as_ref());
            earlier = Some(pass);
            if settled || hopeless {
                break;
            }
            if number + 1 == PASSES && doubt.is_none() {
                doubt = Some("it changed each time it was read".to_owned());
            }
        }
        let seen = earlier.unwrap_or_default();
        let mut items = Vec::with_capacity(seen.items.len());
        for (key, value) in &seen.items {
            match decode(Item { wire: ask.wire, value }) {
                Ok(item) => items.push(item),
                Err(_) if seen.ignored.contains(key) => {}
                Err(why) => doubt = Some(why.to_owned()),
            }
        }
        Ok(self.collection(ask, items, doubt))
    }

    fn collection<T>(&self, ask: &Ask<'_>, items: Vec<T>, doubt: Option<String>) -> Collection<T> {
        let completeness = match doubt {
            None => Completeness::Complete,
            Some(why) => Completeness::Partial { why },
        };
        Collection { completeness, shows_pending: ask.wire.shows_pending, items }
    }

    /// The object of this list that a call is about, as it is now; `None` where it isn't there.
    ///
    /// # Errors
    /// Where a page failed, after its repetitions.
    pub(super) async fn find_object(
        &self,
        ask: &Ask<'_>,
        values: &Values,
    ) -> Result<Option<Value>, PlatformError> {
        let reads = AtomicU32::new(0);
        if !ask.operation.definition().is_list() {
            return Ok(match self.read(ask, &reads).await? {
                Answered::Answer(answer) => ask.request.answer.common_parent().of(&answer).cloned(),
                Answered::NoSuchThing(_) => None,
            });
        }
        Ok(match self.walk(ask, &reads).await? {
            Walked::To(pass) => {
                let is_it = |value: &Value| Item { wire: ask.wire, value }.is_of(values);
                pass.items.into_values().find(is_it)
            }
            Walked::NoSuchThing(_) => None,
        })
    }

    async fn walk(&self, ask: &Ask<'_>, reads: &AtomicU32) -> Result<Walked, PlatformError> {
        let paging = &ask.request.paging;
        let mut pass = Pass::default();
        let mut place = Place::first(paging);
        let mut seen = BTreeSet::new();
        for number in 0..PAGES {
            let mut ask = Ask { values: ask.values.clone(), object: None, ..*ask };
            ask.values.set(Placeholder::PageSize, ask.service().page_size);
            place.enter(&mut ask);
            let answer = match self.read(&ask, reads).await? {
                Answered::Answer(answer) => answer,
                Answered::NoSuchThing(why) if number == 0 => return Ok(Walked::NoSuchThing(why)),
                Answered::NoSuchThing(_) => {
                    pass.broken("a page in the middle isn't there");
                    break;
                }
            };
            let items = items(&ask, &answer)?;
            let total = paging.exact_total().and_then(|total| total.of(&answer));
            let came = items.len();
            let brought = pass.add(items, total);
            if pass.items.len() > ITEMS {
                pass.broken("it has no end");
                break;
            }
            let last = paging.more.as_ref().and_then(|more| more.of(&answer)?.as_bool());
            match place.next(paging, &answer, came) {
                None if matches!(paging.by, PagingBy::None) => break,
                None => {
                    pass.end();
                    break;
                }
                Some(_) if came == 0 || last == Some(false) => {
                    pass.end();
                    break;
                }
                Some(Place::Page(_) | Place::Offset(_)) if !brought || pass.has_all() => break,
                Some(Place::Cursor(Some(cursor))) if !seen.insert(cursor.clone()) => {
                    pass.broken("the pages go round in a circle");
                    break;
                }
                Some(next) => place = next,
            }
        }
        Ok(Walked::To(pass))
    }
}

/// What shows that a list is whole (DESIGN, paging).
fn proof(ask: &Ask<'_>) -> Proof {
    let paging = &ask.request.paging;
    match (paging.exact_total(), &paging.by) {
        (Some(_), _) => Proof::Total,
        (None, PagingBy::None) => match ask.wire.evidence {
            Evidence::Verified | Evidence::Recorded => Proof::Evidence,
            _ => ask.expected.map_or(Proof::None, Proof::Count),
        },
        (None, _) => Proof::End,
    }
}

/// Whether a list by itself shows that it is whole.
pub(super) fn proves_itself(ask: &Ask<'_>) -> bool {
    proof(ask) != Proof::None
}

enum Walked {
    To(Pass),
    NoSuchThing(String),
}

/// Where in a list we are.
enum Place {
    Only,
    Page(u64),
    Offset(u64),
    Cursor(Option<String>),
}

impl Place {
    const fn first(paging: &Paging) -> Self {
        match &paging.by {
            PagingBy::None => Self::Only,
            PagingBy::Page { first } => Self::Page(*first),
            PagingBy::Offset => Self::Offset(0),
            PagingBy::Cursor { .. } => Self::Cursor(None),
        }
    }

    fn enter(&self, ask: &mut Ask<'_>) {
        match self {
            Self::Only | Self::Cursor(None) => {}
            Self::Page(page) => ask.values.set(Placeholder::Page, *page),
            Self::Offset(offset) => ask.values.set(Placeholder::Offset, *offset),
            Self::Cursor(Some(cursor)) => ask.values.set(Placeholder::Cursor, cursor.as_str()),
        }
    }

    /// The next place; `None` at the end. An offset goes on by what came, not by what was asked for.
    fn next(&self, paging: &Paging, answer: &Value, came: usize) -> Option<Self> {
        match (self, &paging.by) {
            (Self::Page(page), _) => Some(Self::Page(page + 1)),
            (Self::Offset(offset), _) => Some(Self::Offset(offset + came as u64)),
            (_, PagingBy::Cursor { next, parameter }) => {
                let next = match next.of(answer)? {
                    Value::Null => return None,
                    Value::String(text) if text.is_empty() => return None,
                    Value::String(text) => text.clone(),
                    value => value.to_string(),
                };
                let cursor = match parameter {
                    Some(parameter) => parameter_of(&next, parameter),
                    None => Some(next),
                };
                let cursor = cursor.filter(|cursor| !cursor.is_empty());
                cursor.map(|cursor| Self::Cursor(Some(cursor)))
            }
            _ => None,
        }
    }
}

/// A query parameter of a URL, absolute or not.
fn parameter_of(url: &str, parameter: &str) -> Option<String> {
    let base = reqwest::Url::parse("https://host.invalid/").ok()?;
    let url = base.join(url).ok()?;
    url.query_pairs().find(|(name, _)| name == parameter).map(|(_, value)| value.into_owned())
}

/// The items of a page, each with what tells it apart.
fn items(ask: &Ask<'_>, answer: &Value) -> Result<Vec<Found>, PlatformError> {
    let found = ask.request.answer.get(Field::Items, answer).and_then(Value::as_array);
    let list = found.ok_or_else(|| {
        let place = match ask.request.answer.place(Field::Items) {
            Some(crate::platform::profile::Place::At(at)) => at.to_string(),
            _ => String::new(),
        };
        let came = trouble::shape(answer);
        PlatformError::new(format!(
            "{} failed: its answer has no list at `{place}`; {OTHERWISE} {came}",
            ask.operation
        ))
        .help("the profile doesn't fit this platform; see `rolecall doctor`")
    })?;
    let found = |value: &Value| {
        let item = Item { wire: ask.wire, value };
        let ignored = item.email().filter(|email| matches_any(&ask.target.ignore, email));
        let key = item.key().or_else(|| Some(ignored.as_ref()?.canonical().to_owned()));
        Found { key, ignored: ignored.is_some(), value: value.clone() }
    };
    Ok(list.iter().map(found).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cursor_of_an_absolute_url() {
        let next = "https://api.respond.io/v2/space/user?limit=100&cursorId=a%2Bb";
        assert_eq!(parameter_of(next, "cursorId").as_deref(), Some("a+b"));
        assert_eq!(parameter_of("/space/user?cursorId=7", "cursorId").as_deref(), Some("7"));
        assert_eq!(parameter_of(next, "page"), None);
    }
}
