use super::{FORMAT, Person, Probes, Script, See, Step, StepValues};
use crate::model::{
    ContactLimit, Email, Operation, OrganizationId, OrganizationRole, Placeholder, Restriction,
    Restrictions, Role, Text, UserRef, Values, WorkspaceName, WorkspaceRef, WorkspaceRole,
};
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroU64;

/// What a person clicks for each operation, as a profile says.
pub type Clicks = BTreeMap<Operation, Vec<Text>>;

/// Restrictions by number: added with those of one bit, people show in three additions which place is whose. The two
/// that the console offers as a choice of one have no bit in common.
const CODES: [(u8, Restriction); 7] = [
    (1, Restriction::ShowTeamContacts),
    (2, Restriction::ShowOnlyMine),
    (3, Restriction::RestrictDataExport),
    (4, Restriction::RestrictContactDeletion),
    (5, Restriction::RestrictSpaceSetting),
    (6, Restriction::RestrictSpaceIntegration),
    (7, Restriction::RestrictShortcuts),
];

/// The script for an organization. It is renamed only where its present name is given.
#[must_use]
pub fn steps(
    organization: OrganizationId,
    present_name: Option<&str>,
    probes: &Probes,
    clicks: &Clicks,
    created_at: Timestamp,
) -> Script {
    let mut writer = Writer {
        clicks,
        names: probes.workspaces.clone().map(|[before, _]| before),
        steps: Vec::new(),
        numbers: BTreeMap::new(),
    };
    writer.all(present_name, probes);
    Script { format: FORMAT.to_owned(), organization, created_at, steps: writer.steps }
}

struct Writer<'a> {
    clicks: &'a Clicks,
    /// The workspaces, by the names that they have just now.
    names: [String; 2],
    steps: Vec<Step>,
    numbers: BTreeMap<&'static str, u32>,
}

