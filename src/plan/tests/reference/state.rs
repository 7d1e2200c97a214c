//! What the platform can look like, small enough to copy a million times.

/// No more of anything than this.
pub(in crate::plan::tests) const MOST: usize = 8;

/// Roles in order of what they may do; the lowest is not being there.
pub(super) const NONE: u8 = 0;
pub(super) const MEMBER: u8 = 1;
pub(super) const BILLING: u8 = 2;
pub(super) const USER_ADMIN: u8 = 3;
pub(super) const ADMIN: u8 = 4;
pub(super) const STRANGE: u8 = 5;

pub(super) const AGENT: u8 = 1;
pub(super) const MANAGER: u8 = 2;
pub(super) const OWNER: u8 = 3;

/// A workspace that is not there has this name.
pub(super) const NOWHERE: u8 = 255;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct State {
    /// Organization role, by person.
    pub(super) seats: [u8; MOST],
    /// By workspace, by person.
    pub(super) access: [[u8; MOST]; MOST],
    /// By workspace.
    pub(super) names: [u8; MOST],
}

impl State {
    pub(super) const EMPTY: Self =
        Self { seats: [NONE; MOST], access: [[NONE; MOST]; MOST], names: [NOWHERE; MOST] };

    pub(super) fn people(&self) -> usize {
        self.seats.iter().filter(|seat| **seat != NONE).count()
    }

    pub(super) fn workspaces(&self) -> usize {
        self.names.iter().filter(|name| **name != NOWHERE).count()
    }

    pub(super) fn is_there(&self, workspace: usize) -> bool {
        self.names[workspace] != NOWHERE
    }

    pub(super) fn reaches(&self, person: usize) -> bool {
        self.seats[person] == ADMIN || self.access.iter().any(|list| list[person] != NONE)
    }
}
