//! What a reader sees, in order and in words, before any format lays it out.
//!
//! A [`Document`] is made from a plan, from a plan told as drift, or from the report of an apply. Each format walks
//! the same blocks, so that none can leave out what another shows.

mod drift;
mod first;
mod grouped;
mod member;
mod organization;
mod plan;
mod report;
mod tally;
mod waves;

pub use drift::drift;
pub(crate) use first::First;
pub(crate) use member::Member;
pub use plan::plan;
pub use report::{report, report_waves};
pub(crate) use waves::{Wave, WaveStep};

use super::sentence::{Mark, Sentence};

/// Something to show, in any format.
#[derive(Debug)]
pub struct Document<'a> {
    /// One line: what this is.
    pub(crate) title: Sentence,
    /// The result in a sentence.
    pub(crate) lead: Sentence,
    /// What to look at before anything else, the worst first.
    pub(crate) first: Vec<First>,
    /// One row per section that has something in it.
    pub(crate) table: Table,
    /// One per organization that there is something to say of.
    pub(crate) sections: Vec<Section>,
    /// Organizations of which a section tells together with others, by name: for formats that have room.
    pub(crate) members: Vec<Member<'a>>,
    /// Which file of ours has all of it.
    pub(crate) file: WholeFile,
    /// Organizations of which nothing runs, with the reason.
    pub(crate) apart: Vec<Apart>,
    /// What is said once, at the end.
    pub(crate) closing: Vec<Fact>,
}

/// A file that has all of a document, and the flag that saves it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct WholeFile {
    /// `plan file`.
    pub(crate) name: &'static str,
    /// `--out FILE`.
    pub(crate) flag: &'static str,
}

impl WholeFile {
    pub(super) const PLAN: Self = Self { name: "plan file", flag: "--out FILE" };
    pub(super) const DRIFT: Self = Self { name: "drift file", flag: "--out FILE" };
    pub(super) const REPORT: Self = Self { name: "report file", flag: "--report FILE" };
}

/// An organization of which nothing runs: its plan is refused, or it could not be read.
#[derive(Clone, Debug)]
pub(crate) struct Apart {
    /// The organization.
    pub(crate) name: Sentence,
    /// Why.
    pub(crate) why: Sentence,
}

/// Names and numbers, a row per organization.
#[derive(Clone, Debug, Default)]
pub(crate) struct Table {
    /// What each number is.
    pub(crate) head: Vec<&'static str>,
    /// By name.
    pub(crate) rows: Vec<Row>,
}

impl Table {
    /// A table without the columns that are all zero: what is not in a plan needs no reading.
    pub(crate) fn new(head: Vec<&'static str>, mut rows: Vec<Row>) -> Self {
        let used: Vec<bool> = (0..head.len())
            .map(|at| rows.iter().any(|row| row.numbers.get(at).is_some_and(|number| *number > 0)))
            .collect();
        for row in &mut rows {
            let mut used = used.iter();
            row.numbers.retain(|_| used.next() == Some(&true));
        }
        let head = head.into_iter().zip(used).filter_map(|(name, used)| used.then_some(name));
        Self { head: head.collect(), rows }
    }
}

/// One organization's numbers.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    /// Which section it belongs to, where there is one.
    pub(crate) anchor: Option<String>,
    /// The organization.
    pub(crate) name: Sentence,
    /// Its numbers, as many as the head has names.
    pub(crate) numbers: Vec<u64>,
}

/// A name and what is said of it: `cost: 7 requests, …`.
#[derive(Clone, Debug)]
pub(crate) struct Fact {
    /// The name.
    pub(crate) name: &'static str,
    /// What is said.
    pub(crate) words: Sentence,
}

/// Everything about one organization.
#[derive(Clone, Debug)]
pub(crate) struct Section {
    /// Names it in the document: letters, digits and dashes.
    pub(crate) anchor: String,
    /// The organization, or how many, where other places speak of it.
    pub(crate) name: Sentence,
    /// The heading.
    pub(crate) title: Sentence,
    /// Its id, the actor.
    pub(crate) subtitle: Sentence,
    /// The result in a sentence.
    pub(crate) lead: Sentence,
    /// How many organizations it is about.
    pub(crate) organizations: u64,
    /// What to show.
    pub(crate) blocks: Vec<Block>,
}