impl Writer<'_> {
    fn all(&mut self, present_name: Option<&str>, probes: &Probes) {
        self.see(See::Organizations);
        self.see(See::Organization);
        self.see(See::Users);
        self.see(See::Workspaces);
        if let Some(name) = present_name {
            for name in [probes.organization.as_str(), name] {
                let values = StepValues { name: Some(name.to_owned()), ..StepValues::default() };
                self.change("rename-organization", Operation::UpdateOrganization, values);
                self.see(See::Organization);
                self.see(See::Organizations);
            }
        }
        let Probes { people, workspaces: _, limits, organization: _ } = probes;
        let [ada, ben, cai, dot, eve, fin, gil] = people.as_slice() else { return };
        self.invitations([ada, ben, cai, dot]);
        self.workspaces_and_people([ben, cai, eve, fin, gil]);
        self.organization_roles([ada, ben, cai, dot]);
        self.access([ben, cai, eve, fin]);
        self.updates(probes, *limits);
        self.departures([ben, cai, eve, fin, gil]);
        for email in people {
            let values = StepValues { user: Some(email.clone()), ..StepValues::default() };
            self.change("remove", Operation::RemoveOrganizationUser, values);
        }
        self.see(See::Users);
    }

    fn invitations(&mut self, [ada, ben, cai, dot]: [&Email; 4]) {
        use OrganizationRole as R;
        let invite = |email: &Email, role| StepValues {
            email: Some(email.clone()),
            role: Some(Role::Organization(role)),
            ..StepValues::default()
        };
        let invited =
            [(ada, R::Admin), (ben, R::UserAdmin), (cai, R::BillingAdmin), (dot, R::Member)];
        for (email, role) in invited {
            self.change("invite", Operation::InviteOrganizationUser, invite(email, role));
        }
        self.see(See::Users);
        self.change("refused", Operation::InviteOrganizationUser, invite(dot, R::Member));
        for email in [cai, dot] {
            let values = StepValues { user: Some(email.clone()), ..StepValues::default() };
            self.change("resend", Operation::ResendInvitation, values);
            self.see(See::Users);
        }
    }

    fn workspaces_and_people(&mut self, [ben, cai, eve, fin, gil]: [&Email; 5]) {
        use WorkspaceRole as R;
        for (name, zone) in self.names.clone().into_iter().zip(["Asia/Tokyo", "Africa/Cairo"]) {
            let (name, timezone) = (Some(name), Some(zone.to_owned()));
            let values = StepValues { name, timezone, ..StepValues::default() };
            self.change("create", Operation::CreateWorkspace, values);
        }
        self.see(See::Workspaces);
        self.see_access();
        let person = |email: &Email, role, bit: u8| {
            let of = CODES.iter().filter(|(code, _)| code & bit != 0);
            Person { email: email.clone(), role, restrictions: of.map(|(_, one)| *one).collect() }
        };
        self.add(0, vec![person(eve, R::Agent, 1)]);
        self.add(0, vec![person(fin, R::Manager, 2), person(ben, R::Agent, 0)]);
        self.add(1, vec![person(cai, R::Manager, 4)]);
        self.add(1, vec![person(gil, R::Owner, 0)]);
        self.see_access();
        self.see_elsewhere();
        self.see(See::Users);
    }

    fn organization_roles(&mut self, [ada, ben, cai, dot]: [&Email; 4]) {
        use OrganizationRole as R;
        for (email, role) in
            [(ada, R::Member), (ben, R::Admin), (cai, R::UserAdmin), (dot, R::BillingAdmin)]
        {
            let (user, role) = (Some(email.clone()), Some(Role::Organization(role)));
            let values = StepValues { user, role, ..StepValues::default() };
            self.change("role", Operation::ChangeOrganizationRole, values);
        }
        self.see(See::Users);
    }

    /// Each role once as the new one, then each restriction alone once, then none.
    fn access(&mut self, [ben, cai, eve, fin]: [&Email; 4]) {
        use WorkspaceRole as R;
        let of = |bit: u8| CODES.iter().filter(move |(code, _)| code & bit != 0);
        let coded = |bit: u8| of(bit).map(|(_, one)| *one).collect::<Restrictions>();
        self.give(0, ben, R::Owner, Restrictions::new());
        self.give(0, eve, R::Manager, coded(1));
        self.give(1, cai, R::Agent, coded(4));
        self.see_access();
        let holders = [(0, eve, R::Manager), (0, fin, R::Manager), (1, cai, R::Agent)];
        let mut left: BTreeSet<Restriction> = Restriction::ALL.iter().copied().collect();
        let mut restricted = holders.to_vec();
        while !restricted.is_empty() {
            let mut still = Vec::new();
            for (workspace, email, role) in restricted {
                let alone: Restrictions = left.pop_first().into_iter().collect();
                if !alone.is_empty() {
                    still.push((workspace, email, role));
                }
                self.give(workspace, email, role, alone);
            }
            self.see_access();
            restricted = still;
        }
    }

    fn updates(&mut self, probes: &Probes, limits: [u64; 2]) {
        for (at, [_, name]) in probes.workspaces.iter().enumerate() {
            self.update(at, StepValues { name: Some(name.clone()), ..StepValues::default() });
            self.names[at].clone_from(name);
        }
        self.see(See::Workspaces);
        for (at, limit) in limits.into_iter().enumerate() {
            let contact_limit = NonZeroU64::new(limit).map(ContactLimit::Limited);
            self.update(at, StepValues { contact_limit, ..StepValues::default() });
        }
        self.see(See::Workspaces);
        for at in 0..2 {
            let contact_limit = Some(ContactLimit::Unlimited);
            self.update(at, StepValues { contact_limit, ..StepValues::default() });
        }
        self.see(See::Workspaces);
        for (at, zone) in ["America/Lima", "Europe/Oslo"].into_iter().enumerate() {
            let timezone = Some(zone.to_owned());
            self.update(at, StepValues { timezone, ..StepValues::default() });
        }
        self.see(See::Workspaces);
    }

    fn departures(&mut self, [ben, cai, eve, fin, gil]: [&Email; 5]) {
        let leaves = |writer: &mut Self, at: usize, email: &Email, heir: Option<&Email>| {
            let (user, reassign_to) = (Some(email.clone()), heir.cloned());
            let workspace = Some(writer.names[at].clone());
            let values = StepValues { user, reassign_to, workspace, ..StepValues::default() };
            writer.change("revoke", Operation::RevokeWorkspaceAccess, values);
        };
        leaves(self, 0, eve, Some(fin));
        leaves(self, 1, cai, Some(gil));
        self.see_access();
        leaves(self, 0, ben, None);
        leaves(self, 1, gil, None);
        self.see_access();
        for at in 0..2 {
            let workspace = Some(self.names[at].clone());
            let values = StepValues { workspace, ..StepValues::default() };
            self.change("delete", Operation::DeleteWorkspace, values);
        }
        self.see(See::Workspaces);
    }

    fn add(&mut self, workspace: usize, users: Vec<Person>) {
        let workspace = Some(self.names[workspace].clone());
        let values = StepValues { workspace, users, ..StepValues::default() };
        self.change("add", Operation::AddWorkspaceUsers, values);
    }

    fn give(&mut self, at: usize, email: &Email, role: WorkspaceRole, restrictions: Restrictions) {
        let values = StepValues {
            user: Some(email.clone()),
            workspace: Some(self.names[at].clone()),
            role: Some(Role::Workspace(role)),
            restrictions: Some(restrictions),
            ..StepValues::default()
        };
        self.change("access", Operation::ChangeWorkspaceAccess, values);
    }

    fn update(&mut self, at: usize, values: StepValues) {
        let workspace = Some(self.names[at].clone());
        let values = StepValues { workspace, ..values };
        self.change("update", Operation::UpdateWorkspace, values);
    }

    fn see_access(&mut self) {
        for workspace in self.names.clone() {
            let (operation, name) = (Operation::ListWorkspaceUsers, "see-access");
            let clicks = vec![
                format!("switch to {workspace} and open Settings > Workspace Settings > Users"),
                "reload the page, and go through the list to its end".to_owned(),
            ];
            let values = StepValues { workspace: Some(workspace), ..StepValues::default() };
            self.push(name, operation, Some(See::WorkspaceUsers), values, clicks);
        }
    }

    /// Only people who have accepted show how a workspace's list tells them from those who haven't.
    fn see_elsewhere(&mut self) {
        let clicks = vec![
            "switch to a workspace where people have accepted, and open Settings > Workspace Settings > Users"
                .to_owned(),
            "reload the page".to_owned(),
        ];
        let (operation, see) = (Operation::ListWorkspaceUsers, Some(See::WorkspaceUsers));
        self.push("see-accepted", operation, see, StepValues::default(), clicks);
    }

    fn see(&mut self, see: See) {
        let (operation, name, place) = match see {
            See::Organizations => {
                (Operation::ListOrganizations, "see-organizations", "the list of organizations")
            }
            See::Organization => (
                Operation::GetOrganization,
                "see-organization",
                "Organization Settings > General (Account Info in newer consoles)",
            ),
            See::Users => (
                Operation::ListOrganizationUsers,
                "see-users",
                "Organization Settings > Users (Admin Settings in newer consoles)",
            ),
            See::Workspaces | See::WorkspaceUsers => {
                (Operation::ListWorkspaces, "see-workspaces", "Organization Settings > Workspaces")
            }
        };
        let mut clicks = vec![format!("open {place}")];
        clicks.push(match operation.definition().is_list() {
            true => "reload the page, and go through the list to its end".to_owned(),
            false => "reload the page".to_owned(),
        });
        self.push(name, operation, Some(see), StepValues::default(), clicks);
    }

    fn change(&mut self, name: &'static str, operation: Operation, values: StepValues) {
        let mut clicks = clicks(self.clicks.get(&operation), &values);
        if name == "refused" {
            clicks.push("this is refused, since the invitation is still open: go on".to_owned());
        }
        self.push(name, operation, None, values, clicks);
    }

    fn push(
        &mut self,
        name: &'static str,
        operation: Operation,
        see: Option<See>,
        values: StepValues,
        clicks: Vec<String>,
    ) {
        let number = self.numbers.entry(name).or_default();
        *number += 1;
        let id = format!("{name}-{number}");
        self.steps.push(Step { id, operation, see, refused: name == "refused", values, clicks });
    }
}

