use super::fields::Side;
use super::{Effect, Fields, Properties, Reversible};
use crate::model::{Email, Values};
use crate::plan::Fact;
use crate::plan::sentence::{Line, Mark, Sentence};
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

    fn values(&self) -> Values {
        Values { user: Some((&self.email).into()), ..Values::default() }
    }

    fn fields(&self) -> Fields {
        let before = Side { invited_at: Some(self.invited_at), ..Side::default() };
        Fields { before, ..Fields::default() }
    }

    fn lines(&self) -> Vec<Line> {
        let day = Offset::UTC.to_datetime(self.invited_at).date();
        let words = Sentence::new().email(&self.email).say(" is sent the invitation of ");
        vec![Line::about(&self.email, Mark::Notify, words.date(day).say(" again"))]
    }
}
