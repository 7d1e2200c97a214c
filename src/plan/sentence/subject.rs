use super::Sentence;
use crate::model::Email;

/// Whom a sentence about many organizations is about, or how many there are in each.
#[derive(Clone, Debug)]
pub(crate) enum Subject<'a> {
    /// Some, wherever and whoever they are.
    Some,
    /// So many.
    Count(Range),
    /// These, the same in all. Never empty.
    Named(Vec<&'a Email>),
}

/// How many there are in each: from, to, and in all.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Range {
    least: u64,
    most: u64,
    all: u64,
}

impl Range {
    /// Over the numbers of each; `None` of none.
    pub(crate) fn over(numbers: impl Iterator<Item = usize> + Clone) -> Option<Self> {
        let (least, most) = (numbers.clone().min()?, numbers.clone().max()?);
        let all = numbers.sum::<usize>();
        Some(Self { least: least as u64, most: most as u64, all: all as u64 })
    }

    /// `2 agents`, `1 to 3 agents (600 in all)`.
    fn count(self, one: Sentence, many: Sentence) -> Sentence {
        let Self { least, most, all } = self;
        let words = Sentence::new().number(least);
        if least == most {
            return words.say(" ").then(if most == 1 { one } else { many });
        }
        let words = words.say(" to ").number(most).say(" ").then(many);
        words.say(" (").number(all).say(" in all)")
    }
}

impl Subject<'_> {
    /// The noun, with the number; the names, where they are known.
    pub(crate) fn noun(&self, one: Sentence, many: Sentence) -> Sentence {
        match self {
            Self::Some => many,
            Self::Count(range) => range.count(one, many),
            Self::Named(people) => Sentence::new().people(people.iter().copied()),
        }
    }

    /// The word after it.
    pub(crate) fn verb(&self, one: &'static str, many: &'static str) -> &'static str {
        if self.is_one() { one } else { many }
    }

    pub(crate) fn is_one(&self) -> bool {
        match self {
            Self::Some => false,
            Self::Count(range) => range.most == 1,
            Self::Named(people) => people.len() == 1,
        }
    }

    pub(crate) const fn is_named(&self) -> bool {
        matches!(self, Self::Named(_))
    }
}

/// `a workspace`, `2 workspaces`.
pub(crate) fn some_workspaces(range: Option<Range>) -> Sentence {
    match range {
        Some(range) if range.most > 1 => {
            range.count(Sentence::of("workspace"), Sentence::of("workspaces"))
        }
        _ => Sentence::of("a workspace"),
    }
}
