use super::AttentionKind::{
    AccessLost, LimitBelowContacts, Lookalike, OrganizationPower, OwnAccess, RestrictionLifted,
    WorkspaceOwner,
};
use super::{Notice, ReviewContext};
use crate::model::text::{is_lookalike, quoted, thousands};
use crate::model::{
    ContactLimit, Email, OrganizationRole, Restriction, Seen, WorkspaceName, WorkspaceRef,
};

/// Of what is planned.
impl ReviewContext<'_> {
    pub(in crate::plan) fn made(&self, email: &Email, role: OrganizationRole) -> Notice {
        self.about(OrganizationPower, format!("Made {role} of the organization"), email)
    }

    /// Staff is told of only in a workspace that was there before: one that is created needs an owner.
    pub(in crate::plan) fn made_owner(
        &self,
        workspace: &WorkspaceRef,
        email: &Email,
    ) -> Option<Notice> {
        let expected = workspace.id.is_none() && self.staff.has(email);
        let notice = self.about(WorkspaceOwner, "Made owner of a workspace", email);
        (!expected).then(|| notice.at(&workspace.name))
    }

    pub(in crate::plan) fn no_longer_admin(&self, email: &Email) -> Notice {
        self.about(AccessLost, "No longer admin of the organization", email)
    }

    pub(in crate::plan) fn no_longer_owner(
        &self,
        workspace: &WorkspaceRef,
        email: &Email,
    ) -> Notice {
        self.about(AccessLost, "No longer owner of a workspace", email).at(&workspace.name)
    }

    pub(in crate::plan) fn own_access(&self, email: &Email) -> Option<Notice> {
        let is_actor = self.snapshot.actor.as_ref() == Some(email);
        is_actor.then(|| self.about(OwnAccess, "The actor gives itself access", email))
    }

    pub(in crate::plan) fn freed_of(&self, restriction: Restriction, email: &Email) -> Notice {
        self.about(RestrictionLifted, format!("No longer restricted by {restriction}"), email)
    }

    pub(in crate::plan) fn lookalike_person(&self, email: &Email) -> Option<Notice> {
        is_lookalike(email.as_str()).then(|| self.about(Lookalike, MAY_NOT_BE, email))
    }
}

/// Of what is on the platform.
impl ReviewContext<'_> {
    pub(in crate::plan) fn unlisted_power(
        &self,
        email: &Email,
        role: &Seen<OrganizationRole>,
    ) -> Notice {
        let what = format!("Has the role {role} in the organization, which no manifest gives");
        self.about(OrganizationPower, what, email)
    }

    pub(in crate::plan) fn unlisted_owner(
        &self,
        workspace: &WorkspaceName,
        email: &Email,
    ) -> Notice {
        let what = "Owner of a workspace, though no manifest says so";
        self.about(WorkspaceOwner, what, email).at(workspace)
    }

    pub(in crate::plan) fn not_owner(&self, workspace: &WorkspaceRef, email: &Email) -> Notice {
        let what = "Not owner of a workspace, though the manifest says so";
        self.about(AccessLost, what, email).at(&workspace.name)
    }

    pub(in crate::plan) fn not_admin(&self, email: &Email) -> Notice {
        let what = "Not admin of the organization, though the manifest says so";
        self.about(AccessLost, what, email)
    }

    pub(in crate::plan) fn without(&self, restriction: Restriction, email: &Email) -> Notice {
        self.about(
            RestrictionLifted,
            format!("Not restricted by {restriction}, though the manifest says so"),
            email,
        )
    }
}

/// Of either.
impl ReviewContext<'_> {
    /// A limit below the contacts there are, where the platform says how many.
    pub(in crate::plan) fn small_limit(
        &self,
        workspace: &WorkspaceRef,
        limit: ContactLimit,
    ) -> Option<Notice> {
        let limit = limit.number()?;
        let there = self.contacts(workspace).filter(|there| limit < *there)?;
        let notice = Notice::new(LimitBelowContacts, "Contact limit below the number of contacts");
        let (limit, there) = (thousands(limit), thousands(there));
        Some(notice.at(&workspace.name).saying(format!("limit {limit}, contacts {there}")))
    }
}

const MAY_NOT_BE: &str = "May not be what it looks like";

/// What is said of a name with letters of several scripts in a word.
pub(in crate::plan) fn lookalike(text: &str) -> Option<Notice> {
    let notice = || Notice::new(Lookalike, MAY_NOT_BE);
    is_lookalike(text).then(notice).map(|notice| notice.saying(quoted(text)))
}
