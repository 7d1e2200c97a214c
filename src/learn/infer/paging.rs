use super::lists::{Group, Page};
use super::slots::Slot;
use super::value::{is_nothing, last, leaves, scalar, whole};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// How a list goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Paging {
    pub(super) by: By,
    /// Where the answer says how many there are, and whether that was so.
    pub(super) total: Option<(String, bool)>,
    /// Where it says whether there are more.
    pub(super) more: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum By {
    None,
    Page { slot: Slot, first: u64 },
    Offset { slot: Slot },
    Cursor { slot: Slot, next: String, parameter: Option<String> },
}

impl By {
    /// Where the request says which page.
    pub(super) const fn slot(&self) -> Option<&Slot> {
        match self {
            Self::None => None,
            Self::Page { slot, .. } | Self::Offset { slot } | Self::Cursor { slot, .. } => {
                Some(slot)
            }
        }
    }
}

/// A whole walk through a list.
#[derive(Clone, Debug)]
pub(super) struct Look<'a> {
    /// Places of its first and its last page in the recording.
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) pages: Vec<Page<'a>>,
    /// Whether nothing of the list is missing.
    pub(super) is_whole: bool,
}

impl<'a> Look<'a> {
    pub(super) fn items(&self) -> impl Iterator<Item = &'a Value> {
        self.pages.iter().flat_map(|page| page.items)
    }
}

impl Paging {
    /// How this list goes on, as two pages of it show; `None` where there aren't two.
    pub(super) fn shown_by(group: &Group<'_>) -> Option<Self> {
        let slots: BTreeSet<_> = group.pages.iter().flat_map(|page| page.slots.keys()).collect();
        let by = slots.into_iter().find_map(|slot| advance(group, slot))?;
        Some(Self::with(group, by))
    }

    /// The same kind as another list of this console has, where the request has the same place for it.
    pub(super) fn like(group: &Group<'_>, other: &Self) -> Option<Self> {
        let slot = other.by.slot()?;
        let there = group.pages.iter().any(|page| page.slots.contains_key(slot));
        let answers =
            |at: &String| group.pages.iter().all(|page| page.answer.pointer(at).is_some());
        let same_answer = match &other.by {
            By::Cursor { next, .. } => answers(next),
            _ => there,
        };
        let more = other.more.iter().all(answers);
        let total = other.total.iter().all(|(at, _)| answers(at));
        (same_answer && more && total).then(|| other.clone())
    }

    /// A list that comes at once: nothing in request or answer is about pages, or the answer counts what it has.
    pub(super) fn at_once(group: &Group<'_>) -> Option<Self> {
        let paging = Self::with(group, By::None);
        let about_pages = |name: &str| {
            [
                "page", "offset", "limit", "size", "cursor", "after", "skip", "take", "start",
                "next", "more", "from",
            ]
            .iter()
            .any(|word| name.contains(word))
        };
        let asked = group.pages.iter().flat_map(|page| page.slots.keys());
        let asked = asked.filter(|slot| !matches!(slot, Slot::Header(_) | Slot::Path(_)));
        let mut names = asked.map(Slot::name).collect::<Vec<_>>();
        for page in &group.pages {
            names.extend(outside(group, page.answer).into_iter().map(|(at, _)| last(&at)));
        }
        let quiet = !names.iter().any(|name| about_pages(name));
        (quiet || matches!(paging.total, Some((_, true)))).then_some(paging)
    }

    fn with(group: &Group<'_>, by: By) -> Self {
        let mut paging = Self { by, total: None, more: None };
        let looks = paging.looks(group);
        paging.more = more(group, &looks);
        let looks = paging.looks(group);
        paging.total = total(group, &looks, &paging);
        paging
    }

