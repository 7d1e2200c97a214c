//! What the platform truly was at every moment of a run.

use rolecall::model::Email;
use rolecall::sandbox::state::Organization;
use rolecall::sandbox::{Cause, Change, Endpoint, Fault, Faults, ServedRequest};

/// All states of the organization, and the requests in between.
pub(crate) struct Film {
    pub(crate) changes: Vec<Change>,
    pub(crate) end: Organization,
    pub(crate) requests: Vec<ServedRequest>,
    /// Whether no fault makes a list show anything but what was so.
    pub(crate) shows_what_is_so: bool,
    /// Whether answers leave fields out.
    pub(crate) hides_fields: bool,
    /// Whether a list may leave somebody out and tell a total that agrees, which nobody can see.
    pub(crate) lies_alike: bool,
}

/// One change by rolecall's own request.
pub(crate) struct Transition<'a> {
    /// Its place among all changes, from 0.
    pub(crate) number: usize,
    pub(crate) before: &'a Organization,
    pub(crate) after: &'a Organization,
    pub(crate) request: &'a ServedRequest,
}

impl Film {
    pub(crate) fn new(
        changes: Vec<Change>,
        end: Organization,
        requests: Vec<ServedRequest>,
        faults: &Faults,
    ) -> Self {
        let distorts = |fault: &Fault| {
            matches!(
                fault,
                Fault::Stale(_)
                    | Fault::Without(_)
                    | Fault::Twice(_)
                    | Fault::Hide(_)
                    | Fault::Total(_)
                    | Fault::Members(_)
            )
        };
        let shows_what_is_so = !faults.rules.iter().any(|rule| distorts(&rule.fault));
        let any = |kind: fn(&Fault) -> bool| faults.rules.iter().any(|rule| kind(&rule.fault));
        let hides_fields = any(|fault| matches!(fault, Fault::Hide(_)));
        let lies_alike = any(|fault| matches!(fault, Fault::Without(_)))
            && any(|fault| matches!(fault, Fault::Total(_) | Fault::Members(_)));
        Self { changes, end, requests, shows_what_is_so, hides_fields, lies_alike }
    }

    /// As it was when the run began: what a control call did before that is not part of it.
    pub(crate) fn start(&self) -> &Organization {
        let first = self.changes.iter().position(|change| change.cause != Cause::Control);
        self.state(first.unwrap_or(self.changes.len()))
    }

    /// Every state, from before the run to its end.
    pub(crate) fn states(&self) -> impl Iterator<Item = &Organization> {
        self.changes.iter().map(|change| &change.before).chain([&self.end])
    }

    fn state(&self, number: usize) -> &Organization {
        self.changes.get(number).map_or(&self.end, |change| &change.before)
    }

    /// As it was for this read.
    pub(crate) fn at(&self, read: &ServedRequest) -> &Organization {
        self.state(read.changes.unwrap())
    }

    /// Whether somebody else changed something during the run.
    pub(crate) fn has_others(&self) -> bool {
        let by_others =
            |change: &Change| matches!(change.cause, Cause::Before(_) | Cause::After(_));
        self.changes.iter().any(by_others)
    }

    /// How often somebody else put this person out of the organization.
    pub(crate) fn put_out_by_others(&self, email: &Email) -> usize {
        let changes = self.changes.iter().enumerate();
        let by_others = changes.filter(|(_, it)| !matches!(it.cause, Cause::Request(_)));
        let put_out = by_others.filter(|(number, change)| {
            change.before.user_by_email(email).is_some()
                && self.state(number + 1).user_by_email(email).is_none()
        });
        put_out.count()
    }

    /// Whether what was read was so when it was read, or shows that it can't be told.
    pub(crate) fn can_be_told(&self) -> bool {
        !self.has_others()
            && !self.requests.iter().any(|request| request.lagged)
            && !self.lies_alike
    }

    /// The last answer before so many changes that showed this list as it was then.
    pub(crate) fn last_read(
        &self,
        list: (Endpoint, Option<u64>),
        changes: usize,
    ) -> Option<&ServedRequest> {
        let (operation, workspace) = list;
        self.requests.iter().rev().find(|request| {
            request.operation == operation
                && request.changes.is_some_and(|it| it <= changes)
                && request.status == Some(200)
                && request.workspace.map(|id| id.get()) == workspace
                && !request.lagged
        })
    }

    /// Changes by rolecall's own requests, in order.
    pub(crate) fn own(&self) -> impl Iterator<Item = Transition<'_>> {
        self.changes.iter().enumerate().filter_map(|(number, change)| {
            let Cause::Request(request) = change.cause else { return None };
            let request = self.requests.iter().find(|it| it.number == request)?;
            Some(Transition {
                number,
                before: &change.before,
                after: self.state(number + 1),
                request,
            })
        })
    }

    /// Whether somebody else changed something after this read and before that change, so that no look showed it.
    pub(crate) fn disturbed(&self, after: Option<&ServedRequest>, before: usize) -> bool {
        let seen = after.map_or(0, |read| read.changes.unwrap());
        let unseen = self.changes.iter().take(before).skip(seen);
        unseen.into_iter().any(|change| !matches!(change.cause, Cause::Request(_)))
    }
}
