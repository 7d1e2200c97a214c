use crate::plan::attention::{Notice, ReviewContext};
use crate::plan::sentence::{GroupedChange, StepSentence};

/// What people are told of an action, and what of it they should look at first.
pub(crate) trait Words {
    /// What it does, a sentence for each person or field. Never empty for a step that the planner makes.
    fn planned(&self) -> Vec<StepSentence>;

    /// What it does, for a sentence about many organizations that do the same.
    fn grouped(&self) -> Vec<GroupedChange<'_>>;

    /// What is different on the platform, as it is, whoever changed what: the other side of what would set it right.
    fn drifted(&self) -> Vec<StepSentence> {
        self.grouped_drift().iter().map(GroupedChange::alone).collect()
    }

    /// What is different on the platform, for a sentence about many organizations where the same is.
    fn grouped_drift(&self) -> Vec<GroupedChange<'_>>;

    /// What deserves a look before it is done.
    fn notices_planned(&self, context: &ReviewContext<'_>) -> Vec<Notice>;

    /// What deserves a look in what is different on the platform.
    fn notices_drifted(&self, context: &ReviewContext<'_>) -> Vec<Notice>;
}
