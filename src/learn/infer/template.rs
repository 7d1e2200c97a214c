use super::explain::Meaning;
use super::keep::{is_name, is_pointer_of_names, shown};
use super::outcome::{Body, Learned, Reason};
use super::slots::Slot;
use super::value::tokens;
use crate::learn::recording::Exchange;
use crate::model::{Operation, Placeholder};
use std::collections::{BTreeMap, BTreeSet};

/// A request in placeholders, place by place.
#[derive(Clone, Debug)]
pub(super) struct Template {
    method: String,
    path: Vec<Option<String>>,
    query: Vec<(String, String)>,
    headers: Vec<(String, String)>,
    /// By pointer.
    body: BTreeMap<String, Body>,
    form: bool,
    pub(super) used: BTreeSet<Placeholder>,
}

impl Template {
    pub(super) fn of(exchange: &Exchange, form: bool) -> Self {
        Self {
            method: exchange.method.clone(),
            path: vec![None; exchange.path.len()],
            query: Vec::new(),
            headers: Vec::new(),
            body: BTreeMap::new(),
            form,
            used: BTreeSet::new(),
        }
    }

    /// Says what stands in a place.
    ///
    /// # Errors
    /// Where a profile can't say it there.
    pub(super) fn set(&mut self, slot: &Slot, meaning: Meaning) -> Result<(), Reason> {
        let text = match &meaning {
            Meaning::Placeholder(placeholder) => {
                self.used.insert(*placeholder);
                placeholder.to_string()
            }
            Meaning::Constant(value) => {
                let plain = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                plain.replace('{', "{{").replace('}', "}}")
            }
            Meaning::LeftOut | Meaning::Unexplained => return Ok(()),
        };
        match slot {
            Slot::Path(number) => {
                if let Meaning::Placeholder(placeholder) = meaning
                    && !placeholder.names_something()
                {
                    return Err(Reason::NoPlaceFor(placeholder.to_string()));
                }
                self.path[*number] = Some(text);
            }
            Slot::Query(name) | Slot::Header(name) if !is_name(&name.replace(['[', ']'], "")) => {
                return Err(Reason::Constant(shown(slot)));
            }
            Slot::Query(name) => self.query.push((name.clone(), text)),
            Slot::Header(name) => self.headers.push((name.clone(), text)),
            Slot::Body(pointer) => {
                if !is_pointer_of_names_and_numbers(pointer) {
                    return Err(Reason::Constant(shown(slot)));
                }
                let body = match meaning {
                    Meaning::Constant(value) => Body::Constant(value),
                    _ => Body::Text(text),
                };
                self.body.insert(pointer.clone(), body);
            }
        }
        Ok(())
    }

    /// Puts a list with an item for each of a batch into the body.
    pub(super) fn each(&mut self, at: &str, item: Self) {
        self.used.extend(item.used.iter().copied());
        let item = tree(item.body).unwrap_or(Body::Map(Vec::new()));
        self.body.insert(at.to_owned(), Body::Each(Box::new(item)));
    }

    /// Takes what it knows into an operation.
    ///
    /// # Errors
    /// Where the request lacks what the operation needs.
    pub(super) fn learned(self, operation: Operation) -> Result<Learned, Reason> {
        for needed in operation.definition().needs {
            let ways = needed.placeholders();
            if !ways.iter().any(|way| self.used.contains(way)) {
                let what = ways.first().map_or_else(String::new, ToString::to_string);
                return Err(Reason::NoPlaceFor(what));
            }
        }
        if self.method == "GET" && !self.body.is_empty() {
            return Err(Reason::OtherBody);
        }
        let path: Vec<_> = self.path.into_iter().map(Option::unwrap_or_default).collect();
        Ok(Learned {
            method: self.method,
            path: format!("/{}", path.join("/")),
            query: self.query,
            headers: self.headers,
            body: tree(self.body),
            is_form: self.form,
            ..Learned::default()
        })
    }
}

fn is_pointer_of_names_and_numbers(pointer: &str) -> bool {
    let named = tokens(pointer).into_iter().filter(|token| token.parse::<u8>().is_err());
    let named: String = named.map(|token| format!("/{token}")).collect();
    is_pointer_of_names(&named)
}

/// Places by pointer as one body.
fn tree(places: BTreeMap<String, Body>) -> Option<Body> {
    if places.is_empty() {
        return None;
    }
    if let Some(whole) = places.get("") {
        return Some(whole.clone());
    }
    let mut children: Vec<(String, BTreeMap<String, Body>)> = Vec::new();
    for (pointer, body) in places {
        let mut rest = pointer.splitn(3, '/').skip(1);
        let name = rest.next().unwrap_or_default().replace("~1", "/").replace("~0", "~");
        let inner = rest.next().map_or_else(String::new, |inner| format!("/{inner}"));
        match children.iter_mut().find(|(it, _)| *it == name) {
            Some((_, places)) => _ = places.insert(inner, body),
            None => children.push((name, BTreeMap::from([(inner, body)]))),
        }
    }
    let is_list = children.iter().enumerate().all(|(at, (name, _))| *name == at.to_string());
    let children = children.into_iter().filter_map(|(name, places)| Some((name, tree(places)?)));
    Some(match is_list {
        true => Body::List(children.map(|(_, body)| body).collect()),
        false => Body::Map(children.collect()),
    })
}