/// A piece of a section.
#[derive(Clone, Debug)]
pub(crate) enum Block {
    /// Steps of one workspace, or of the organization itself.
    Steps {
        /// `Organization`, or the workspace.
        title: Sentence,
        /// In the order of people.
        lines: Vec<StepLine>,
    },
    /// Steps for a person to take, with their clicks.
    Tasks(Vec<Task>),
    /// Who can reach what afterwards.
    People {
        /// When.
        title: &'static str,
        /// Each of them.
        people: Vec<Person>,
    },
    /// Sentences of one kind.
    Notes {
        /// Which kind.
        kind: NoteKind,
        /// In order.
        items: Vec<Sentence>,
    },
    /// In which order the steps run.
    Waves(Vec<Wave>),
    /// The same for many organizations at once: only to be drawn, its numbers stand nowhere else.
    Chart(Vec<Wave>),
}

/// One line of a step.
#[derive(Clone, Debug)]
pub(crate) struct StepLine {
    /// The step's number in its organization; `None` where a line is about many.
    pub(crate) number: Option<u64>,
    /// Names the step in the document; only the first of its lines has it.
    pub(crate) anchor: Option<String>,
    /// What it is about.
    pub(crate) mark: Mark,
    /// `by hand`, `held until 2026-12-01`; empty where rolecall does it.
    pub(crate) state: Sentence,
    /// The words.
    pub(crate) words: Sentence,
    /// Why it is as it is, and what to do next.
    pub(crate) why: Vec<Sentence>,
    /// The line of the manifest that asks for it; empty but in the first line of a step of a plan.
    pub(crate) source: Sentence,
}

/// A step that a person takes.
#[derive(Clone, Debug)]
pub(crate) struct Task {
    /// The step's number in its organization.
    pub(crate) number: u64,
    /// Names the step in the document, where no line of a step does.
    pub(crate) anchor: Option<String>,
    /// What it does, a sentence for each person or field.
    pub(crate) words: Vec<Sentence>,
    /// Steps to do before.
    pub(crate) after: Vec<u64>,
    /// What to click, in order.
    pub(crate) clicks: Vec<Sentence>,
}

/// What changes for one person.
#[derive(Clone, Debug)]
pub(crate) struct Person {
    /// Who.
    pub(crate) who: Sentence,
    /// All they reach now.
    pub(crate) before: Sentence,
    /// All they reach afterwards.
    pub(crate) after: Sentence,
    /// What is different.
    pub(crate) changes: Vec<Sentence>,
    /// What not to miss.
    pub(crate) notes: Vec<Sentence>,
}

impl StepLine {
    /// The state and the words: `held until 2026-12-01: cy joins Support as agent`.
    pub(crate) fn sentence(&self) -> Sentence {
        let Self { number: _, anchor: _, mark: _, state, words, why: _, source: _ } = self;
        match state.is_empty() {
            true => words.clone(),
            false => state.clone().say(": ").then(words.clone()),
        }
    }
}

/// What kind of notes these are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NoteKind {
    /// Why nothing of this is applied.
    Refused,
    /// What went wrong with the organization as a whole.
    Problem,
    /// What is there instead of what was done.
    Left,
    /// What was done and can't be seen.
    Unverified,
    /// What has become possible only now.
    RunAgain,
    /// Which organizations are told together.
    Members,
    /// What a reviewer should know.
    Warnings,
    /// What somebody gains or loses as a whole.
    Access,
    /// Which e-mails go out, which seats are taken.
    Effects,
    /// What is there and in no manifest.
    Unmanaged,
    /// What it costs.
    Cost,
}

impl NoteKind {
    /// The heading.
    pub(crate) const fn title(self) -> &'static str {
        match self {
            Self::Refused => "Refused",
            Self::Problem => "What went wrong",
            Self::Left => "Not as planned",
            Self::Unverified => "Unverified",
            Self::RunAgain => "Run again for",
            Self::Members => "Organizations",
            Self::Warnings => "Warnings",
            Self::Access => "Access",
            Self::Effects => "E-mails and seats",
            Self::Unmanaged => "Not managed",
            Self::Cost => "Cost",
        }
    }
}
