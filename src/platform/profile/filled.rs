use super::words::Words;
use crate::model::{
    Argument, FieldValue, NewAccess, Operation, Placeholder, Restriction, Restrictions, Text,
    Values,
};
use serde_json::Value;
use std::collections::BTreeMap;

/// A part of a profile that takes placeholders.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// Path of an operation.
    Path(Operation),
    /// Query, headers or body of an operation.
    Content(Operation),
    /// One item of a batch in the body of an operation.
    Item(Operation),
    /// What a person clicks.
    Clicks(Operation),
    /// Headers of every call.
    Headers,
    /// Path of the login.
    LoginPath,
    /// Body of the login.
    Login,
}

impl Part {
    /// The placeholders that have a value there.
    pub(crate) fn placeholders(self) -> Vec<Placeholder> {
        use Placeholder as P;
        let of = |operation: Operation| {
            let about_one = operation != Operation::ListOrganizations;
            let arguments = about_one.then_some(Argument::Organization).into_iter();
            arguments.chain(operation.definition().arguments()).flat_map(Argument::placeholders)
        };
        match self {
            Self::Headers => vec![P::Token, P::Organization],
            Self::LoginPath => Vec::new(),
            Self::Login => vec![P::Email, P::Password],
            Self::Content(operation) => of(operation).collect(),
            Self::Path(operation) => of(operation).filter(|one| one.names_something()).collect(),
            Self::Item(operation) => {
                let outside = Argument::Workspace.placeholders();
                of(operation).filter(|one| !outside.contains(one)).collect()
            }
            Self::Clicks(operation) if operation.is_read() => Vec::new(),
            Self::Clicks(operation) => {
                let changes = operation == Operation::ChangeWorkspaceAccess;
                let told = of(operation).filter(|one| one.is_for_people());
                told.chain(changes.then_some(P::OtherRestrictions)).collect()
            }
        }
    }
}

/// Placeholders with their values on the wire. One that is not in here leaves out the part it stands in.
#[derive(Clone, Debug, Default)]
pub(crate) struct Filled {
    values: BTreeMap<Placeholder, Value>,
    /// Each item of a batch.
    pub(crate) items: Vec<Self>,
}

impl Filled {
    /// What a call puts into its request.
    pub(crate) fn of(values: &Values, words: &Words) -> Self {
        use Placeholder as P;
        let Values { workspace, user, role, restrictions, .. } = values;
        let Values { organization_name, fields, reassign_to, users, unchanged, .. } = values;
        let mut filled = Self::default();
        if let Some(id) = workspace.as_ref().and_then(|workspace| workspace.id) {
            filled.set(P::Workspace, id.json());
        }
        if let Some(user) = user {
            filled.set(P::Email, user.email.as_str());
            filled.maybe(P::User, user.id.map(|id| id.json()));
        }
        if let Some(user) = reassign_to {
            filled.set(P::ReassignToEmail, user.email.as_str());
            filled.maybe(P::ReassignTo, user.id.map(|id| id.json()));
        }
        filled.maybe(P::Role, role.and_then(|role| words.role(role)));
        if let Some(set) = restrictions {
            let list: Option<Vec<_>> =
                set.iter().map(|one| words.restrictions.write(*one)).collect();
            filled.maybe(P::Restrictions, list);
            for one in Restriction::ALL {
                filled.set(P::Restriction(*one), set.contains(one));
                filled.set(P::NotRestriction(*one), !set.contains(one));
            }
        }
        filled.maybe(P::Name, organization_name.as_deref());
        for field in fields.iter() {
            match field.value() {
                FieldValue::Text(text) => filled.set(field.placeholder(), text),
                FieldValue::Limit(limit) => {
                    let number = limit.number().map(Value::from);
                    filled.set(P::ContactLimit, number.unwrap_or_else(|| words.unlimited.clone()));
                    filled.set(P::ContactLimitEnabled, limit.number().is_some());
                }
            }
        }
        for placeholder in unchanged.iter().flat_map(|argument| argument.placeholders()) {
            filled.values.remove(&placeholder);
        }
        filled.items = users.iter().map(|user| Self::new_access(user, words)).collect();
        if let [only] = filled.items.as_slice() {
            // One person a call may stand anywhere.
            filled.values.extend(only.values.clone());
        }
        filled
    }

    /// One of a batch. No list of restrictions is sent where there are none.
    fn new_access(user: &NewAccess, words: &Words) -> Self {
        let mut filled = Self::of(&user.into(), words);
        if user.restrictions.as_ref().is_none_or(Restrictions::is_empty) {
            filled.values.remove(&Placeholder::Restrictions);
        }
        filled
    }

    /// Sets a value.
    pub(crate) fn set(&mut self, placeholder: Placeholder, value: impl Into<Value>) {
        self.values.insert(placeholder, value.into());
    }

    fn maybe(&mut self, placeholder: Placeholder, value: Option<impl Into<Value>>) {
        if let Some(value) = value {
            self.set(placeholder, value);
        }
    }

    /// The same with a value set.
    #[must_use]
    pub(crate) fn with(mut self, placeholder: Placeholder, value: impl Into<Value>) -> Self {
        self.set(placeholder, value);
        self
    }

    /// The text with its values; `None` where one is not given.
    pub(crate) fn text(&self, text: &Text) -> Option<String> {
        text.fill(|placeholder| match self.values.get(&placeholder)? {
            Value::String(value) => Some(value.clone()),
            value => Some(value.to_string()),
        })
    }

    /// A path with its values, each percent-encoded; `None` where one is not given, or would lead elsewhere.
    pub(crate) fn path(&self, text: &Text) -> Option<String> {
        text.fill(|placeholder| {
            let plain = match self.values.get(&placeholder)? {
                Value::String(value) => value.clone(),
                value => value.to_string(),
            };
            let leads_elsewhere = plain.is_empty() || plain == "." || plain == "..";
            (!leads_elsewhere).then(|| percent_encoded(&plain))
        })
    }

    /// The value of a text, which keeps its type where the text is one placeholder and nothing else.
    pub(crate) fn value(&self, text: &Text) -> Option<Value> {
        match text.only_placeholder() {
            Some(placeholder) => self.values.get(&placeholder).cloned(),
            None => self.text(text).map(Value::String),
        }
    }
}

/// Everything but letters, digits and `-._~` (RFC 3986, unreserved).
fn percent_encoded(text: &str) -> String {
    use std::fmt::Write as _;
    text.bytes().fold(String::new(), |mut encoded, byte| {
        match byte {
            b'-' | b'.' | b'_' | b'~' => encoded.push(char::from(byte)),
            _ if byte.is_ascii_alphanumeric() => encoded.push(char::from(byte)),
            _ => _ = write!(encoded, "%{byte:02X}"),
        }
        encoded
    })
}
