use wildmatch::WildMatch;

/// A refusal that the profile recognises by status, class and text.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Pattern {
    /// HTTP status.
    pub(crate) status: u16,
    /// Glob for the platform's text; left out: any text.
    pub(crate) message: Option<WildMatch>,
}

impl Pattern {
    /// Whether it is this refusal.
    pub(crate) fn matches(&self, status: u16, message: &str) -> bool {
        let fits = |glob: &WildMatch| glob.matches(message.trim());
        self.status == status && self.message.as_ref().is_none_or(fits)
    }
}

/// What a refusal of the platform means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Meaning {
    /// The credential is missing, expired or not known.
    Credential,
    /// Whoever logs in has another password, or no account.
    Login,
    /// The caller is not in this organization.
    NotInOrganization,
    /// The organization's trial has ended.
    TrialEnded,
    /// The caller's role may not do it.
    RoleMayNot,
    /// Nobody edits or revokes their own access.
    OwnAccess,
    /// The organization would be without an admin.
    LastAdmin,
    /// The subscription has no room for another workspace.
    WorkspaceLimit,
    /// The subscription has no free seat.
    UserLimit,
    /// Contact limits are for the Reseller Partner Programme.
    NotResellerPartner,
    /// The user still has access to workspaces.
    StillHasAccess,
    /// There is such a one already.
    AlreadyThere,
}

impl Meaning {
    /// All of them, with their words in a profile.
    pub(crate) const ALL: &'static [(&'static str, Self)] = &[
        ("credential", Self::Credential),
        ("login", Self::Login),
        ("notInOrganization", Self::NotInOrganization),
        ("trialEnded", Self::TrialEnded),
        ("roleMayNot", Self::RoleMayNot),
        ("ownAccess", Self::OwnAccess),
        ("lastAdmin", Self::LastAdmin),
        ("workspaceLimit", Self::WorkspaceLimit),
        ("userLimit", Self::UserLimit),
        ("notResellerPartner", Self::NotResellerPartner),
        ("stillHasAccess", Self::StillHasAccess),
        ("alreadyThere", Self::AlreadyThere),
    ];

    /// Whether another call of the same kind, about somebody else, would be refused as well.
    pub(crate) const fn is_about_everybody(self) -> bool {
        match self {
            Self::Credential
            | Self::Login
            | Self::NotInOrganization
            | Self::TrialEnded
            | Self::RoleMayNot
            | Self::WorkspaceLimit
            | Self::UserLimit
            | Self::NotResellerPartner => true,
            Self::OwnAccess | Self::LastAdmin | Self::StillHasAccess | Self::AlreadyThere => false,
        }
    }

    /// What to do about it.
    pub(crate) const fn help(self) -> &'static str {
        match self {
            Self::Credential => {
                "the platform doesn't take this credential: it is expired, cut short or for another \
                 service; get a new one and look at `credentials` in the Project"
            }
            Self::Login => "check the e-mail and the password that this credential logs in with",
            Self::NotInOrganization => {
                "the account behind this credential is probably not in that organization, or the \
                 organization's `id` is wrong; `rolecall doctor` shows who the account is"
            }
            Self::TrialEnded => {
                "the organization's trial has ended: choose a plan in the console, then run again"
            }
            Self::RoleMayNot => {
                "the organization role of this account may not do it; use the credential of an \
                 organization admin, or of a user admin for workspaces and members"
            }
            Self::OwnAccess => {
                "nobody edits or revokes their own access; another admin has to do it"
            }
            Self::LastAdmin => "make somebody else an admin first",
            Self::WorkspaceLimit => {
                "the subscription has no room for another workspace; delete one or upgrade the plan"
            }
            Self::UserLimit => {
                "the subscription has no free seat; remove somebody or upgrade the plan"
            }
            Self::NotResellerPartner => {
                "contact limits are for organizations of the Reseller Partner Programme; leave out \
                 `contactLimit`"
            }
            Self::AlreadyThere => "there is such a one already; run again to plan with it",
            Self::StillHasAccess => "revoke the user's access to every workspace first",
        }
    }
}

/// A refusal whose meaning the profile knows.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct KnownRefusal {
    /// How it is recognised.
    pub(crate) pattern: Pattern,
    /// What it means.
    pub(crate) means: Meaning,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_is_known_by_status_and_text() {
        let message = Some(WildMatch::new("User limit reached*"));
        let pattern = Pattern { status: 403, message };
        assert!(pattern.matches(403, " User limit reached. Please upgrade your plan.\n"));
        assert!(!pattern.matches(400, "User limit reached."));
        assert!(!pattern.matches(403, "No. User limit reached."));
        assert!(Pattern { status: 401, message: None }.matches(401, "anything"));
    }
}