    /// The walks through a list.
    pub(super) fn looks<'a>(&self, group: &Group<'a>) -> Vec<Look<'a>> {
        let longest = group.pages.iter().map(|page| page.items.len()).max().unwrap_or(0);
        let steady = group.steady_headers();
        let mut open: BTreeMap<String, Look<'a>> = BTreeMap::new();
        let mut looks = Vec::new();
        for page in &group.pages {
            let context = context(page, self.by.slot(), &steady);
            let begins = self.by.slot().is_none_or(|slot| is_first(page.slots.get(slot), &self.by));
            match open.remove(&context) {
                Some(mut look) if !begins => {
                    if self.follows(&look, page) {
                        look.end = page.order;
                        look.pages.push(page.clone());
                    }
                    open.insert(context, look);
                }
                before => {
                    looks.extend(before);
                    if begins {
                        let pages = vec![page.clone()];
                        let (start, end) = (page.order, page.order);
                        open.insert(context, Look { start, end, pages, is_whole: false });
                    }
                }
            }
        }
        looks.extend(open.into_values());
        for look in &mut looks {
            look.is_whole = self.is_whole(group, look, longest);
        }
        looks.sort_by_key(|look| (look.start, look.end));
        looks
    }

    fn follows(&self, look: &Look<'_>, page: &Page<'_>) -> bool {
        let Some(before) = look.pages.last() else { return false };
        let value = |page: &Page<'_>| page.slots.get(self.by.slot()?).cloned();
        let number = |page: &Page<'_>| value(page).as_ref().and_then(whole);
        match &self.by {
            By::None => false,
            By::Page { first, .. } => number(page) == Some(number(before).unwrap_or(*first) + 1),
            By::Offset { .. } => {
                let came = look.pages.iter().map(|page| page.items.len() as u64).sum();
                number(page) == Some(came)
            }
            By::Cursor { next, parameter, .. } => {
                let next = before.answer.pointer(next).and_then(scalar);
                let next = next.and_then(|next| match parameter {
                    Some(name) => parameter_of(&next, name),
                    None => Some(next),
                });
                next.is_some() && next == value(page).as_ref().and_then(scalar)
            }
        }
    }

    fn is_whole(&self, group: &Group<'_>, look: &Look<'_>, longest: usize) -> bool {
        let Some(end) = look.pages.last() else { return false };
        let distinct: BTreeSet<_> = look.items().map(|item| group.key_of(item)).collect();
        if let Some((at, true)) = &self.total {
            return end.answer.pointer(at).and_then(whole) == Some(distinct.len() as u64);
        }
        if let Some(more) = &self.more {
            return end.answer.pointer(more) == Some(&Value::Bool(false));
        }
        match &self.by {
            By::None => true,
            By::Cursor { next, .. } => end.answer.pointer(next).is_none_or(is_nothing),
            // Whether a full page is the last one, nothing says.
            By::Page { .. } | By::Offset { .. } => end.items.len() < longest,
        }
    }
}

/// What a page has in common with the others of its walk.
fn context(page: &Page<'_>, but: Option<&Slot>, steady: &BTreeSet<Slot>) -> String {
    let slots = page.slots.iter().filter(|(slot, _)| Some(*slot) != but);
    let slots = slots.filter(|(slot, _)| !matches!(slot, Slot::Header(_)) || steady.contains(slot));
    format!("{:?}", slots.collect::<Vec<_>>())
}

fn is_first(value: Option<&Value>, by: &By) -> bool {
    let Some(value) = value.filter(|value| !is_nothing(value)) else { return true };
    match by {
        By::Page { first, .. } => whole(value) == Some(*first),
        By::Offset { .. } => whole(value) == Some(0),
        By::None | By::Cursor { .. } => false,
    }
}

/// Whether this is where the request says which page: what goes on there from one page to the next, in every walk.
fn advance(group: &Group<'_>, slot: &Slot) -> Option<By> {
    if matches!(slot, Slot::Path(_) | Slot::Header(_)) {
        return None;
    }
    let mut page: Option<BTreeSet<u64>> = None;
    let mut offset = true;
    let mut cursors: Option<BTreeSet<(String, Option<String>)>> = None;
    let mut seen = false;
    for (before, after) in neighbours(group, slot) {
        let value = |page: &Page<'_>| page.slots.get(slot).filter(|it| !is_nothing(it)).cloned();
        let (Some(to), from) = (value(after), value(before)) else { continue };
        if from.as_ref() == Some(&to) {
            continue;
        }
        let (from_number, to_number) = (from.as_ref().and_then(whole), whole(&to));
        // A smaller number begins anew.
        if from_number.zip(to_number).is_some_and(|(from, to)| to < from) {
            continue;
        }
        let known: BTreeSet<_> = before.items.iter().map(|item| group.key_of(item)).collect();
        if before.items.is_empty() || after.items.iter().any(|it| known.contains(&group.key_of(it)))
        {
            return None;
        }
        seen = true;
        let firsts: BTreeSet<u64> = match (from_number, to_number) {
            (Some(from), Some(to)) if to == from + 1 => {
                if from <= 1 {
                    BTreeSet::from([from])
                } else {
                    BTreeSet::from([0, 1])
                }
            }
            (None, Some(2)) if from.is_none() => BTreeSet::from([1]),
            _ => BTreeSet::new(),
        };
        page = Some(page.map_or(firsts.clone(), |all| &all & &firsts));
        let came = before.items.len() as u64;
        offset &= to_number == Some(from_number.unwrap_or(0) + came);
        let found = scalar(&to).map(|to| cursor_places(before.answer, &to)).unwrap_or_default();
        cursors = Some(cursors.map_or(found.clone(), |all| &all & &found));
    }
    if !seen {
        return None;
    }
    let page = page.and_then(|firsts| firsts.into_iter().next());
    let cursor = cursors.and_then(|places| places.into_iter().next());
    let slot = slot.clone();
    match (page, offset, cursor) {
        (Some(first), false, None) => Some(By::Page { slot, first }),
        (None, true, None) => Some(By::Offset { slot }),
        // What the page before says is right whatever it means.
        (_, _, Some((next, parameter))) => Some(By::Cursor { slot, next, parameter }),
        _ => None,
    }
}