/// The clicks with their values; a line whose placeholder has none is left out. For several people, once for each.
fn clicks(of: Option<&Vec<Text>>, values: &StepValues) -> Vec<String> {
    let one = |user: Option<&Email>, role, restrictions: Option<&Restrictions>| {
        let reference = |email: &Email| UserRef { email: email.clone(), id: None };
        let workspace = values.workspace.as_deref().map(WorkspaceName::new);
        let told = Values {
            workspace: workspace.map(|name| WorkspaceRef { name, id: None }),
            user: user.map(reference),
            role,
            restrictions: restrictions.cloned(),
            fields: values.fields(),
            reassign_to: values.reassign_to.as_ref().map(reference),
            ..Values::default()
        };
        let fill = |text: &Text| text.fill(|placeholder: Placeholder| told.told(placeholder));
        of.into_iter().flatten().filter_map(fill).collect::<Vec<_>>()
    };
    if values.users.is_empty() {
        let user = values.user.as_ref().or(values.email.as_ref());
        return one(user, values.role, values.restrictions.as_ref());
    }
    let people = values.users.iter();
    let mut all: Vec<_> = people
        .flat_map(|it| one(Some(&it.email), Some(Role::Workspace(it.role)), Some(&it.restrictions)))
        .collect();
    if values.users.len() > 1 {
        all.insert(0, "where the dialog takes several people, do these in one go".to_owned());
    }
    all
}
