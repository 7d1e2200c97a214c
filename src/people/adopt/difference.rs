use crate::model::text::quoted;
use crate::model::{
    Desired, Email, Field, FieldValue, OrganizationRole, Restrictions, Seen, Snapshot, Workspace,
    WorkspaceField, WorkspaceRef,
};
use crate::plan::{
    Access, Action, AttentionKind, Execution, Fact, Hold, Notice, OrganizationPlan, Shown, Step,
};

/// One thing in which the platform differs from the manifests.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Difference {
    pub(super) live: Live,
    /// The role in the organization that the manifests give instead.
    pub(super) wanted: Option<OrganizationRole>,
    /// Why planning would not set it right now.
    pub(super) hold: Option<Hold>,
    /// Whether nothing but time keeps the platform from being as the manifests say.
    pub(super) waits: bool,
    /// Whether access is live whose last day is over.
    pub(super) ended: bool,
    /// The line that says otherwise.
    pub(super) at: String,
}

/// How it is on the platform.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Live {
    /// What the organization is called.
    Named(String),
    /// Somebody's role in the organization; `None` is not in it.
    User(Email, Option<Seen<OrganizationRole>>),
    /// What somebody has in a workspace; `None` is nothing.
    Access(WorkspaceRef, Email, Option<Access>),
    /// A workspace that isn't there.
    Gone(WorkspaceRef),
    /// A field of a workspace.
    Field(WorkspaceRef, WorkspaceField),
    /// A workspace that is to be deleted, and is there.
    Retired(WorkspaceRef),
    /// An invitation that is old.
    Invited(Email),
}

/// What a difference is about; whatever becomes of the manifests on the way, it is the same one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    kind: u8,
    field: Option<Field>,
    /// Its id; of one that isn't there, its name.
    workspace: Option<String>,
    person: Option<Email>,
}

/// All that differs, also what only waits.
pub(super) fn differences(
    plan: &OrganizationPlan,
    desired: &Desired,
    snapshot: &Snapshot,
) -> Vec<Difference> {
    let (different, waiting) = plan.differences();
    let steps = different.into_iter().map(|step| (step, false));
    let steps = steps.chain(waiting.into_iter().map(|step| (step, true)));
    let mut all: Vec<Difference> = steps.flat_map(|(step, waits)| of_step(step, waits)).collect();
    all.extend(plan.unlisted_power().filter_map(|it| of_power(it, desired, snapshot)));
    all.sort_by_cached_key(|it| it.live.key());
    all.dedup_by_key(|it| it.live.key());
    all
}

fn of_step(step: &Step, waits: bool) -> Vec<Difference> {
    let hold = match &step.execution {
        Execution::Held { reason } => Some(reason.clone()),
        Execution::Automatic | Execution::Manual { .. } => None,
    };
    let wanted = match &step.action {
        Action::ChangeOrganizationRole(it) => Some(it.after),
        _ => None,
    };
    let one = |live: Live| Difference {
        wanted,
        hold: hold.clone(),
        waits,
        ended: live.person().is_some_and(|it| step.ended.contains_key(it)),
        at: step.source.to_string(),
        live,
    };
    let facts = step.action.facts().into_iter();
    facts.flat_map(|fact| lives(fact, step.action.instead())).map(one).collect()
}

/// What is there in place of something that is to be so. What is wanted in a workspace that isn't there is gone with it.
fn lives(fact: Fact, instead: Shown) -> Vec<Live> {
    use Fact as F;
    match (fact, instead) {
        (F::OrganizationNamed(_), Shown::OrganizationNamed(name)) => vec![Live::Named(name)],
        (
            F::InOrganization { email, .. } | F::NotInOrganization(email),
            Shown::InOrganization { role, .. },
        ) => vec![Live::User(email, Some(role))],
        (F::InOrganization { email, .. }, Shown::NotInOrganization) => {
            vec![Live::User(email, None)]
        }
        (F::InvitedAfter { email, .. }, Shown::InvitedAt(_)) => vec![Live::Invited(email)],
        (
            F::Access { workspace, email, .. } | F::NoAccess { workspace, email },
            Shown::Access { role, restrictions },
        ) => vec![Live::Access(workspace, email, Some(Access { role, restrictions }))],
        (F::Access { workspace, email, .. }, Shown::NoAccess) => {
            vec![Live::Access(workspace, email, None)]
        }
        (F::Workspace { workspace, .. } | F::Access { workspace, .. }, Shown::NoWorkspace) => {
            vec![Live::Gone(workspace)]
        }
        (F::Workspace { workspace, .. }, Shown::Workspace(fields)) => {
            fields.iter().map(|field| Live::Field(workspace.clone(), field)).collect()
        }
        (F::NoWorkspace(workspace), Shown::Workspace(_)) => vec![Live::Retired(workspace)],
        // No other thing is found in place of a fact.
        _ => Vec::new(),
    }
}

