use super::Client;
use super::ask::Ask;
use super::decode::Item;
use super::exchange::Exchange;
use super::pass::Pass;
use super::trouble;
use crate::model::{Collection, Completeness, Evidence, Field, Placeholder};
use crate::platform::PlatformError;
use crate::platform::http::Reply;
use crate::platform::profile::Paging;
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
        match self.exchange(ask).await {
            Exchange::Answered(reply) if trouble::says_success(service, &reply) => {
                let Reply { body, .. } = reply;
                Ok(Answered::Answer(body.json().cloned().unwrap_or(Value::Null)))
            }
            Exchange::Answered(reply)
                if reply.status == 404 && ask.wire.evidence == Evidence::Assumed =>
            {
                let said = trouble::describe(service, &reply).what;
                Ok(Answered::NoSuchThing(format!("{} is assumed: {said}", ask.operation)))
            }
            Exchange::Answered(reply) => Err(failed(trouble::describe(service, &reply))),
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
        let total_expected = matches!(ask.request.paging, Some(Paging::Page { .. }));
        let mut earlier: Option<Pass> = None;
        let mut doubt = None;
        for number in 0..PASSES {
            let pass = match self.walk(ask, reads).await? {
                Walked::To(pass) => pass,
                Walked::NoSuchThing(why) => return Ok(self.collection(ask, Vec::new(), Some(why))),
            };
            doubt = pass.doubt(total_expected);
            let settled = match &earlier {
                None => number == 0 && doubt.is_none(),
                Some(earlier) => pass.confirms(earlier, total_expected),
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
        for value in seen.items.values() {
            match decode(Item { wire: ask.wire, value }) {
                Ok(item) => items.push(item),
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

    async fn walk(&self, ask: &Ask<'_>, reads: &AtomicU32) -> Result<Walked, PlatformError> {
        let mut pass = Pass::default();
        let mut place = Place::first(ask.request.paging.as_ref());
        let mut seen = BTreeSet::new();
        for number in 0..PAGES {
            let mut ask = Ask { values: ask.values.clone(), ..*ask };
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
            let total = match &ask.request.paging {
                Some(Paging::Page { total, .. }) => total.of(&answer),
                Some(Paging::Cursor { .. }) | None => None,
            };
            let empty = items.is_empty();
            let brought = pass.add(&items, total);
            if pass.items.len() > ITEMS {
                pass.broken("it has no end");
                break;
            }
            let Some(next) = place.next(ask.request.paging.as_ref(), &answer) else { break };
            match &next {
                Place::Page(_) if empty || !brought || pass.has_all() => break,
                Place::Cursor(Some(cursor)) if !seen.insert(cursor.clone()) => {
                    pass.broken("the pages go round in a circle");
                    break;
                }
                _ => place = next,
            }
        }
        Ok(Walked::To(pass))
    }
}

enum Walked {
    To(Pass),
    NoSuchThing(String),
}

/// Where in a list we are.
enum Place {
    Only,
    Page(u64),
    Cursor(Option<String>),
}

impl Place {
    const fn first(paging: Option<&Paging>) -> Self {
        match paging {
            None => Self::Only,
            Some(Paging::Page { first, total: _ }) => Self::Page(*first),
            Some(Paging::Cursor { .. }) => Self::Cursor(None),
        }
    }

    fn enter(&self, ask: &mut Ask<'_>) {
        match self {
            Self::Only | Self::Cursor(None) => {}
            Self::Page(page) => ask.values.set(Placeholder::Page, *page),
            Self::Cursor(Some(cursor)) => ask.values.set(Placeholder::Cursor, cursor.as_str()),
        }
    }

    /// The next place; `None` at the end.
    fn next(&self, paging: Option<&Paging>, answer: &Value) -> Option<Self> {
        match (self, paging?) {
            (Self::Page(page), Paging::Page { .. }) => Some(Self::Page(page + 1)),
            (_, Paging::Cursor { next, parameter }) => {
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
                cursor.filter(|cursor| !cursor.is_empty()).map(|it| Self::Cursor(Some(it)))
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

/// The items of a page with their ids.
fn items(ask: &Ask<'_>, answer: &Value) -> Result<Vec<(Option<u64>, Value)>, PlatformError> {
    let found =
        ask.request.answer.get(&Field::Items).and_then(|pointer| pointer.of(answer)?.as_array());
    let list = found.ok_or_else(|| {
        let what = format!("{} failed: its answer has no list of items", ask.operation);
        PlatformError::new(what)
            .help("the profile doesn't fit this platform; see `rolecall doctor`")
    })?;
    let wire = ask.wire;
    Ok(list.iter().map(|value| (Item { wire, value }.number(Field::Id), value.clone())).collect())
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
