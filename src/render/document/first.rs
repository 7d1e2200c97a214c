use super::super::sentence::Sentence;
use super::{Block, Chapter, Document, NoteKind};

/// What a reviewer should read before anything else, of one kind, with the chapter that says it.
#[derive(Clone, Debug)]
pub(crate) struct First<'a> {
    /// Which kind.
    pub(crate) kind: NoteKind,
    /// In the order of the chapters; never empty.
    pub(crate) items: Vec<(&'a Chapter, &'a Sentence)>,
}

impl Document {
    /// What a reviewer should read before anything else, the worst first: who has power that nobody gave, what is
    /// refused, what is deleted, what can't be undone, what somebody gains or loses as a whole, warnings; each for all
    /// organizations.
    pub(crate) fn first(&self) -> impl Iterator<Item = First<'_>> {
        let kinds = [
            NoteKind::Power,
            NoteKind::Refused,
            NoteKind::Problem,
            NoteKind::Left,
            NoteKind::Destroyed,
            NoteKind::Irreversible,
            NoteKind::Access,
            NoteKind::Warnings,
        ];
        let all = kinds.into_iter().map(|kind| First { kind, items: self.noted(kind) });
        all.filter(|first| !first.items.is_empty())
    }

    fn noted(&self, kind: NoteKind) -> Vec<(&Chapter, &Sentence)> {
        let of = |chapter| move |words| (chapter, words);
        let all = self.chapters.iter().flat_map(|chapter| {
            chapter.blocks.iter().flat_map(move |block| notes(block, kind)).map(of(chapter))
        });
        all.collect()
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
