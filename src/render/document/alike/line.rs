use super::super::super::sentence::{
    Mark, Piece, Range, Sentence, Subject, Weight, some_workspaces,
};
use super::super::{StepLine, Wave, WaveStep};
use super::MOST_NAMES;
use super::kind::{Kind, Pieces, Told};
use crate::model::Email;
use crate::plan::OrganizationPlan;
use std::collections::{BTreeMap, BTreeSet};

/// One sentence about all organizations of a group.
#[derive(Debug)]
pub(super) struct Line<'a> {
    weight: Weight,
    pub(super) is_note: bool,
    mark: Mark,
    state: Sentence,
    pub(super) words: Sentence,
    /// Whom it is about, where that is not the same for all.
    own: Vec<(&'a OrganizationPlan, BTreeSet<&'a Email>)>,
    waves: BTreeSet<u32>,
}

/// The pieces of one kind in each organization.
type Each<'p, 'a> = Vec<(&'a OrganizationPlan, &'p Pieces<'a>)>;

/// What is done in these organizations: for each kind first the people whom it concerns in all of them, then the others.
pub(super) fn told<'a>(all: &[(&'a OrganizationPlan, &Told<'a>)], named: bool) -> Vec<Line<'a>> {
    let mut kinds: BTreeMap<&Kind, Each<'_, 'a>> = BTreeMap::new();
    for (plan, told) in all {
        for (kind, pieces) in *told {
            kinds.entry(kind).or_default().push((*plan, pieces));
        }
    }
    kinds.into_iter().flat_map(|(kind, each)| of_kind(kind, &each, named)).collect()
}

fn of_kind<'a>(kind: &Kind, each: &Each<'_, 'a>, named: bool) -> Vec<Line<'a>> {
    let mut people = each.iter().map(|(_, pieces)| pieces.people());
    let first = people.next().unwrap_or_default();
    let shared: BTreeSet<&Email> =
        people.fold(first, |shared, people| shared.intersection(&people).copied().collect());
    let is_shared = |piece: &Piece<'_>| piece.person.is_some_and(|it| shared.contains(it));
    let part = |wanted: bool| -> Vec<(&'a OrganizationPlan, Pieces<'a>)> {
        let of = |pieces: &Pieces<'a>| Pieces {
            all: pieces.all.iter().filter(|it| is_shared(it) == wanted).copied().collect(),
            waves: pieces.waves.clone(),
        };
        each.iter().map(|(plan, pieces)| (*plan, of(pieces))).collect()
    };
    [part(true), part(false)]
        .iter()
        .zip([true, false])
        .filter_map(|(part, is_shared)| line(kind, part, is_shared, named))
        .collect()
}

fn line<'a>(
    kind: &Kind,
    part: &[(&'a OrganizationPlan, Pieces<'a>)],
    is_shared: bool,
    named: bool,
) -> Option<Line<'a>> {
    let pieces = || part.iter().flat_map(|(_, pieces)| &pieces.all);
    let example = pieces().next()?;
    let place = match example.workspace.filter(|_| named) {
        Some(name) => Sentence::new().workspace(name),
        None => some_workspaces(Range::over(part.iter().map(|(_, it)| it.workspaces()))),
    };
    let own = part.iter().map(|(plan, pieces)| (*plan, pieces.people()));
    let own: Vec<_> = own.filter(|(_, people)| !is_shared && !people.is_empty()).collect();
    let who = if is_shared {
        Subject::Named(
            pieces().filter_map(|it| it.person).collect::<BTreeSet<_>>().into_iter().collect(),
        )
    } else {
        match Range::over(part.iter().map(|(_, it)| it.people().len())) {
            Some(range) => Subject::Count(range),
            None => Subject::Some,
        }
    };
    let receiver = example.receiver.filter(|one| pieces().all(|it| it.receiver == Some(one)));
    Some(Line {
        weight: kind.weight,
        is_note: kind.is_note,
        mark: kind.mark,
        state: kind.state.clone(),
        words: example.told(&who, &place, receiver),
        own,
        waves: part.iter().flat_map(|(_, pieces)| &pieces.waves).copied().collect(),
    })
}

impl Line<'_> {
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
        let most = match self.weight {
            Weight::Power => usize::MAX,
            Weight::Loss | Weight::Gain => MOST_NAMES,
            Weight::Plain => 0,
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
        let told: BTreeSet<_> =
            others.iter().filter(|it| !it.is_note).flat_map(Self::pairs).collect();
        self.pairs().all(|pair| told.contains(&pair))
    }

    fn pairs(&self) -> impl Iterator<Item = (&str, &Email)> {
        self.own
            .iter()
            .flat_map(|(plan, people)| people.iter().map(|person| (plan.name.as_str(), *person)))
    }
}

/// In which wave the lines run, whatever the organization.
pub(super) fn waves(lines: &[Line<'_>]) -> Vec<Wave> {
    let mut waves: BTreeMap<u32, Vec<&Line<'_>>> = BTreeMap::new();
    for line in lines {
        for wave in &line.waves {
            waves.entry(*wave).or_default().push(line);
        }
    }
    let mut numbers = 1..;
    let mut drawn = |line: &Line<'_>| WaveStep {
        number: numbers.next().unwrap_or_default(),
        mark: line.mark,
        words: line.words.clone(),
        more: 0,
        by_hand: line.mark == Mark::Hand,
        after: Vec::new(),
    };
    let wave = |(number, lines): (u32, Vec<&Line<'_>>)| Wave {
        number,
        steps: lines.into_iter().map(&mut drawn).collect(),
    };
    waves.into_iter().map(wave).collect()
}
