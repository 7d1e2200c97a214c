use super::fields::Side;
use super::{Effect, Fields, Properties, Reversible, Words};
use crate::model::{Email, OrganizationRole, Role, Seen, Values};
use crate::plan::attention::{Notice, ReviewContext};
use crate::plan::sentence::{GroupWords, GroupedChange, Impact, Mark, Sentence, StepSentence};
use crate::plan::{Fact, Shown};

/// Changes somebody's organization role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangeOrganizationRole {
    /// Who.
    pub email: Email,
    /// As it is.
    pub before: Seen<OrganizationRole>,
    /// As it gets.
    pub after: OrganizationRole,
}

impl ChangeOrganizationRole {
    pub(super) fn read(fields: Fields) -> Result<Self, &'static str> {
        Ok(Self {
            email: fields.email()?,
            before: fields.before.seen_role()?,
            after: fields.after.organization_role()?,
        })
    }
}

impl Properties for ChangeOrganizationRole {
    fn facts(&self) -> Vec<Fact> {
        vec![Fact::InOrganization { email: self.email.clone(), role: self.after }]
    }

    fn instead(&self) -> Shown {
        Shown::InOrganization { role: self.before.clone(), pending: false }
    }

    fn effect(&self) -> Effect {
        Effect::Change
    }

    fn reversible(&self) -> Reversible {
        Reversible::Yes
    }

    fn rank(&self) -> u8 {
        if self.takes_away() { 10 } else { 5 }
    }

    fn email(&self) -> Option<&Email> {
        Some(&self.email)
    }

    fn takes_away(&self) -> bool {
        self.before.known().is_none_or(|before| self.after.rank() <= before.rank())
    }

    fn counts_as_removal(&self) -> bool {
        self.takes_away()
    }

    fn values(&self) -> Values {
        Values {
            user: Some((&self.email).into()),
            role: Some(Role::Organization(self.after)),
            ..Values::default()
        }
    }

    fn fields(&self) -> Fields {
        Fields::changes(Side::role(&self.before), Side::role(&self.after))
    }
}

impl ChangeOrganizationRole {
    /// `ana: member → admin in the organization`.
    fn change(&self, who: Sentence) -> Sentence {
        let Self { email: _, before, after } = self;
        let words = who.say(": ").role(before).say(" → ").say(after.word());
        words.say(" in the organization")
    }
}

impl Words for ChangeOrganizationRole {
    fn planned(&self) -> Vec<StepSentence> {
        let words = self.change(Sentence::new().email(&self.email));
        vec![StepSentence::about(&self.email, Mark::Change, words)]
    }

    fn grouped(&self) -> Vec<GroupedChange<'_>> {
        let Self { email, before, after } = self;
        let words = move |group: &GroupWords<'_>| {
            if group.who.is_named() {
                return self.change(group.people());
            }
            let words = group.in_role(before).say(group.verb(" becomes ", " become "));
            group.role(words, after.word()).say(" of the organization")
        };
        let impact = Impact::of_organization_role(before, *after);
        vec![GroupedChange::new(impact, Mark::Change, words).about(email)]
    }

    fn grouped_drift(&self) -> Vec<GroupedChange<'_>> {
        let Self { email, before, after } = self;
        let words = move |group: &GroupWords<'_>| {
            let is = group.verb(" is in the organization as ", " are in the organization as ");
            let words = group.seen_role(group.people().say(is), before);
            group.role(words.say("; the manifest says "), after.word())
        };
        let has_more = before.known().is_none_or(|role| role.rises_from(&Seen::Known(*after)));
        let impact = if has_more { Impact::GainsPower } else { Impact::Loses };
        vec![GroupedChange::new(impact, Mark::Change, words).about(email)]
    }

    fn notices_planned(&self, context: &ReviewContext<'_>) -> Vec<Notice> {
        let Self { email, before, after } = self;
        if after.rises_from(before) {
            vec![context.made(email, *after)]
        } else if before.is(OrganizationRole::Admin) {
            vec![context.no_longer_admin(email)]
        } else {
            Vec::new()
        }
    }

    fn notices_drifted(&self, context: &ReviewContext<'_>) -> Vec<Notice> {
        let Self { email, before, after } = self;
        if before.known().is_none_or(|role| role.rises_from(&Seen::Known(*after))) {
            vec![context.unlisted_power(email, before).saying(format!("the manifest says {after}"))]
        } else if *after == OrganizationRole::Admin {
            vec![context.not_admin(email)]
        } else {
            Vec::new()
        }
    }
}
