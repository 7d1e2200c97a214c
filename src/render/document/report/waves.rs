use super::super::super::sentence::{Sentence, status};
use super::super::waves::waves;
use super::super::{Block, Document, Section, Table, WholeFile};
use crate::apply::{OrganizationReport, Report, StepReport};
use std::collections::BTreeMap;

/// The waves of a run, each step with what became of it, for a drawing. Held steps are in no wave.
#[must_use]
pub fn report_waves(report: &Report) -> Document<'_> {
    Document {
        title: Sentence::of("Run ").code(&report.run),
        lead: Sentence::new(),
        first: Vec::new(),
        table: Table::default(),
        sections: report.organizations.iter().filter_map(section).collect(),
        members: Vec::new(),
        file: WholeFile::REPORT,
        apart: Vec::new(),
        closing: Vec::new(),
    }
}

fn section(report: &OrganizationReport) -> Option<Section> {
    let mut waves = waves(report.plan.as_ref()?);
    let steps = report.steps.iter().map(|step| (step.id.number() as u64, step));
    let steps: BTreeMap<u64, &StepReport> = steps.collect();
    for step in waves.iter_mut().flat_map(|wave| &mut wave.steps) {
        let Some(came) = steps.get(&step.number) else { continue };
        let (mark, state) = status(came.status);
        step.mark = mark;
        if !step.by_hand && !state.is_empty() {
            step.words = Sentence::of(state).say(": ").then(step.words.clone());
        }
    }
    let name = Sentence::new().name(report.name.as_str());
    (!waves.is_empty()).then(|| Section {
        anchor: report.name.to_string(),
        name: name.clone(),
        title: name,
        subtitle: Sentence::new(),
        lead: Sentence::new(),
        organizations: 1,
        blocks: vec![Block::Waves(waves)],
    })
}
