use super::AttentionKind::{AccessLost, NewDomain, WorkspaceOwner};
use super::context::domain;
use super::{AttentionKind, Notice, ReviewContext};
use crate::model::Email;
use crate::model::text::{listed, quoted, thousands};
use crate::plan::lints;
use crate::plan::lints::POINTLESS_DEPARTURE;
use crate::plan::{AccessNote, Execution, OrganizationPlan, PersonAccess, Step, StepId, Warning};
use std::collections::{BTreeMap, BTreeSet};

/// What a plan does in one organization that deserves a look, the worst first. Of held steps, which a later run may
/// take without another review, just deletions and power.
pub(super) fn planned(context: &ReviewContext<'_>, plan: &OrganizationPlan) -> Vec<Notice> {
    let OrganizationPlan { steps, access, warnings, .. } = plan;
    let mut notices = Vec::new();
    for step in steps {
        let is_held = matches!(step.execution, Execution::Held { .. });
        for mut notice in step.action.words().notices_planned(context) {
            if is_held {
                if notice.kind > WorkspaceOwner {
                    continue;
                }
                notice = notice.saying("held");
            }
            if step.is_manual() {
                notice = notice.saying("by hand");
            }
            notice.steps.push(step.id.clone());
            notices.push(notice);
        }
    }
    for PersonAccess { email, notes, .. } in access {
        for note in notes {
            if let AccessNote::LosesEverything { by_hand, seen_in_part } = note {
                context.loses_everything(email, (*by_hand, *seen_in_part), steps, &mut notices);
            }
        }
    }
    context.first_of_domains(steps, &mut notices);
    context.lints(steps, &mut notices);
    context.departures(warnings, &mut notices);
    notices.sort();
    notices
}

impl ReviewContext<'_> {
    /// One notice of somebody who loses all access, with what they were.
    fn loses_everything(
        &self,
        email: &Email,
        (by_hand, seen_in_part): (bool, bool),
        steps: &[Step],
        notices: &mut Vec<Notice>,
    ) {
        let mut was = BTreeSet::new();
        notices.retain(|notice| {
            let same = notice.kind == AccessLost && notice.person.as_ref() == Some(email);
            if same {
                was.insert(match &notice.workspace {
                    Some(name) => format!("owner of {}", quoted(name.as_str())),
                    None => "admin".to_owned(),
                });
            }
            !same
        });
        let mut notice = self.about(AccessLost, "Loses all access", email);
        if !was.is_empty() {
            notice = notice.saying(format!("was {}", listed(&Vec::from_iter(was))));
        }
        if by_hand {
            notice = notice.saying("once the steps by hand are done");
        }
        if seen_in_part {
            notice = notice.saying("as far as was read");
        }
        let theirs = steps.iter().filter(|step| {
            (step.is_automatic() || by_hand && step.is_manual())
                && step.action.email() == Some(email)
                && step.action.takes_away()
        });
        notice.steps = theirs.map(|step| step.id.clone()).collect();
        notices.push(notice);
    }

    /// What the lints say of what is done.
    fn lints(&self, steps: &[Step], notices: &mut Vec<Notice>) {
        // What may be taken for something else has a kind of its own.
        let lints = lints::of_plan(self.desired, steps).filter(|(lint, _)| lint.code != "RC116");
        for (lint, steps) in lints {
            let done = |step: &&&Step| !matches!(step.execution, Execution::Held { .. });
            let steps: Vec<StepId> =
                steps.iter().filter(done).map(|step| step.id.clone()).collect();
            if steps.is_empty() {
                continue;
            }
            let notice = match lint.about.person() {
                Some(person) => self.about(AttentionKind::Lint, lint.code, person),
                None => Notice::new(AttentionKind::Lint, lint.code),
            };
            let workspace = lint.about.workspace().cloned();
            notices.push(Notice { workspace, steps, ..notice }.saying(lint.message.clone()));
        }
    }

    /// Departures that only the plan knows to be pointless, since it knows the platform (RC108).
    fn departures(&self, warnings: &[Warning], notices: &mut Vec<Notice>) {
        for (email, departure) in &self.desired.departures {
            let is_it = |warning: &&Warning| {
                warning.code.as_deref() == Some(POINTLESS_DEPARTURE)
                    && warning.source.as_ref() == Some(&departure.source)
            };
            let told = warnings.iter().filter(is_it);
            let about = || self.about(AttentionKind::Lint, POINTLESS_DEPARTURE, email);
            notices.extend(told.map(|warning| about().saying(warning.message.clone())));
        }
    }

    /// The first people of domains that nobody in the organization has. Who is there has to be known for that.
    fn first_of_domains(&self, steps: &[Step], notices: &mut Vec<Notice>) {
        if !self.snapshot.users.is_complete() {
            return;
        }
        let there = self.domains();
        let mut first: BTreeMap<&str, (&Email, BTreeSet<&StepId>, BTreeSet<&Email>)> =
            BTreeMap::new();
        for step in steps.iter().filter(|step| !matches!(step.execution, Execution::Held { .. })) {
            for email in
                step.action.invites().into_iter().filter(|email| !there.contains(domain(email)))
            {
                let (_, ids, people) = first
                    .entry(domain(email))
                    .or_insert_with(|| (email, BTreeSet::new(), BTreeSet::new()));
                ids.insert(&step.id);
                people.insert(email);
            }
        }
        for (email, ids, people) in first.into_values() {
            let notice = self.about(NewDomain, "First person from a new domain", email);
            let steps = ids.into_iter().cloned().collect();
            let notice = Notice { steps, ..notice };
            notices.push(match people.len() - 1 {
                0 => notice,
                more => notice.saying(format!("and {} more", thousands(more as u64))),
            });
        }
    }
}