/// Pages that follow each other and differ in one place.
fn neighbours<'g, 'a>(
    group: &'g Group<'a>,
    slot: &Slot,
) -> impl Iterator<Item = (&'g Page<'a>, &'g Page<'a>)> {
    let steady = group.steady_headers();
    let mut before: BTreeMap<String, &Page<'a>> = BTreeMap::new();
    let pair = |page: &'g Page<'a>| {
        before.insert(context(page, Some(slot), &steady), page).map(|it| (it, page))
    };
    group.pages.iter().filter_map(pair).collect::<Vec<_>>().into_iter()
}

/// Where an answer says this text: alone, or as a parameter of a URL.
fn cursor_places(answer: &Value, text: &str) -> BTreeSet<(String, Option<String>)> {
    let mut places = BTreeSet::new();
    for (at, value) in leaves(answer) {
        let Some(said) = scalar(value) else { continue };
        // What stands in an item may be like a cursor by chance; where a page ends is said outside.
        if at.split('/').any(|token| token.parse::<usize>().is_ok()) {
            continue;
        }
        if said == text {
            places.insert((at, None));
        } else if let Some((_, query)) = said.split_once('?') {
            for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
                if value == text {
                    places.insert((at.clone(), Some(name.into_owned())));
                }
            }
        }
    }
    places
}

fn parameter_of(url: &str, name: &str) -> Option<String> {
    let (_, query) = url.split_once('?')?;
    let mut pairs = url::form_urlencoded::parse(query.as_bytes());
    pairs.find(|(it, _)| it == name).map(|(_, value)| value.into_owned())
}

/// What an answer says beside its items.
fn outside<'a>(group: &Group<'_>, answer: &'a Value) -> Vec<(String, &'a Value)> {
    let inside = |at: &str| {
        at.strip_prefix(&group.items).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    leaves(answer).into_iter().filter(|(at, _)| !inside(at)).collect()
}

/// Where all pages but the last say true, and the last false.
fn more(group: &Group<'_>, looks: &[Look<'_>]) -> Option<String> {
    let first = group.pages.first()?;
    let places = outside(group, first.answer).into_iter().filter(|(_, it)| it.is_boolean());
    let fits = |at: &String| {
        let says = |page: &Page<'_>| page.answer.pointer(at).and_then(Value::as_bool);
        let mut ended = looks.iter().filter(|look| look.pages.len() > 1).map(|look| {
            let (end, others) = look
                .pages
                .split_last()
                .map_or((None, &[][..]), |(end, others)| (says(end), others));
            others.iter().all(|page| says(page) == Some(true)).then_some(end).flatten()
        });
        let always = group.pages.iter().all(|page| says(page).is_some());
        let all: Vec<_> = ended.by_ref().collect();
        always && all.contains(&Some(false)) && all.iter().all(Option::is_some)
    };
    places.map(|(at, _)| at).find(fits)
}

/// Where the answer counts all items, and whether it counted right.
fn total(group: &Group<'_>, looks: &[Look<'_>], paging: &Paging) -> Option<(String, bool)> {
    let first = group.pages.first()?;
    let counted = |look: &Look<'_>| {
        let keys: BTreeSet<_> = look.items().map(|item| group.key_of(item)).collect();
        keys.len() as u64
    };
    let mut places: Vec<_> = outside(group, first.answer)
        .into_iter()
        .filter(|(_, value)| whole(value).is_some())
        .map(|(at, _)| at)
        .collect();
    let named = |at: &String| last(at).contains("total") || last(at).contains("count");
    places.sort_by_key(|at| (!named(at), at.len(), at.clone()));
    let ends = |look: &&Look<'_>| match (&paging.by, &paging.more) {
        (By::None, _) | (_, Some(_)) | (By::Cursor { .. }, _) => look.is_whole,
        _ => false,
    };
    for at in &places {
        let says = |look: &Look<'_>| {
            let said: BTreeSet<_> =
                look.pages.iter().map(|page| page.answer.pointer(at).and_then(whole)).collect();
            if said.len() == 1 { said.into_iter().next().flatten() } else { None }
        };
        let right = looks.iter().filter(|look| says(look) == Some(counted(look)));
        let values: BTreeSet<_> = right.clone().map(&says).collect();
        let proven = named(at) || values.len() > 1;
        let never_less = looks.iter().all(|look| says(look).is_some_and(|it| it >= counted(look)));
        let never_wrong = looks.iter().filter(ends).all(|look| says(look) == Some(counted(look)));
        if never_less && proven && right.count() > 0 && never_wrong {
            return Some((at.clone(), true));
        }
    }
    let wrong = places.into_iter().find(named)?;
    Some((wrong, false))
}
