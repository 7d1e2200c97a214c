use super::super::super::sentence::{
    GroupWords, GroupedChange, Impact, Mark, Range, Sentence, Subject, some_workspaces,
};
use super::super::{StepLine, Wave, WaveStep};
use super::MOST_NAMES;
use super::changes::{ByKind, ChangeKind, Changes};
use crate::model::Email;
use crate::plan::OrganizationPlan;
use std::collections::{BTreeMap, BTreeSet};

/// One sentence about all organizations of a group.
#[derive(Debug)]
pub(super) struct GroupLine<'a> {
    impact: Impact,
    pub(super) is_note: bool,
    mark: Mark,
    state: Sentence,
    pub(super) words: Sentence,
    /// Whom it is about, where that is not the same for all.
    own: Vec<(&'a OrganizationPlan, BTreeSet<&'a Email>)>,
    waves: BTreeSet<u32>,
}

/// The changes of one kind in each organization.
type Each<'p, 'a> = Vec<(&'a OrganizationPlan, &'p Changes<'a>)>;

/// What is done in these organizations: for each kind first the people whom it concerns in all of them, then the others.
pub(super) fn lines<'a>(all: &[(&'a OrganizationPlan, &ByKind<'a>)]) -> Vec<GroupLine<'a>> {
    let mut kinds: BTreeMap<&ChangeKind, Each<'_, 'a>> = BTreeMap::new();
    for (plan, by_kind) in all {
        for (kind, changes) in *by_kind {
            kinds.entry(kind).or_default().push((*plan, changes));
        }
    }
    kinds.into_iter().flat_map(|(kind, each)| of_kind(kind, &each)).collect()
}

fn of_kind<'a>(kind: &ChangeKind, each: &Each<'_, 'a>) -> Vec<GroupLine<'a>> {
    let mut people = each.iter().map(|(_, changes)| changes.people());
    let first = people.next().unwrap_or_default();
    let shared: BTreeSet<&Email> =
        people.fold(first, |shared, people| shared.intersection(&people).copied().collect());
    let is_shared =
        |change: &GroupedChange<'_>| change.person.is_some_and(|it| shared.contains(it));
    let part = |wanted: bool| -> Vec<(&'a OrganizationPlan, Changes<'a>)> {
        let of = |changes: &Changes<'a>| Changes {
            all: changes.all.iter().filter(|it| is_shared(it) == wanted).cloned().collect(),
            waves: changes.waves.clone(),
        };
        each.iter().map(|(plan, changes)| (*plan, of(changes))).collect()
    };
    [part(true), part(false)]
        .iter()
        .zip([true, false])
        .filter_map(|(part, is_shared)| line(kind, part, is_shared))
        .collect()
}

fn line<'a>(
    kind: &ChangeKind,
    part: &[(&'a OrganizationPlan, Changes<'a>)],
    is_shared: bool,
) -> Option<GroupLine<'a>> {
    let changes = || part.iter().flat_map(|(_, changes)| &changes.all);
    let example = changes().next()?;
    let place = match &kind.workspace {
        Some(name) => Sentence::new().workspace(name),
        None => some_workspaces(Range::over(part.iter().map(|(_, it)| it.workspaces()))),
    };
    let own = part.iter().map(|(plan, changes)| (*plan, changes.people()));
    let own: Vec<_> = own.filter(|(_, people)| !is_shared && !people.is_empty()).collect();
    let who = if is_shared {
        Subject::Named(
            changes().filter_map(|it| it.person).collect::<BTreeSet<_>>().into_iter().collect(),
        )
    } else {
        match Range::over(part.iter().map(|(_, it)| it.people().len())) {
            Some(range) => Subject::Count(range),
            None => Subject::Some,
        }
    };
    let receiver = example.receiver.filter(|one| changes().all(|it| it.receiver == Some(one)));
    Some(GroupLine {
        impact: kind.impact,
        is_note: kind.is_note,
        mark: kind.mark,
        state: kind.state.clone(),
        words: example.sentence(&GroupWords { who, place, receiver }),
        own,
        waves: part.iter().flat_map(|(_, changes)| &changes.waves).copied().collect(),
    })
}

impl GroupLine<'_> {
    /// As a step of all of them.
    pub(super) fn step(&self) -> StepLine {
        StepLine {
            number: None,
            anchor: None,
            mark: self.mark,
            state: self.state.clone(),
            words: self.words.clone(),
            why: self.people().into_iter().collect(),
            source: Sentence::new(),
        }
    }

    /// Who it is in each: `acme-dental: ana@acme.example, bloom: bo@bloom.example`. All of them where somebody gains
    /// power, else the first few.
    pub(super) fn people(&self) -> Option<Sentence> {
        let most = match self.impact {
            Impact::GainsPower => usize::MAX,
            Impact::Loses | Impact::Joins => MOST_NAMES,
            Impact::Other => 0,
        };
        let (shown, rest) = self.own.split_at(self.own.len().min(most));
        let one = |(plan, people): &(&OrganizationPlan, BTreeSet<&Email>)| {
            Sentence::new().name(plan.name.as_str()).say(": ").people(people.iter().copied())
        };
        let words = Sentence::new().joined(", ", shown.iter().map(one));
        let more: usize = rest.iter().map(|(_, people)| people.len()).sum();
        match more {
            _ if shown.is_empty() => None,
            0 => Some(words),
            more => Some(words.say(" and ").count(more as u64, "person", "people").say(" more")),
        }
    }

    /// Whether these lines name everybody of this one already.
    pub(super) fn is_named_in(&self, others: &[Self]) -> bool {
        let named: BTreeSet<_> =
            others.iter().filter(|it| !it.is_note).flat_map(Self::pairs).collect();
        self.pairs().all(|pair| named.contains(&pair))
    }

    fn pairs(&self) -> impl Iterator<Item = (&str, &Email)> {
        self.own
            .iter()
            .flat_map(|(plan, people)| people.iter().map(|person| (plan.name.as_str(), *person)))
    }
}

/// In which wave the lines run, whatever the organization.
pub(super) fn waves(lines: &[GroupLine<'_>]) -> Vec<Wave> {
    let mut waves: BTreeMap<u32, Vec<&GroupLine<'_>>> = BTreeMap::new();
    for line in lines {
        for wave in &line.waves {
            waves.entry(*wave).or_default().push(line);
        }
    }
    let mut numbers = 1..;
    let mut drawn = |line: &GroupLine<'_>| WaveStep {
        number: numbers.next().unwrap_or_default(),
        mark: line.mark,
        words: line.words.clone(),
        more: 0,
        by_hand: line.mark == Mark::Manual,
        after: Vec::new(),
    };
    let wave = |(number, lines): (u32, Vec<&GroupLine<'_>>)| Wave {
        number,
        steps: lines.into_iter().map(&mut drawn).collect(),
    };
    waves.into_iter().map(wave).collect()
}
