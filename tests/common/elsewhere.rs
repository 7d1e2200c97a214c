//! What rolecall writes as YAML, read by an independent reader.

use rolecall::manifest::{Node, Scalar, Value, foreign};
use serde_yaml::Value as Other;

/// The reader that most programs have reads the same data in it.
#[track_caller]
pub(crate) fn reads_the_same(yaml: &str) {
    for document in yaml.split("\n---\n") {
        let ours = foreign(document).unwrap_or_else(|| panic!("we can't read it:\n{document}"));
        let theirs: Other = serde_yaml::from_str(document)
            .unwrap_or_else(|error| panic!("{error}, in:\n{document}"));
        if let Some(differs) = difference(&ours, &theirs) {
            panic!("{differs}, in:\n{document}");
        }
    }
}

/// Where they differ.
fn difference(ours: &Node, theirs: &Other) -> Option<String> {
    let same = match (&ours.value, theirs) {
        (Value::Null, Other::Null) => true,
        (Value::Scalar(Scalar { text, plain: _ }), Other::String(other)) => text == other,
        // What is a text to us in quotes must be one to everybody.
        (Value::Scalar(Scalar { text, plain: true }), Other::Number(number)) => {
            *text == number.to_string()
        }
        (Value::Scalar(Scalar { text, plain: true }), Other::Bool(bool)) => {
            *text == bool.to_string()
        }
        (Value::Sequence(ours), Other::Sequence(theirs)) if ours.len() == theirs.len() => {
            return ours.iter().zip(theirs).find_map(|(a, b)| difference(a, b));
        }
        (Value::Mapping(ours), Other::Mapping(theirs)) if ours.entries.len() == theirs.len() => {
            return ours.entries.iter().find_map(|(key, node)| {
                let Some(other) = theirs.get(key.text.as_str()) else {
                    return Some(format!("no `{}` there", key.text));
                };
                difference(node, other)
            });
        }
        _ => false,
    };
    (!same).then(|| format!("{ours:?} here, {theirs:?} there"))
}
