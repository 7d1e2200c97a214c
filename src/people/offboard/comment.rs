use super::find::{Place, line_of};
use super::mention::mentions;
use crate::manifest::SourceFile;
use crate::manifest::edit::{Written, written};
use crate::model::Email;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A comment that names somebody.
pub(super) struct Comment {
    /// The number of its file.
    pub(super) file: usize,
    pub(super) place: Place,
    text: String,
}

/// The comments of a file that name one of the people.
pub(super) fn comments(
    number: usize,
    file: &SourceFile,
    written: &Written,
    people: &BTreeSet<Email>,
) -> Vec<Comment> {
    let mut all = Vec::new();
    for (text, span) in &written.comments {
        for person in people.iter().filter(|person| mentions(text, person)) {
            let place = Place {
                person: person.clone(),
                file: Arc::new(file.path.clone()),
                line: line_of(&file.text, span.start),
                what: "comment".to_owned(),
            };
            all.push(Comment { file: number, place, text: text.clone() });
        }
    }
    all
}

/// The places of those that are still there in the new texts of files. Of some that say the same, those on lines that
/// go are gone first.
pub(super) fn kept(
    mut comments: Vec<Comment>,
    texts: &BTreeMap<String, String>,
    goes: impl Fn(&Comment) -> bool,
) -> Vec<Place> {
    comments.sort_by_cached_key(|it| goes(it));
    let mut left: BTreeMap<(Arc<String>, Email, String), usize> = BTreeMap::new();
    let files: BTreeSet<Arc<String>> = comments.iter().map(|it| it.place.file.clone()).collect();
    let people: BTreeSet<Email> = comments.iter().map(|it| it.place.person.clone()).collect();
    for file in files {
        let new = texts.get(&*file).and_then(|text| written(text));
        for (text, _) in new.into_iter().flat_map(|it| it.comments) {
            for person in &people {
                *left.entry((file.clone(), person.clone(), text.clone())).or_default() += 1;
            }
        }
    }
    let is_left = |Comment { file: _, place, text }: Comment| {
        if !texts.contains_key(&*place.file) {
            return Some(place);
        }
        let key = (place.file.clone(), place.person.clone(), text);
        let count = left.get_mut(&key).filter(|it| **it > 0)?;
        *count -= 1;
        Some(place)
    };
    comments.into_iter().filter_map(is_left).collect()
}
