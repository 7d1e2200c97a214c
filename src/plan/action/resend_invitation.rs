use super::fields::Side;
use super::{Effect, Fields, Properties, Reversible, Words};
use crate::model::{Email, Values};
use crate::plan::attention::{Notice, ReviewContext};
use crate::plan::sentence::{GroupWords, GroupedChange, Impact, Mark, Sentence, StepSentence};
use crate::plan::{Fact, Shown};
use jiff::Timestamp;
use jiff::tz::Offset;

/// Sends a pending invitation again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResendInvitation {
    /// To whom.
    pub email: Email,
    /// When the last one went out.
    pub invited_at: Timestamp,
}

impl ResendInvitation {
    pub(super) fn read(fields: Fields) -> Result<Self, &'static str> {
        let invited_at = fields.before.invited_at.ok_or("`before.invitedAt` is missing")?;
        Ok(Self { email: fields.email()?, invited_at })
    }
}

impl Properties for ResendInvitation {
    fn facts(&self) -> Vec<Fact> {
        vec![Fact::InvitedAfter { email: self.email.clone(), time: self.invited_at }]
    }

    fn instead(&self) -> Shown {
        Shown::InvitedAt(self.invited_at)
    }

    fn effect(&self) -> Effect {
        Effect::Notify
    }

    fn reversible(&self) -> Reversible {
        Reversible::No
    }

    fn rank(&self) -> u8 {
        7
    }

    fn email(&self) -> Option<&Email> {
        Some(&self.email)
    }

    fn invites(&self) -> Vec<&Email> {
        vec![&self.email]
    }

    /// They have theirs.
    fn takes_seats(&self) -> Vec<&Email> {
        Vec::new()
    }

    /// An e-mail can't be unsent.
    fn may_repeat(&self) -> bool {
        false
    }

    fn values(&self) -> Values {
        Values { user: Some((&self.email).into()), ..Values::default() }
    }

    fn fields(&self) -> Fields {
        let before = Side { invited_at: Some(self.invited_at), ..Side::default() };
        Fields { before, ..Fields::default() }
    }
}

impl Words for ResendInvitation {
    fn planned(&self) -> Vec<StepSentence> {
        let Self { email, invited_at } = self;
        let day = Offset::UTC.to_datetime(*invited_at).date();
        let words = Sentence::of("the invitation of ").date(day).say(" is sent to ").email(email);
        vec![StepSentence::about(email, Mark::Notify, words.say(" again"))]
    }

    fn drifted(&self) -> Vec<StepSentence> {
        let Self { email, invited_at } = self;
        let day = Offset::UTC.to_datetime(*invited_at).date();
        let words = Sentence::new().email(email).say(" was invited on ").date(day);
        let words = words.say(" and has not accepted");
        vec![StepSentence::about(email, Mark::Notify, words)]
    }

    fn grouped(&self) -> Vec<GroupedChange<'_>> {
        let Self { email, invited_at: _ } = self;
        let words = |group: &GroupWords<'_>| {
            let many = " are sent their invitations again";
            group.people().say(group.verb(" is sent the invitation again", many))
        };
        vec![GroupedChange::new(Impact::Other, Mark::Notify, words).about(email)]
    }

    fn grouped_drift(&self) -> Vec<GroupedChange<'_>> {
        let Self { email, invited_at: _ } = self;
        let words = |group: &GroupWords<'_>| {
            let one = " was invited long ago and has not accepted";
            let many = " were invited long ago and have not accepted";
            group.people().say(group.verb(one, many))
        };
        vec![GroupedChange::new(Impact::Other, Mark::Notify, words).about(email)]
    }

    fn notices_planned(&self, _: &ReviewContext<'_>) -> Vec<Notice> {
        let Self { email: _, invited_at: _ } = self;
        Vec::new()
    }

    fn notices_drifted(&self, _: &ReviewContext<'_>) -> Vec<Notice> {
        let Self { email: _, invited_at: _ } = self;
        Vec::new()
    }
}
