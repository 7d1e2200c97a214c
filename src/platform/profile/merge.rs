use crate::manifest::{Key, Mapping, Node, Value};
use std::collections::HashMap;

/// What a Platform says on top of the one it extends. A field that it sets to nothing (`null`) is taken out.
pub(super) fn over(base: &Node, own: &Node) -> Node {
    overlay(base, own, &|key, base, own| match key {
        "headers" => overlay(base, own, &|_, _, own| own.clone()),
        "words" => overlay(base, own, &|_, base, own| words(base, own)),
        "operations" => overlay(base, own, &|_, base, own| match own.get("from") {
            // An operation that is taken from elsewhere has nothing of the one it replaces.
            Some(_) => own.clone(),
            None => operation(base, own),
        }),
        _ => own.clone(),
    })
}

/// Words are replaced one by one; one that is `null` stays: nobody knows it.
fn words(base: &Node, own: &Node) -> Node {
    let (Value::Mapping(under), Value::Mapping(over)) = (&base.value, &own.value) else {
        return own.clone();
    };
    let replaced = over.by_key();
    let kept = under.entries.iter().filter(|(key, _)| !replaced.contains_key(key.text.as_str()));
    let entries = kept.chain(&over.entries).cloned().collect();
    Node { value: Value::Mapping(Mapping { entries }), place: own.place }
}

/// What is said of one operation, on top of what another profile says of it.
pub(super) fn operation(base: &Node, own: &Node) -> Node {
    overlay(base, own, &|_, _, own| own.clone())
}

/// The same without one field.
pub(super) fn without(node: &Node, field: &str) -> Node {
    let mut node = node.clone();
    if let Value::Mapping(mapping) = &mut node.value {
        mapping.entries.retain(|(key, _)| key.text != field);
    }
    node
}

fn overlay(base: &Node, own: &Node, merge: &dyn Fn(&str, &Node, &Node) -> Node) -> Node {
    let (Value::Mapping(under), Value::Mapping(over)) = (&base.value, &own.value) else {
        return own.clone();
    };
    let mut entries: Vec<(Key, Node)> = Vec::new();
    let keys = over.entries.iter().map(|it| (it.0.text.as_str(), it));
    let replacing: HashMap<_, _> = keys.collect();
    for (key, node) in &under.entries {
        match replacing.get(key.text.as_str()) {
            None => entries.push((key.clone(), node.clone())),
            Some((_, replacing)) if matches!(replacing.value, Value::Null) => {}
            Some((key, replacing)) => {
                entries.push((key.clone(), merge(&key.text, node, replacing)));
            }
        }
    }
    let known = under.by_key();
    for (key, node) in &over.entries {
        if !known.contains_key(key.text.as_str()) && !matches!(node.value, Value::Null) {
            entries.push((key.clone(), node.clone()));
        }
    }
    Node { value: Value::Mapping(Mapping { entries }), place: own.place }
}
