use super::cast::Cast;
use super::slots::{Slot, Slots, slots};
use super::value::{fields, lists};
use crate::learn::recording::Exchange;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// One answer with a part of a list.
#[derive(Clone, Debug)]
pub(super) struct Page<'a> {
    /// Its place in the recording.
    pub(super) order: usize,
    pub(super) exchange: &'a Exchange,
    pub(super) slots: Slots,
    pub(super) answer: &'a Value,
    pub(super) items: &'a [Value],
}

/// Reads that differ in values alone, and where their list is.
#[derive(Clone, Debug)]
pub(super) struct Group<'a> {
    pub(super) pages: Vec<Page<'a>>,
    /// Pointer of the list.
    pub(super) items: String,
    /// Pointer, within an item, of what the script knows it by: an address, or a name.
    pub(super) key: String,
    /// What is known by several names: each with the first of them.
    pub(super) aliases: BTreeMap<String, String>,
}

/// What the items of a list are known by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Known {
    /// Addresses of the script's people.
    People,
    /// Names of its workspaces.
    Spaces,
}

/// Method and path of a request, ids left out.
pub(super) fn kin(exchange: &Exchange) -> (String, Vec<String>) {
    let path = exchange.path.iter();
    let path = path.map(|segment| if is_value(segment) { "*".to_owned() } else { segment.clone() });
    (exchange.method.clone(), path.collect())
}

/// Whether a segment of a path may be a value. Versions are none.
fn is_value(segment: &str) -> bool {
    let version = segment.strip_prefix(['v', 'V']);
    let is_version = version.is_some_and(|it| it.len() < 4 && it.parse::<f32>().is_ok());
    !is_version && segment.chars().any(|c| c.is_ascii_digit() || c == '@' || c == ' ')
}

/// Whether the platform took the request.
pub(super) const fn succeeded(exchange: &Exchange) -> bool {
    matches!(exchange.status, 200..=299)
}

/// All that may be a list of the script's people or workspaces.
pub(super) fn groups<'a>(exchanges: &'a [Exchange], cast: &Cast, known: Known) -> Vec<Group<'a>> {
    let is_known = |value: &Value| {
        let Some(text) = value.as_str() else { return false };
        match known {
            Known::People => cast.people.contains(text.trim().to_lowercase().as_str()),
            Known::Spaces => cast.space_called(text).is_some(),
        }
    };
    let renamed = cast.spaces.iter().flat_map(|names| {
        let first = names.first().map(|name| name.to_lowercase()).unwrap_or_default();
        names.iter().map(move |name| (name.to_lowercase(), first.clone()))
    });
    let aliases: BTreeMap<String, String> = renamed.collect();
    let mut places = BTreeSet::new();
    for exchange in exchanges.iter().filter(|it| succeeded(it)) {
        for (at, items) in exchange.answer.value().into_iter().flat_map(lists) {
            for (key, _) in items.iter().flat_map(fields).filter(|(_, value)| is_known(value)) {
                places.insert((kin(exchange), at.clone(), key));
            }
        }
    }
    let group = |((method, path), at, key): (_, String, String)| {
        let page = |(order, exchange): (usize, &'a Exchange)| {
            let answer = exchange.answer.value()?;
            let items = answer.pointer(&at)?.as_array()?;
            Some(Page { order, exchange, slots: slots(exchange), answer, items })
        };
        let same = |(_, exchange): &(usize, &Exchange)| {
            succeeded(exchange) && kin(exchange) == (String::clone(&method), Vec::clone(&path))
        };
        let pages = exchanges.iter().enumerate().filter(same).filter_map(page).collect();
        Group { pages, items: at, key, aliases: aliases.clone() }
    };
    let found = places.into_iter().map(group);
    found.filter(|group| group.every_item_has_a_key(known)).collect()
}

impl<'a> Group<'a> {
    fn every_item_has_a_key(&self, known: Known) -> bool {
        let mut items = self.pages.iter().flat_map(|page| page.items);
        items.all(|item| {
            let key = item.pointer(&self.key).and_then(Value::as_str);
            key.is_some_and(|key| known == Known::Spaces || key.contains('@'))
        })
    }

    /// What tells an item apart, as the script knows it.
    pub(super) fn key_of(&self, item: &Value) -> String {
        let key = item.pointer(&self.key).and_then(Value::as_str).unwrap_or_default();
        let key = key.trim().to_lowercase();
        self.aliases.get(&key).cloned().unwrap_or(key)
    }

    /// Headers that say the same more often than not: the others name the single request.
    pub(super) fn steady_headers(&self) -> BTreeSet<Slot> {
        let mut values: BTreeMap<&Slot, Vec<&Value>> = BTreeMap::new();
        for page in &self.pages {
            for (slot, value) in page.slots.iter().filter(|(it, _)| matches!(it, Slot::Header(_))) {
                values.entry(slot).or_default().push(value);
            }
        }
        let is_steady = |all: &Vec<&Value>| {
            let distinct: BTreeSet<_> = all.iter().map(|value| value.to_string()).collect();
            distinct.len() * 2 <= all.len()
        };
        let steady = values.into_iter().filter(|(_, all)| is_steady(all));
        steady.map(|(slot, _)| slot.clone()).collect()
    }

    /// Pointers to scalars that are in every item, unlike in each, and the same for ever: any of them may be its id.
    pub(super) fn ids(&self) -> Vec<String> {
        let mut always: Option<BTreeSet<String>> = None;
        let mut of: BTreeMap<(String, String), BTreeSet<String>> = BTreeMap::new();
        for item in self.pages.iter().flat_map(|page| page.items) {
            let here: Vec<_> = fields(item)
                .into_iter()
                .filter(|(at, value)| *at != self.key && may_be_id(value))
                .collect();
            let names: BTreeSet<_> = here.iter().map(|(at, _)| at.clone()).collect();
            always = Some(always.map_or(names.clone(), |all| &all & &names));
            for (at, value) in here {
                of.entry((at, value.to_string())).or_default().insert(self.key_of(item));
            }
        }
        let unlike = |at: &String| {
            let mut owners = of.iter().filter(|((pointer, _), _)| pointer == at);
            owners.all(|(_, keys)| keys.len() == 1)
        };
        let steady = |at: &String| {
            let mut values: BTreeMap<&String, BTreeSet<&String>> = BTreeMap::new();
            for ((_, value), keys) in of.iter().filter(|((pointer, _), _)| pointer == at) {
                for key in keys {
                    values.entry(key).or_default().insert(value);
                }
            }
            values.values().all(|values| values.len() == 1)
        };
        let mut ids: Vec<_> = always.unwrap_or_default().into_iter().collect();
        ids.retain(|at| unlike(at) && steady(at));
        ids
    }
}

/// What an id can be: a whole number or a short text without spaces.
fn may_be_id(value: &Value) -> bool {
    match value {
        Value::Number(number) => number.is_u64(),
        Value::String(text) => crate::model::UserId::of_text(text).is_some() && !text.contains('@'),
        _ => false,
    }
}
