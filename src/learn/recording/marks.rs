use crate::learn::script::{Script, StepValues};
use crate::model::ContactLimit;
use regex::{Regex, RegexBuilder};
use std::collections::BTreeSet;

/// The values of a script that nothing else has, to be found in any text.
#[derive(Clone, Debug)]
pub struct Marks {
    /// What nothing else has.
    own: Option<Regex>,
    /// The organization's id, which may be any short number.
    id: Option<Regex>,
}

impl Marks {
    /// Addresses, names and limits of a script, as they stand in JSON, URLs and forms.
    #[must_use]
    pub fn of(script: &Script) -> Self {
        let mut texts = BTreeSet::new();
        for step in &script.steps {
            let StepValues {
                user, email, workspace, name, contact_limit, reassign_to, users, ..
            } = &step.values;
            let people = user.iter().chain(email).chain(reassign_to);
            let people = people.chain(users.iter().map(|user| &user.email));
            texts.extend(people.map(ToString::to_string));
            texts.extend(workspace.iter().chain(name).cloned());
            if let Some(ContactLimit::Limited(limit)) = contact_limit {
                texts.insert(limit.to_string());
            }
        }
        let forms: BTreeSet<_> = texts.iter().flat_map(|text| forms(text)).collect();
        let any = forms.iter().map(|form| regex::escape(form)).collect::<Vec<_>>().join("|");
        let id = format!(r"\b{}\b", regex::escape(&script.organization.to_string()));
        Self {
            own: match any.is_empty() {
                true => None,
                false => RegexBuilder::new(&any).case_insensitive(true).build().ok(),
            },
            id: Regex::new(&id).ok(),
        }
    }

    /// Whether a text has a value of the script in it.
    pub(super) fn are_in(&self, text: &str) -> bool {
        self.own.as_ref().is_some_and(|marks| marks.is_match(text))
    }

    /// Whether a text has the organization's id in it: where somebody has one organization only, that is all that a
    /// list of organizations has in common with the script.
    pub(super) fn have_id_in(&self, text: &str) -> bool {
        self.id.as_ref().is_some_and(|id| id.is_match(text))
    }
}

fn forms(text: &str) -> [String; 4] {
    let form: String = url::form_urlencoded::byte_serialize(text.as_bytes()).collect();
    let json = serde_json::Value::from(text).to_string();
    let json = json.trim_matches('"').to_owned();
    let path = form.replace('+', "%20");
    [text.to_owned(), json, path, form]
}
