//! Plans built in code, the way the planner would make them.
//!
//! | file | idea |
//! |---|---|
//! | `every` | every action and every reason to hold a step |
//! | `examples` | whole plans: one with everything, and an ordinary one |

mod every;
mod examples;

pub(crate) use every::{every_action, every_hold};
pub(crate) use examples::{everything, ordinary};

use jiff::Timestamp;
use jiff::civil::date;
use rolecall::model::{
    Collection, ContactLimit, Desired, Email, MaxRemovals, OrganizationId, OrganizationRole,
    OrganizationUser, Policy, Restriction, Safety, Seen, Slug, Snapshot, Source, UserId,
    UserStatus, WorkspaceId, WorkspaceName, WorkspaceRole,
};
use rolecall::plan::{
    Access, AccessNote, Action, AddWorkspaceUsers, AttentionKind, ChangeOrganizationRole,
    ChangeWorkspaceAccess, Cost, CreateWorkspace, DeleteWorkspace, EffectiveAccess, Execution,
    Hold, InviteOrganizationUser, NewAccess, Options, OrganizationPlan, PersonAccess, Plan,
    PlanOrigin, PlatformName, Refusal, RemoveOrganizationUser, ResendInvitation,
    RevokeWorkspaceAccess, Settings, Side, Staff, Step, StepId, Unmanaged, Unread,
    UpdateOrganization, UpdateWorkspace, Warning, WorkspaceFields, WorkspaceRef, attention,
};
use std::collections::BTreeMap;

const LOSES_EVERYTHING: AccessNote =
    AccessNote::LosesEverything { by_hand: false, seen_in_part: false };

pub(crate) fn email(text: &str) -> Email {
    Email::seen(text)
}

