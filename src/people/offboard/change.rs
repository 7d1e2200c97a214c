use crate::manifest::SourceFile;
use crate::manifest::edit::{Edit, Refused, edit};
use std::collections::BTreeMap;

/// A change that is asked for, by the number of its file and of its document there. `T` is what it is about.
pub(super) struct Asked<T> {
    pub(super) file: usize,
    pub(super) document: usize,
    pub(super) edits: Vec<Edit>,
    pub(super) about: T,
}

/// New texts of files by number, and the changes that can't be made in place, with why. Those of one document are made
/// together where that goes, else one by one.
pub(super) fn made<T>(
    files: &[SourceFile],
    asked: Vec<Asked<T>>,
) -> (BTreeMap<usize, String>, Vec<(T, Refused)>) {
    let mut by_document: BTreeMap<(usize, usize), Vec<Asked<T>>> = BTreeMap::new();
    for one in asked {
        by_document.entry((one.file, one.document)).or_default().push(one);
    }
    let mut texts: BTreeMap<usize, String> = BTreeMap::new();
    let mut refused = Vec::new();
    for ((file, document), asked) in by_document {
        let text = texts.get(&file).unwrap_or(&files[file].text);
        let all: Vec<Edit> = asked.iter().flat_map(|it| it.edits.clone()).collect();
        let new = match edit(text, document, &all) {
            Ok(new) => new,
            Err(_) => {
                let (new, without) = one_by_one(text, document, asked);
                refused.extend(without);
                new
            }
        };
        texts.insert(file, new);
    }
    texts.retain(|file, text| files[*file].text != *text);
    (texts, refused)
}

fn one_by_one<T>(text: &str, document: usize, asked: Vec<Asked<T>>) -> (String, Vec<(T, Refused)>) {
    let (mut new, mut taken, mut refused) = (text.to_owned(), Vec::new(), Vec::new());
    for Asked { edits, about, .. } in asked {
        let more: Vec<Edit> = taken.iter().chain(&edits).cloned().collect();
        match edit(text, document, &more) {
            Ok(text) => (new, taken) = (text, more),
            Err(why) => refused.push((about, why)),
        }
    }
    (new, refused)
}
