use crate::manifest::context::Context;
use crate::manifest::diagnostic::{Code, Problem, escape};
use crate::manifest::embargo::opted_out;
use crate::manifest::node::Place;
use crate::manifest::organization::{Draft, Listed, People};
use crate::model::text::is_lookalike;
use crate::model::{Email, Lint, LintAbout, OrganizationRole, WorkspaceRole};
use std::cell::RefCell;
use std::collections::BTreeMap;
use wildmatch::WildMatch;

/// Tells what is seldom meant in this organization, and gives it back for its plan.
pub(in crate::manifest) fn check(draft: &Draft, context: &Context<'_, '_>) -> Vec<Lint> {
    let staff = context.project.staff.as_ref();
    let staff = staff.map(|globs| globs.iter().map(|glob| WildMatch::new(glob)).collect());
    let lints = Lints { draft, context, staff, told: RefCell::default() };
    lints.client_roles();
    lints.administration();
    lints.owners();
    lints.marketing();
    lints.departures();
    lints.retired();
    lints.endings();
    lints.lookalikes();
    lints.told.into_inner()
}

pub(super) struct Lints<'l> {
    pub(super) draft: &'l Draft,
    pub(super) context: &'l Context<'l, 'l>,
    /// `None`: nobody is a client user.
    staff: Option<Vec<WildMatch>>,
    pub(super) told: RefCell<Vec<Lint>>,
}