pub(crate) fn time(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub(crate) fn workspace(name: &str) -> WorkspaceRef {
    WorkspaceRef { name: WorkspaceName::new(name), id: Some(WorkspaceId::new(408_881)) }
}

pub(crate) fn access(role: WorkspaceRole, restrictions: &[Restriction]) -> Access {
    Access { role: Seen::Known(role), restrictions: Some(restrictions.iter().copied().collect()) }
}

pub(crate) fn joins(address: &str, role: WorkspaceRole, invites: bool) -> NewAccess {
    NewAccess { email: email(address), role, restrictions: None, invites }
}

/// One organization's plan, put together step by step.
pub(crate) struct Builder {
    plan: OrganizationPlan,
}

impl Builder {
    pub(crate) fn new(name: &str) -> Self {
        Self {
            plan: OrganizationPlan {
                incomplete: Vec::new(),
                out_of_sight: Vec::new(),
                name: Slug::parse(name).unwrap(),
                id: OrganizationId::new(239_021),
                actor: Some(email("ops@agency.example")),
                snapshot: "sha256:0".to_owned(),
                refused: None,
                steps: Vec::new(),
                warnings: Vec::new(),
                unmanaged: Unmanaged::default(),
                access: Vec::new(),
                attention: Vec::new(),
                cost: Cost { requests: 0, reads: 4, estimated_seconds: 0.2 },
            },
        }
    }

    fn step(&mut self, wave: Option<u32>, action: Action, execution: Execution) -> &mut Self {
        let number = self.plan.steps.len() + 1;
        self.plan.cost.requests += u64::from(execution == Execution::Automatic);
        self.plan.steps.push(Step {
            id: StepId::new(self.plan.name.as_str(), number),
            wave,
            action,
            execution,
            depends_on: Vec::new(),
            until: BTreeMap::new(),
            ended: BTreeMap::new(),
            source: Source::new("acme.yaml", 10 + number as u32),
        });
        self
    }

    pub(crate) fn automatic(&mut self, wave: u32, action: Action) -> &mut Self {
        self.step(Some(wave), action, Execution::Automatic)
    }

    pub(crate) fn manual(&mut self, wave: u32, action: Action, clicks: &[&str]) -> &mut Self {
        let instructions = clicks.iter().map(|&click| click.to_owned()).collect();
        self.step(Some(wave), action, Execution::Manual { instructions })
    }

    pub(crate) fn held(&mut self, action: Action, reason: Hold) -> &mut Self {
        self.step(None, action, Execution::Held { reason })
    }

    pub(crate) fn after(&mut self, numbers: &[usize]) -> &mut Self {
        let name = self.plan.name.as_str().to_owned();
        let step = self.plan.steps.last_mut().unwrap();
        step.depends_on = numbers.iter().map(|&number| StepId::new(&name, number)).collect();
        self
    }

    pub(crate) fn warning(&mut self, code: Option<&str>, message: &str) -> &mut Self {
        self.plan.warnings.push(Warning {
            code: code.map(str::to_owned),
            message: message.to_owned(),
            source: Some(Source::new("acme.yaml", 7)),
        });
        self
    }

    pub(crate) fn unmanaged(&mut self, workspaces: &[&str], users: &[&str]) -> &mut Self {
        self.plan.unmanaged.workspaces =
            workspaces.iter().map(|name| WorkspaceName::new(name)).collect();
        self.plan.unmanaged.users = users.iter().map(|user| email(user)).collect();
        self
    }

    pub(crate) fn refused(&mut self, counted: u64, allowed: u64) -> &mut Self {
        let rule = "max_removals".to_owned();
        self.plan.refused = Some(Refusal { rule, counted, allowed });
        self
    }

    pub(crate) fn person(
        &mut self,
        who: &str,
        before: EffectiveAccess,
        after: EffectiveAccess,
        notes: Vec<AccessNote>,
    ) -> &mut Self {
        self.plan.access.push(PersonAccess { email: email(who), before, after, notes });
        self
    }

    pub(crate) fn build(&mut self) -> OrganizationPlan {
        looked_at(self.plan.clone(), Side::Plan)
    }
}

/// The plan with what to look at first, as planning finds it where everybody in it has accepted.
fn looked_at(mut plan: OrganizationPlan, side: Side) -> OrganizationPlan {
    let settings = Settings {
        now: time("2026-11-23T09:00:00Z"),
        allow_workspace_deletion: true,
        allow_assumed: true,
        max_removals: None,
        token_expires: None,
        silenced: Default::default(),
        staff: Staff::new(&["*@agency.example".to_owned()]),
        side,
    };
    let people = plan.steps.iter().filter_map(|step| step.action.email());
    let user = |email: &Email| OrganizationUser {
        last_active: None,
        id: UserId::new(1),
        email: email.clone(),
        role: Seen::Known(OrganizationRole::Member),
        status: Some(Seen::Known(UserStatus::Active)),
        invited_at: None,
    };
    let snapshot = Snapshot {
        id: plan.id,
        actor: plan.actor.clone(),
        organization: None,
        users: Collection::complete(people.map(user).collect()),
        workspaces: Collection::complete(Vec::new()),
        reads: 4,
    };
    let desired = Desired {
        name: plan.name.clone(),
        id: plan.id,
        source: Source::new("acme.yaml", 1),
        display_name: None,
        credentials: "default".to_owned(),
        users: None,
        ended: BTreeMap::new(),
        workspaces: Vec::new(),
        retired: Vec::new(),
        departures: BTreeMap::new(),
        hand_overs: BTreeMap::new(),
        policy: Policy::default(),
        safety: Safety { min_admins: 1, max_removals: MaxRemovals::Default, waivers: Vec::new() },
        embargo: None,
        resend_after_days: None,
        lints: Vec::new(),
    };
    plan.attention = attention(&desired, &snapshot, &settings, &plan);
    // Whether a name is a look-alike is its own affair: plans with other names have the same lines.
    plan.attention.retain(|notice| notice.kind != AttentionKind::Lookalike);
    plan
}

/// The same plan, as drift has it.
pub(crate) fn as_drift(of: Plan) -> Plan {
    plan(of.organizations.into_iter().map(|one| looked_at(one, Side::Drift)).collect())
}

pub(crate) fn reaches(
    role: Option<&str>,
    pending: bool,
    workspaces: &[(&str, &str)],
) -> EffectiveAccess {
    EffectiveAccess {
        organization: role.map(Seen::read),
        pending,
        workspaces: workspaces
            .iter()
            .map(|(name, role)| (WorkspaceName::new(name), Seen::read(role)))
            .collect(),
    }
}

pub(crate) fn plan(organizations: Vec<OrganizationPlan>) -> Plan {
    Plan::new(
        time("2026-11-23T09:00:00Z"),
        origin(Options { paths: vec![".".to_owned()], ..Options::default() }),
        organizations,
        Vec::new(),
        8,
    )
}

/// Nothing could be read.
pub(crate) fn unread() -> Plan {
    let name = Slug::parse("out-of-reach").unwrap();
    let error = "the platform answers 403".to_owned();
    let unread = Unread { name, id: OrganizationId::new(7), error };
    Plan::new(time("2026-11-23T09:00:00Z"), origin(Options::default()), Vec::new(), vec![unread], 8)
}

fn origin(options: Options) -> PlanOrigin {
    let platform = PlatformName {
        profile: "respond-io-console".to_owned(),
        base_url: "https://app.respond.io".to_owned(),
    };
    PlanOrigin { options, platform, shard: None, manifests: "sha256:0".to_owned() }
}
