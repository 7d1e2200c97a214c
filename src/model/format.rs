use serde::Deserialize;
use serde_json::value::{RawValue, Value};
use std::collections::BTreeMap;

/// The fields of a JSON file, each as its text: to see what a file is, nothing in it is built. What is no object has
/// none.
#[derive(Debug, Default)]
pub struct Fields<'t>(BTreeMap<String, &'t RawValue>);

impl<'t> Fields<'t> {
    /// Of a field that stands twice, the last.
    ///
    /// # Errors
    /// Where the text is not JSON.
    pub fn of(text: &'t str) -> serde_json::Result<Self> {
        // What is wrong, reading all of it says best.
        let better = |error| serde_json::from_str::<Value>(text).err().unwrap_or(error);
        let whole: &RawValue = serde_json::from_str(text).map_err(better)?;
        match whole.get().starts_with('{') {
            true => serde_json::from_str(whole.get()).map(Self),
            false => Ok(Self::default()),
        }
    }

    /// The format that the file says in its field `format`, whatever else it is: `rolecall.plan/v1`.
    #[must_use]
    pub fn format(&self) -> String {
        self.read("format").unwrap_or_else(|| "no format".to_owned())
    }

    /// A field's text, where there is one.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&'t str> {
        self.0.get(name).map(|text| text.get())
    }

    /// What a field says, where it is of this type.
    #[must_use]
    pub fn read<T: Deserialize<'t>>(&self, name: &str) -> Option<T> {
        serde_json::from_str(self.get(name)?).ok()
    }

    /// All of them, by name.
    pub(crate) fn all(&self) -> impl Iterator<Item = (&str, &'t RawValue)> {
        self.0.iter().map(|(name, text)| (name.as_str(), *text))
    }
}

#[cfg(test)]
mod tests {
    use super::Fields;

    #[test]
    fn what_says_none_says_so() {
        let format = |text| Fields::of(text).unwrap().format();
        assert_eq!(format(r#" {"format": "rolecall.plan/v1", "id": 7}"#), "rolecall.plan/v1");
        for text in ["{}", r#"{"format": 1}"#, "[]", r#""rolecall.plan/v1""#, "null"] {
            assert_eq!(format(text), "no format");
        }
        for text in ["", "{", r#"{"format": }"#, "{} {}", r#"{"a": 01}"#] {
            assert!(Fields::of(text).is_err(), "{text}");
        }
    }
}
