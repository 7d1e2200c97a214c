use crate::cli::printer::Printer;
use rolecall::apply::{
    OrganizationReport, Progress, Standing, Status, StepReport, Verification, Waiting,
};
use rolecall::model::{Email, Slug};
use rolecall::plan::{Step, StepId};
use serde::Serialize;

/// Says on stderr what happens, an object a line:
/// `{"event":"step_finished","organization":"acme","step":"acme/1","action":"create_workspace","status":"done"}`.
pub(crate) struct JsonLines<'a> {
    printer: &'a Printer,
}

/// What happened, in an organization.
#[derive(Serialize)]
#[serde(tag = "event", rename_all = "snake_case")]
enum Event<'a> {
    OrganizationStarted {
        organization: &'a Slug,
        steps: usize,
    },
    StepStarted {
        organization: &'a Slug,
        step: &'a StepId,
        action: &'a str,
    },
    StepFinished {
        organization: &'a Slug,
        step: &'a StepId,
        action: &'a str,
        status: Status,
        /// Of a batch of which not all were done alike: what became of each person.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        users: Vec<UserFinished<'a>>,
    },
    Waiting {
        organization: &'a Slug,
        reason: String,
    },
    OrganizationFinished {
        organization: &'a Slug,
        standing: Standing,
        verification: Verification,
    },
}

/// What became of one person of a batch.
#[derive(Serialize)]
struct UserFinished<'a> {
    email: &'a Email,
    status: Status,
}

impl<'a> JsonLines<'a> {
    pub(crate) const fn new(printer: &'a Printer) -> Self {
        Self { printer }
    }

    fn line(&self, event: &Event<'_>) {
        self.printer.stderr(&serde_json::to_string(event).expect("an event has string keys only"));
    }
}

impl Progress for JsonLines<'_> {
    fn organization_started(&self, organization: &Slug, steps: usize) {
        self.line(&Event::OrganizationStarted { organization, steps });
    }

    fn organization_finished(&self, report: &OrganizationReport) {
        let OrganizationReport { name: organization, standing, verification, .. } = report;
        let (standing, verification) = (*standing, *verification);
        self.line(&Event::OrganizationFinished { organization, standing, verification });
    }

    fn step_started(&self, organization: &Slug, step: &Step) {
        let action = step.action.word();
        self.line(&Event::StepStarted { organization, step: &step.id, action });
    }

    fn step_finished(&self, organization: &Slug, step: &Step, report: &StepReport) {
        let (step, action, status) = (&step.id, step.action.word(), report.status);
        let users = report.detail.iter().flat_map(|detail| &detail.users);
        let users = users.map(|user| UserFinished { email: &user.email, status: user.status });
        let users = users.collect();
        self.line(&Event::StepFinished { organization, step, action, status, users });
    }

    fn waiting(&self, organization: &Slug, reason: &Waiting<'_>) {
        let reason = self.printer.one_line(&reason.to_string());
        self.line(&Event::Waiting { organization, reason });
    }
}
