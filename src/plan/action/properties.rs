use super::{Effect, Fields, Reversible};
use crate::model::{Email, Values, WorkspaceRef};
use crate::plan::{Fact, Shown};
use std::fmt::Debug;

/// What each action says of itself.
pub trait Properties: Debug {
    /// The facts that it makes true. For a batch, one for each person.
    fn facts(&self) -> Vec<Fact>;

    /// What there is in place of each of them.
    fn instead(&self) -> Shown;

    /// What kind of thing it does.
    fn effect(&self) -> Effect;

    /// Whether it can be taken back.
    fn reversible(&self) -> Reversible;

    /// Its place among the steps of one wave: who reads a plan finds what adds before what takes away.
    fn rank(&self) -> u8;

    /// The workspace it is about.
    fn workspace(&self) -> Option<WorkspaceRef> {
        None
    }

    /// The one person it is about; a batch has several and answers `None`.
    fn email(&self) -> Option<&Email> {
        None
    }

    /// Everybody it is about.
    fn people(&self) -> Vec<&Email> {
        self.email().into_iter().collect()
    }

    /// Who is sent an invitation by it.
    fn invites(&self) -> Vec<&Email> {
        Vec::new()
    }

    /// Who takes a seat of the organization by it.
    fn takes_seats(&self) -> Vec<&Email> {
        self.invites()
    }

    /// Who frees a seat of the organization by it.
    fn frees_seats(&self) -> Vec<&Email> {
        Vec::new()
    }

    /// Whether it may be called again where the answer was lost and a look shows that it was not done. Not where the
    /// look may come too early, and a second call can't be taken back.
    fn may_repeat(&self) -> bool {
        true
    }

    /// Whether somebody has less afterwards, or data is gone: revocations, deletions, and changes of role or
    /// restrictions that are not plainly upward.
    fn takes_away(&self) -> bool {
        matches!(self.effect(), Effect::Revoke | Effect::Destroy)
    }

    /// Whether people count in the removal budget for it: who loses access or has a lower role.
    fn counts_as_removal(&self) -> bool {
        self.effect() == Effect::Revoke
    }

    /// What its operation is called with, by a machine or a person. Users have no ids yet; whoever makes the call
    /// looks them up.
    fn values(&self) -> Values;

    /// Its fields in the plan file.
    #[doc(hidden)]
    fn fields(&self) -> Fields;
}
