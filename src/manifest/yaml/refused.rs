//! What YAML allows and manifests don't: tags, merge keys, keys that are no texts, keys that stand twice, and more than
//! anybody writes by hand.

use crate::manifest::diagnostic::{Code, Problem, escape};
use crate::manifest::node::{Key, Place};
use serde_saphyr::granit_parser::Tag;

/// Nodes that a file may have. Each takes some 100 bytes; a manifest of 50,000 people has 350,000.
pub(super) const MAX_NODES: usize = 500_000;
/// Nodes that anchors and aliases may add to a file.
pub(super) const MAX_COPIED: usize = 100_000;
/// Levels of nesting, aliases included.
pub(super) const MAX_DEPTH: usize = 64;

pub(super) fn too_deep(place: Place) -> Problem {
    Problem::new(Code::TooBig, place, "this is nested too deeply")
}

pub(super) fn too_many(place: Place) -> Problem {
    Problem::new(Code::TooBig, place, format!("the file has more than {MAX_NODES} values"))
}

pub(super) fn bomb(place: Place) -> Problem {
    let message = format!("anchors and aliases add more than {MAX_COPIED} values to this file");
    Problem::new(Code::TooBig, place, message)
}

pub(super) fn inside_itself(place: Place) -> Problem {
    Problem::new(Code::UnsupportedYaml, place, "an anchor can't be used inside of itself")
}

/// A tag, but the one that says what is there anyway.
pub(super) fn tag(tag: &Tag, place: Place) -> Problem {
    let message = format!("the tag `{}` is not read", escape(&tag.original()));
    let problem = Problem::new(Code::UnsupportedYaml, place, message);
    problem.help("leave it out; quote the value if it has to be a text")
}

pub(super) fn merge_key(place: Place) -> Problem {
    let problem = Problem::new(Code::UnsupportedYaml, place, "merge keys are not read");
    problem.help("write the fields out, or use a Template")
}

/// A key that is a list or a mapping. Nobody means one: `{{ … }}` is of another template language, or quotes are
/// missing.
pub(super) fn key(text: &str, place: Place) -> Problem {
    if text.starts_with("{{") {
        let message = "`{{ … }}` is not read: this is plain YAML";
        let help = "write the value itself; what clients have in common is a Template, with `${{ … }}` in it";
        return Problem::new(Code::UnsupportedYaml, place, message).help(help);
    }
    let problem = Problem::new(Code::UnsupportedYaml, place, "a key has to be a plain text");
    problem.help(
        "put quotes around a text that begins with `{` or `[`; an expression is written `${{ … }}`",
    )
}

pub(super) fn twice(key: &Key, first: Place) -> Problem {
    let message = format!("the key `{}` is here twice", escape(&key.text));
    Problem::new(Code::DuplicateKey, key.place, message).and(first, "it is here first")
}
