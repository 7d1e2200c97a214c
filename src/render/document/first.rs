use super::super::sentence::Sentence;
use super::{Block, Document, NoteKind, Section};
use crate::plan::{Attention, AttentionKind, MOST_LINES};

/// A line of what to look at before anything else.
#[derive(Clone, Debug)]
pub(crate) struct First {
    /// Whether something is lost, somebody gains power, or something went wrong.
    pub(crate) grave: bool,
    /// The one organization that it is about.
    pub(crate) anchor: Option<String>,
    /// What it says, up to the colon.
    pub(crate) what: Sentence,
    /// And then about whom.
    pub(crate) words: Sentence,
}

impl Document<'_> {
    /// The lines that are shown, and how many there are besides.
    pub(crate) fn first(&self) -> (&[First], usize) {
        let shown = self.first.len().min(MOST_LINES);
        (&self.first[..shown], self.first.len() - shown)
    }

    /// Whether a section has this name, so that a link leads there.
    pub(crate) fn has(&self, anchor: &str) -> bool {
        self.sections.iter().any(|section| section.anchor == anchor)
            || self.members.iter().any(|member| member.name.as_str() == anchor)
    }
}

/// What planning found.
pub(super) fn attention<'a>(all: impl IntoIterator<Item = &'a Attention>) -> Vec<First> {
    let line = |Attention { kind, organizations, people: _, workspaces: _, text }: &Attention| {
        let (what, words) = text.split_once(": ").unwrap_or(("", text));
        First {
            grave: *kind <= AttentionKind::ContactsUnassigned || *kind >= AttentionKind::Refused,
            anchor: match organizations.as_slice() {
                [one] => Some(one.to_string()),
                _ => None,
            },
            what: Sentence::new().prose(what),
            // In pieces: one that is too long to be shown whole is cut by itself.
            words: Sentence::new().joined("; ", words.split("; ").map(|one| piece(*kind, one))),
        }
    };
    all.into_iter().map(line).collect()
}

/// `eve@evil.example in acme (by hand)`: who takes the step, in the words that people look for. Of what others wrote
/// nothing is taken for that; names with spaces are quoted.
fn piece(kind: AttentionKind, text: &str) -> Sentence {
    let is_ours = !matches!(kind, AttentionKind::Lint | AttentionKind::Unread);
    for word in ["by hand", "held"].into_iter().filter(|_| is_ours) {
        let head = text.strip_suffix(')').and_then(|it| it.strip_suffix(word));
        if let Some(head) = head.filter(|it| it.ends_with('(') || it.ends_with(", ")) {
            return Sentence::new().prose(head).strong(word).say(")");
        }
    }
    Sentence::new().prose(text)
}

/// What went wrong in a run, and what is not as planned, organization by organization.
pub(super) fn wrong(sections: &[Section]) -> Vec<First> {
    let kinds = [NoteKind::Problem, NoteKind::Left, NoteKind::Unverified];
    let all = kinds.into_iter().flat_map(|wanted| {
        sections.iter().flat_map(move |section| {
            let items = section.blocks.iter().flat_map(move |block| match block {
                Block::Notes { kind, items } if *kind == wanted => items.as_slice(),
                _ => &[],
            });
            // Behind a problem stands what to do about it, which is for those who look there.
            let most = if wanted == NoteKind::Problem { 1 } else { usize::MAX };
            items.take(most).map(|words| First {
                grave: true,
                anchor: Some(section.anchor.clone()),
                what: section.name.clone(),
                words: words.clone(),
            })
        })
    });
    all.collect()
}