/// Power that no manifest gives and that `policy.users` leaves alone, so that no step stands for it.
fn of_power(notice: &Notice, desired: &Desired, snapshot: &Snapshot) -> Option<Difference> {
    let person = notice.person.as_ref()?;
    let (live, source) = match (notice.kind, &notice.workspace) {
        (AttentionKind::WorkspaceOwner, Some(name)) => {
            let wanted = desired.workspaces.iter().find(|it| it.name == *name)?;
            let is_it = |live: &&Workspace| match wanted.id {
                Some(id) => live.id == id,
                None => live.name.key() == wanted.name.key(),
            };
            let live = snapshot.workspaces.items.iter().find(is_it)?;
            let user = live.users.items.iter().find(|it| it.email == *person)?;
            let access =
                Access { role: user.role.clone(), restrictions: user.restrictions.clone() };
            let workspace = WorkspaceRef { name: name.clone(), id: Some(live.id) };
            (Live::Access(workspace, person.clone(), Some(access)), &wanted.source)
        }
        _ => {
            let user = snapshot.users.items.iter().find(|it| it.email == *person)?;
            (Live::User(person.clone(), Some(user.role.clone())), &desired.source)
        }
    };
    let at = source.to_string();
    Some(Difference { live, wanted: None, hold: None, waits: false, ended: false, at })
}

impl Live {
    pub(super) fn key(&self) -> Key {
        let (kind, field) = match self {
            Self::Named(_) => (0, None),
            Self::Gone(_) => (1, None),
            Self::Retired(_) => (2, None),
            Self::Field(_, field) => (3, Some(field.field())),
            Self::Access(..) => (4, None),
            Self::User(..) => (5, None),
            Self::Invited(_) => (6, None),
        };
        let workspace = self.workspace().map(|it| match it.id {
            Some(id) => id.to_string(),
            None => it.name.key(),
        });
        Key { kind, field, workspace, person: self.person().cloned() }
    }

    /// The workspace that it is about.
    pub(super) const fn workspace(&self) -> Option<&WorkspaceRef> {
        match self {
            Self::Named(_) | Self::User(..) | Self::Invited(_) => None,
            Self::Access(workspace, ..)
            | Self::Gone(workspace)
            | Self::Field(workspace, _)
            | Self::Retired(workspace) => Some(workspace),
        }
    }

    /// Whom it is about.
    pub(super) const fn person(&self) -> Option<&Email> {
        match self {
            Self::User(email, _) | Self::Access(_, email, _) | Self::Invited(email) => Some(email),
            Self::Named(_) | Self::Gone(_) | Self::Field(..) | Self::Retired(_) => None,
        }
    }

    /// Whether something isn't there.
    pub(super) const fn is_absence(&self) -> bool {
        matches!(self, Self::User(_, None) | Self::Access(_, _, None) | Self::Gone(_))
    }

    /// Texts of the platform that the manifest would get.
    pub(super) fn texts(&self) -> Vec<&str> {
        match self {
            Self::Named(name) => vec![name],
            Self::Field(_, field) => match field.value() {
                FieldValue::Text(text) => vec![text],
                FieldValue::Limit(_) => Vec::new(),
            },
            Self::User(email, Some(_)) | Self::Access(_, email, Some(_)) => vec![email.as_str()],
            _ => Vec::new(),
        }
    }

    /// As a sentence of plain text.
    pub(super) fn words(&self) -> String {
        let name = |it: &WorkspaceRef| quoted(it.name.as_str());
        match self {
            Self::Named(text) => format!("the organization is called {}", quoted(text)),
            Self::User(email, Some(role)) => format!("{email} is {role} in the organization"),
            Self::User(email, None) => format!("{email} is not in the organization"),
            Self::Access(workspace, email, Some(Access { role, restrictions })) => {
                let with = restrictions.as_ref().map_or_else(String::new, with);
                format!("{email} has {} as {role}{with}", name(workspace))
            }
            Self::Access(workspace, email, None) => {
                format!("{email} does not have {}", name(workspace))
            }
            Self::Gone(workspace) => format!("workspace {} is not there", name(workspace)),
            Self::Field(workspace, field) => {
                let value = match field.value() {
                    FieldValue::Text(text) => quoted(text),
                    FieldValue::Limit(limit) => limit.to_string(),
                };
                match field.field() {
                    Field::Name => format!("workspace {} is called {value}", name(workspace)),
                    other => {
                        format!("workspace {} has the {} {value}", name(workspace), other.label())
                    }
                }
            }
            Self::Retired(workspace) => format!("workspace {} is still there", name(workspace)),
            Self::Invited(email) => format!("the invitation of {email} is old"),
        }
    }
}

fn with(restrictions: &Restrictions) -> String {
    let words: Vec<&str> = restrictions.iter().map(|it| it.word()).collect();
    if words.is_empty() { String::new() } else { format!(" with {}", words.join(", ")) }
}