impl Lints<'_> {
    pub(super) fn tell(&self, about: LintAbout, problem: Problem) {
        self.told.borrow_mut().extend(self.context.report.lint(problem, about));
    }

    /// Who is listed today, with what counts today.
    fn current<'p, A>(
        &self,
        people: &'p Option<People<A>>,
    ) -> impl Iterator<Item = (&'p Email, &'p Listed<A>)> {
        let today = self.context.today;
        people.iter().flatten().filter_map(move |(email, it)| Some((email, it.on(today)?)))
    }

    fn is_client(&self, email: &Email) -> bool {
        let staff = self.staff.as_ref();
        staff.is_some_and(|globs| !globs.iter().any(|glob| glob.matches(email.canonical())))
    }

    /// RC101, RC102 (`rules.md`, White-label practice, 1 and 2).
    fn client_roles(&self) {
        for workspace in &self.draft.workspaces {
            for (email, it) in self.current(&workspace.users) {
                if it.access.role != WorkspaceRole::Owner || !self.is_client(email) {
                    continue;
                }
                self.tell(LintAbout::Access(email.clone(), workspace.name.clone()), {
                    let (who, workspace) =
                        (escape(email.as_str()), escape(workspace.name.as_str()));
                    let message = format!("client user {who} is an owner of `{workspace}`");
                    let help = "an owner can delete important configuration: make it `manager` or \
                                `agent`";
                    Problem::new(Code::ClientOwner, it.place, message).help(help)
                });
            }
        }
        for (email, it) in self.current(&self.draft.users) {
            if it.access == OrganizationRole::Member || !self.is_client(email) {
                continue;
            }
            self.tell(LintAbout::Person(email.clone()), {
                let message =
                    format!("client user {} has the role {}", escape(email.as_str()), it.access);
                let help = "it reaches the organization's settings: make it `member`";
                Problem::new(Code::ClientOrganizationRole, it.place, message).help(help)
            });
        }
    }

    /// RC103, RC104, where the list of users is the whole truth.
    fn administration(&self) {
        let listed =
            |role| self.current(&self.draft.users).filter(move |(_, it)| it.access == role);
        let count = |role| listed(role).count();
        if !self.draft.whole
            || self.draft.policy.additive
            || self.current(&self.draft.users).next().is_none()
        {
            return;
        }
        if count(OrganizationRole::UserAdmin) == 0 {
            self.tell(LintAbout::OrganizationRoles, {
                let message = "the organization has no user admin";
                let help = "give the administration of users to somebody with `role: user_admin`";
                Problem::new(Code::NoUserAdmin, self.draft.users_place, message).help(help)
            });
        }
        if let (Some((_, admin)), 1) =
            (listed(OrganizationRole::Admin).next(), count(OrganizationRole::Admin))
        {
            self.tell(LintAbout::OrganizationRoles, {
                let message = "this is the organization's only admin";
                let help = "list a second one, so that nobody is locked out";
                Problem::new(Code::SingleAdmin, admin.place, message).help(help)
            });
        }
    }

    /// RC105.
    fn owners(&self) {
        for workspace in self.draft.workspaces.iter().filter(|_| self.draft.whole) {
            let mut users = self.current(&workspace.users);
            if workspace.users.is_none()
                || users.any(|(_, it)| it.access.role == WorkspaceRole::Owner)
            {
                continue;
            }
            self.tell(LintAbout::Owners(workspace.name.clone()), {
                let message =
                    format!("workspace `{}` has no owner", escape(workspace.name.as_str()));
                let help = "list one, or only admins and user admins can manage it";
                Problem::new(Code::NoOwner, workspace.place, message).help(help)
            });
        }
    }

    /// RC106 (`rules.md`, White-label practice, 4).
    fn marketing(&self) {
        let Some(asked) = self.draft.opt_out else { return };
        let workspaces = self.draft.workspaces.iter().flat_map(|it| self.current(&it.users));
        let people = workspaces.map(|(email, _)| email);
        let mut people = people.chain(self.current(&self.draft.users).map(|(email, _)| email));
        if !people.any(|email| self.is_client(email)) {
            return;
        }
        let Some((free_from, opt_out)) = opted_out(self.draft, self.context) else {
            self.tell(LintAbout::Invitations, {
                let message =
                    "nothing says when the marketing opt-out of this client was asked for";
                let help = "ask for it, and add the day as `marketingOptOutRequested`: the vendor \
                            takes 7 working days";
                Problem::new(Code::MarketingOptOut, asked.place, message).help(help)
            });
            return;
        };
        if let Some((not_before, place)) = self.draft.not_before.filter(|(day, _)| *day < free_from)
        {
            self.tell(LintAbout::Invitations, {
                let message = format!(
                    "invitations from {not_before} on would be before the marketing opt-out has had 7 \
                     working days"
                );
                let help = format!("they are held until {free_from} all the same");
                let problem = Problem::new(Code::MarketingOptOut, place, message).help(help);
                problem.and(opt_out, "it was asked for here")
            });
        }
    }

    /// RC108, as far as manifests know: somebody who isn't there at all is told by the plan.
    fn departures(&self) {
        let staying = self.draft.staying(self.draft.departures.keys());
        for (email, (_, place)) in &self.draft.departures {
            let Some(listed) = staying.get(email) else { continue };
            self.tell(LintAbout::Person(email.clone()), {
                let message = format!("{} leaves and is still listed", escape(email.as_str()));
                let help = "take out the departure, or the line that lists them";
                let problem = Problem::new(Code::PointlessDeparture, *place, message).help(help);
                problem.and(*listed, "it is listed here")
            });
        }
    }

    /// RC116, which was told where it was read, for the plan.
    fn lookalikes(&self) {
        let Draft { display_name, users, workspaces, .. } = self.draft;
        let in_workspaces = workspaces.iter().flat_map(|it| it.users.iter().flatten());
        let in_workspaces = in_workspaces.map(|(email, it)| (email, it.place));
        let listed = users.iter().flatten().map(|(email, it)| (email, it.place));
        let people: BTreeMap<&Email, Place> = in_workspaces.chain(listed).collect();
        let people = people
            .into_iter()
            .map(|(it, place)| (LintAbout::Person(it.clone()), it.as_str(), place));
        let workspaces = workspaces
            .iter()
            .map(|it| (LintAbout::Workspace(it.name.clone()), it.name.as_str(), it.place));
        let name =
            display_name.iter().map(|(name, place)| (LintAbout::Name, name.value.as_str(), *place));
        for (about, text, place) in people.chain(workspaces).chain(name) {
            if is_lookalike(text) || Email::hidden(text).is_some() {
                let message = format!("`{}` may be taken for another text", escape(text));
                let problem = Problem::new(Code::Lookalike, place, message);
                self.told.borrow_mut().extend(self.context.report.told_before(&problem, about));
            }
        }
    }

    /// RC109.
    fn retired(&self) {
        for it in self.draft.retired.iter().filter(|it| !it.pinned) {
            self.tell(LintAbout::Workspace(it.name.clone()), {
                let name = escape(it.name.as_str());
                let message = format!("workspace `{name}` is retired by its name alone");
                let help = "pin its `id`, so that no other workspace of that name is deleted";
                Problem::new(Code::RetiredWithoutId, it.place, message).help(help)
            });
        }
    }
}
