/// A call that is turned away: `console-api.md`, Refusals.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::sandbox) enum Refusal {
    EmailNotValid,
    WrongPassword,
    /// Seconds until it makes sense to try again.
    TooMany(u64),
    Unauthorized,
    Forbidden,
    TrialEnded,
    NotAllowed,
    OwnAccess,
    LastAdmin,
    AlreadyInvited,
    AlreadyThere,
    ReassignToNotHere,
    RestrictionsNotValid,
    WorkspaceLimit,
    UserLimit,
    NameTaken,
    HasWorkspaceAccess,
    NoContactLimit,
    Malformed(String),
    NotFound(&'static str),
    NoSuchRoute,
    WrongMethod,
    Broken(String),
}

impl Refusal {
    /// HTTP status, class and text.
    pub(in crate::sandbox) fn words(&self) -> (u16, &'static str, String) {
        let forbidden = |text: &str| (403, "Forbidden", text.to_owned());
        let invalid = |text: &str| (400, "ValidationError", text.to_owned());
        match self {
            Self::EmailNotValid => invalid("Email is not valid"),
            Self::WrongPassword => {
                (401, "NotAuthorizedException", "Incorrect username or password.".to_owned())
            }
            Self::TooMany(_) => (429, "TooManyRequests", "Too many requests".to_owned()),
            Self::Unauthorized => (401, "Unauthorized", "Unauthorized".to_owned()),
            Self::Forbidden => forbidden("Forbidden"),
            Self::TrialEnded => forbidden(
                "Access denied: Your organization subscription trial has ended. \
                 Please subscribe to a new plan.",
            ),
            Self::NotAllowed => forbidden("You do not have permission to perform this action."),
            Self::OwnAccess => forbidden("You cannot edit or revoke your own access."),
            Self::LastAdmin => {
                forbidden("An organization requires at least one Organization Admin.")
            }
            Self::AlreadyInvited => {
                forbidden("Invitation has already been sent and is not accepted.")
            }
            Self::AlreadyThere => forbidden("User already exists."),
            Self::ReassignToNotHere => invalid("reassignTo is not in this workspace"),
            Self::RestrictionsNotValid => invalid("restrictions are not valid"),
            Self::WorkspaceLimit => forbidden("Workspace limit reached. Please upgrade your plan."),
            Self::UserLimit => forbidden("User limit reached. Please upgrade your plan."),
            Self::NameTaken => forbidden("Sorry there is already a workspace with this name!"),
            Self::HasWorkspaceAccess => forbidden("Remove the user's workspace access first."),
            Self::NoContactLimit => {
                forbidden("Contact limit is not available for this organization.")
            }
            Self::Malformed(what) => invalid(what),
            Self::NotFound(what) => (404, "NotFound", format!("There is no such {what}.")),
            Self::NoSuchRoute => (404, "NotFound", "There is nothing at this path.".to_owned()),
            Self::WrongMethod => {
                (405, "MethodNotAllowed", "This path has no such method.".to_owned())
            }
            Self::Broken(what) => (500, "InternalError", what.clone()),
        }
    }

    /// Seconds to wait, where waiting helps.
    pub(in crate::sandbox) const fn retry_after(&self) -> Option<u64> {
        match self {
            Self::TooMany(seconds) => Some(*seconds),
            _ => None,
        }
    }

    /// Whether the text stands at `data.message`, as in the one verified refusal of a taken name.
    pub(in crate::sandbox) const fn is_told_in_data(&self) -> bool {
        matches!(self, Self::NameTaken)
    }
}
