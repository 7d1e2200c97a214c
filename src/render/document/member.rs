use super::Section;
use crate::model::Slug;
use std::fmt;

/// An organization of which a section tells together with others. It is told in full only where a format has room.
pub(crate) struct Member<'a> {
    /// The organization, which also names its section.
    pub(crate) name: &'a Slug,
    full: Box<dyn Fn() -> Option<Section> + 'a>,
}

impl<'a> Member<'a> {
    pub(super) fn new(name: &'a Slug, full: impl Fn() -> Option<Section> + 'a) -> Self {
        Self { name, full: Box::new(full) }
    }

    /// All of these, by name.
    pub(super) fn by_name(all: impl Iterator<Item = Self>) -> Vec<Self> {
        let mut all: Vec<_> = all.collect();
        all.sort_by_key(|member| member.name);
        all
    }

    /// All that there is to say of it.
    pub(crate) fn section(&self) -> Option<Section> {
        (self.full)()
    }
}

impl fmt::Debug for Member<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Member").field(self.name).finish()
    }
}
