use super::super::sentence::Sentence;
use super::{Block, Chapter, Document, NoteKind};

impl Document {
    /// What a reviewer should read before anything else: what is refused, what can't be undone, what somebody gains or
    /// loses as a whole, warnings; each for all organizations.
    pub(crate) fn first(&self) -> impl Iterator<Item = (&Chapter, &Sentence, NoteKind)> {
        let kinds = [
            NoteKind::Refused,
            NoteKind::Problem,
            NoteKind::Left,
            NoteKind::Irreversible,
            NoteKind::Access,
            NoteKind::Warnings,
        ];
        kinds.into_iter().flat_map(|kind| {
            self.chapters.iter().flat_map(move |chapter| {
                let words = chapter.blocks.iter().flat_map(move |block| notes(block, kind));
                words.map(move |words| (chapter, words, kind))
            })
        })
    }
}

fn notes(block: &Block, wanted: NoteKind) -> Vec<&Sentence> {
    match block {
        Block::Notes { kind, items } if *kind == wanted => items.iter().collect(),
        Block::People(people) if wanted == NoteKind::Access => {
            people.iter().flat_map(|person| &person.notes).collect()
        }
        _ => Vec::new(),
    }
}
