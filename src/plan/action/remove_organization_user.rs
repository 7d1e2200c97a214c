use super::fields::Side;
use super::{Effect, Fields, Properties, Reversible, Words};
use crate::model::{Email, OrganizationRole, Seen, Values};
use crate::plan::attention::{Notice, ReviewContext};
use crate::plan::sentence::{GroupWords, GroupedChange, Impact, Mark, Sentence, StepSentence};
use crate::plan::{Fact, Shown};

/// Removes somebody from the organization.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RemoveOrganizationUser {
    /// Who.
    pub email: Email,
    /// Their role.
    pub before: Seen<OrganizationRole>,
    /// Whether it is an invitation that is revoked.
    pub pending: bool,
}

impl RemoveOrganizationUser {
    pub(super) fn read(fields: Fields) -> Result<Self, &'static str> {
        Ok(Self {
            email: fields.email()?,
            before: fields.before.seen_role()?,
            pending: fields.before.pending.unwrap_or(false),
        })
    }
}

impl Properties for RemoveOrganizationUser {
    fn facts(&self) -> Vec<Fact> {
        vec![Fact::NotInOrganization(self.email.clone())]
    }

    fn instead(&self) -> Shown {
        Shown::InOrganization { role: self.before.clone(), pending: self.pending }
    }

    fn effect(&self) -> Effect {
        Effect::Revoke
    }

    fn reversible(&self) -> Reversible {
        if self.pending { Reversible::No } else { Reversible::LosesData }
    }

    fn rank(&self) -> u8 {
        11
    }

    fn email(&self) -> Option<&Email> {
        Some(&self.email)
    }

    fn frees_seats(&self) -> Vec<&Email> {
        vec![&self.email]
    }

    fn values(&self) -> Values {
        Values { user: Some((&self.email).into()), ..Values::default() }
    }

    fn fields(&self) -> Fields {
        let before = Side { pending: Some(self.pending), ..Side::role(&self.before) };
        Fields { before, ..Fields::default() }
    }
}

impl Words for RemoveOrganizationUser {
    fn planned(&self) -> Vec<StepSentence> {
        let Self { email, before: _, pending } = self;
        let words = match pending {
            true => Sentence::of("the invitation of ").email(email).say(" is revoked"),
            false => Sentence::new().email(email).say(" is removed from the organization"),
        };
        vec![StepSentence::about(email, Mark::Remove, words)]
    }

    fn grouped(&self) -> Vec<GroupedChange<'_>> {
        let Self { email, before, pending } = self;
        let words = move |group: &GroupWords<'_>| {
            if !pending {
                let one = " is removed from the organization";
                let many = " are removed from the organization";
                return group.in_role(before).say(group.verb(one, many));
            }
            let words = match group.who.is_named() {
                true => Sentence::of(group.verb("the invitation of ", "the invitations of "))
                    .then(group.people()),
                false => group.who.noun(Sentence::of("invitation"), Sentence::of("invitations")),
            };
            words.say(group.verb(" is revoked", " are revoked"))
        };
        vec![GroupedChange::new(Impact::Loses, Mark::Remove, words).about(email)]
    }

    fn grouped_drift(&self) -> Vec<GroupedChange<'_>> {
        let Self { email, before, pending } = self;
        let words = move |group: &GroupWords<'_>| {
            let is = match pending {
                true => group.verb(
                    " is invited to the organization as ",
                    " are invited to the organization as ",
                ),
                false => group.verb(" is in the organization as ", " are in the organization as "),
            };
            let words = group.seen_role(group.people().say(is), before);
            words.say("; the manifest doesn't list them")
        };
        let is_member = before.is(OrganizationRole::Member);
        let impact = if is_member { Impact::Joins } else { Impact::GainsPower };
        vec![GroupedChange::new(impact, Mark::Add, words).about(email)]
    }

    fn notices_planned(&self, context: &ReviewContext<'_>) -> Vec<Notice> {
        let Self { email, before, pending } = self;
        let admin = !pending && before.is(OrganizationRole::Admin);
        admin.then(|| context.no_longer_admin(email)).into_iter().collect()
    }

    fn notices_drifted(&self, context: &ReviewContext<'_>) -> Vec<Notice> {
        let Self { email, before, pending } = self;
        if before.is(OrganizationRole::Member) {
            return Vec::new();
        }
        let notice = context.unlisted_power(email, before);
        vec![if *pending { notice.saying("invited") } else { notice }]
    }
}
