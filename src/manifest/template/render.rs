use super::expression::{Engine, MAX_ITEMS, too_many};
use super::failed::Failed;
use super::parameter::identifier;
use super::scan::{Part, has_expression, parts, whole};
use super::scope::Scope;
use super::undefined::Name;
use crate::manifest::diagnostic::{Code, Problem, Report};
use crate::manifest::node::{Key, Mapping, Node, Place, Scalar, Span, Value};
use crate::manifest::reader::Fields;

/// Values that one client's organization may have.
const MAX_NODES: usize = 200_000;

/// Puts a client's parameters into a template's tree.
pub(super) struct Renderer<'e, 'l, 'f> {
    pub(super) engine: &'e Engine<'l>,
    /// Where the client names the template: the client's place of all that is the template's own.
    pub(super) client: Span,
    pub(super) report: &'e Report<'f>,
    pub(super) nodes: usize,
}

/// It was told why there is nothing.
pub(super) struct Told;

impl Renderer<'_, '_, '_> {
    /// Renders a node; `None` where it is left out, because the parameter it stands for is.
    pub(super) fn node(&mut self, node: &Node, scope: &Scope) -> Result<Option<Node>, Told> {
        let place = self.own(node.place);
        self.count(1, place)?;
        let value = match &node.value {
            Value::Null => Value::Null,
            Value::Scalar(scalar) if has_expression(&scalar.text) => {
                return self.text(&scalar.text, scope, place);
            }
            Value::Scalar(scalar) => Value::Scalar(scalar.clone()),
            Value::Sequence(items) => {
                let mut rendered = Vec::with_capacity(items.len());
                let results = items.iter().map(|item| self.item(item, scope, &mut rendered));
                all(results)?;
                Value::Sequence(rendered)
            }
            Value::Mapping(mapping) => {
                let mut entries = Vec::with_capacity(mapping.entries.len());
                all(mapping.entries.iter().map(|(key, node)| {
                    let key = Key { text: key.text.clone(), place: self.own(key.place) };
                    entries.extend(self.node(node, scope)?.map(|node| (key, node)));
                    Ok(())
                }))?;
                let mapping = Mapping { entries };
                let place = self.named(&mapping).map_or(place, |at| Place { at, via: place.via });
                return Ok(Some(Node { value: Value::Mapping(mapping), place }));
            }
        };
        Ok(Some(Node { value, place }))
    }

    /// Where the client says who or what this is, if it does: the best line for all of it.
    fn named(&self, mapping: &Mapping) -> Option<Span> {
        let fields = ["email", "name", "group"].into_iter();
        let mut places = fields.filter_map(|name| mapping.get(name)).map(|node| node.place.at);
        places.find(|at| *at != self.client)
    }

    /// A text with expressions. One that is all of the text gives its value, with its type.
    fn text(&mut self, text: &str, scope: &Scope, place: Place) -> Result<Option<Node>, Told> {
        let Some(parts) = parts(text) else {
            return Err(self.fail(place, Failed::new("this expression is not closed")));
        };
        if let Some(source) = whole(&parts) {
            let value = self.value(source, scope, place)?;
            if let Some(node) = &value {
                self.count(size(node), place)?;
            }
            return Ok(value);
        }
        let mut joined = String::new();
        let mut at = place;
        for part in parts {
            match part {
                Part::Text(text) => joined.push_str(text),
                Part::Expression(source) => {
                    let value = self.value(source, scope, place)?;
                    let Some(Node { value: Value::Scalar(scalar), place }) = value else {
                        let failed = match value {
                            None if scope.get(source).is_some() => {
                                Name::Parameter(source.to_owned()).failed()
                            }
                            None => Failed::new("the expression has no value, and this needs one"),
                            Some(_) => Failed::new("only single values can be put into a text"),
                        };
                        return Err(self.fail(at, failed));
                    };
                    joined.push_str(&scalar.text);
                    if at.at == self.client {
                        at = place;
                    }
                }
            }
        }
        Ok(Some(Node::text(&joined, at)))
    }

    /// The value of an expression. A name alone gives the client's own node, with its places.
    fn value(&self, source: &str, scope: &Scope, place: Place) -> Result<Option<Node>, Told> {
        if let Some((bound, node)) = scope.path(source) {
            let mut node = node.clone();
            node.move_to(|from| Place {
                at: if bound.given { from.at } else { self.client },
                via: place.via,
            });
            return Ok((!matches!(node.value, Value::Null)).then_some(node));
        }
        if scope.get(source).is_some() {
            return Ok(None);
        }
        let given = self.engine.uses(source).into_iter().find_map(|name| {
            let bound = scope.get(&name).filter(|bound| bound.given)?;
            bound.node.as_ref().map(|node| node.place.at)
        });
        let place = Place { at: given.unwrap_or(place.at), via: place.via };
        self.engine.evaluate(source, scope, place).map_err(|failed| self.fail(place, failed))
    }

    /// An item of a list: itself, or what `for` and `if` make of it.
    fn item(&mut self, item: &Node, scope: &Scope, out: &mut Vec<Node>) -> Result<(), Told> {
        let place = self.own(item.place);
        if item.get("for").is_none() && item.get("if").is_none() {
            out.extend(self.node(item, scope)?);
            return self.room(out, place);
        }
        let told = self.report.errors();
        let fields = Fields::named(item, &["for", "in", "if", "item"], self.report).ok_or(Told)?;
        let inner = fields.required("item");
        let looped = match (fields.optional("for"), fields.optional("in")) {
            (None, None) => None,
            (Some(name), Some(list)) => identifier(name, self.report).map(|name| (name, list)),
            _ => {
                let failed = Failed::new("`for` and `in` belong together");
                return Err(self.fail_as(Code::InvalidItem, place, failed));
            }
        };
        let condition = fields.optional("if");
        let Some(inner) = inner.filter(|_| self.report.errors() == told) else { return Err(Told) };
        let Some((name, list)) = looped else {
            if self.holds(condition, scope)? {
                self.item(inner, scope, out)?;
            }
            return Ok(());
        };
        let list_place = self.own(list.place);
        let items = match self.node(list, scope)?.map(|node| (node.value, node.place)) {
            None => Vec::new(),
            Some((Value::Sequence(items), _)) => items,
            Some((other, place)) => {
                let failed = Failed::new(format!("`in` has to be a list, and this is {other}"));
                return Err(self.fail_as(Code::InvalidItem, place, failed));
            }
        };
        if items.len() > MAX_ITEMS {
            return Err(self.fail_as(Code::TooBig, list_place, too_many()));
        }
        for value in items {
            let given = value.place.at != self.client;
            let scope = scope.with(&name, value, given);
            if self.holds(condition, &scope)? {
                self.item(inner, &scope, out)?;
            }
        }
        Ok(())
    }

    /// Whether an `if` includes its item. A parameter that was left out counts as `false`.
    fn holds(&mut self, condition: Option<&Node>, scope: &Scope) -> Result<bool, Told> {
        let Some(condition) = condition else { return Ok(true) };
        let Some(node) = self.node(condition, scope)? else { return Ok(false) };
        match &node.value {
            Value::Scalar(Scalar { text, plain: true }) if text == "true" => Ok(true),
            Value::Scalar(Scalar { text, plain: true }) if text == "false" => Ok(false),
            _ => {
                let failed = Failed::new("`if` has to be `true` or `false`");
                Err(self.fail_as(Code::InvalidItem, node.place, failed))
            }
        }
    }

    fn room(&self, out: &[Node], place: Place) -> Result<(), Told> {
        match out.len() > MAX_ITEMS {
            true => Err(self.fail_as(Code::TooBig, place, too_many())),
            false => Ok(()),
        }
    }

    fn count(&mut self, nodes: usize, place: Place) -> Result<(), Told> {
        self.nodes += nodes;
        if self.nodes > MAX_NODES {
            let failed = Failed::new(format!("the template makes more than {MAX_NODES} values"));
            return Err(self.fail_as(Code::TooBig, place, failed));
        }
        if self.report.take(nodes, place) { Ok(()) } else { Err(Told) }
    }

    /// The place of something that is the template's own.
    fn own(&self, place: Place) -> Place {
        Place { at: self.client, via: Some(place.written()) }
    }

    fn fail(&self, place: Place, failed: Failed) -> Told {
        self.fail_as(Code::Expression, place, failed)
    }

    fn fail_as(&self, code: Code, place: Place, failed: Failed) -> Told {
        let problem = Problem::new(code, place, failed.message).maybe_help(failed.help);
        self.report.tell(problem);
        Told
    }
}

/// Goes through all of them, so that what is wrong is told at once; too much of it ends that.
fn all(results: impl Iterator<Item = Result<(), Told>>) -> Result<(), Told> {
    const PATIENCE: usize = 20;
    match results.filter(Result::is_err).take(PATIENCE).count() {
        0 => Ok(()),
        _ => Err(Told),
    }
}

fn size(node: &Node) -> usize {
    match &node.value {
        Value::Null | Value::Scalar(_) => 1,
        Value::Sequence(items) => 1 + items.iter().map(size).sum::<usize>(),
        Value::Mapping(mapping) => {
            1 + mapping.entries.iter().map(|(_, node)| size(node)).sum::<usize>()
        }
    }
}
