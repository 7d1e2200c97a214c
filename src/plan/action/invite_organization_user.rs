use super::fields::Side;
use super::{Effect, Fields, Properties, Reversible, Words};
use crate::model::{Email, OrganizationRole, Role, Values};
use crate::plan::attention::{Notice, ReviewContext};
use crate::plan::sentence::{GroupWords, GroupedChange, Impact, Mark, Sentence, StepSentence};
use crate::plan::{Fact, Shown};

/// Invites somebody with an organization role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InviteOrganizationUser {
    /// Who.
    pub email: Email,
    /// Role.
    pub role: OrganizationRole,
}

impl InviteOrganizationUser {
    pub(super) fn read(fields: Fields) -> Result<Self, &'static str> {
        Ok(Self { email: fields.email()?, role: fields.after.organization_role()? })
    }
}

impl Properties for InviteOrganizationUser {
    fn facts(&self) -> Vec<Fact> {
        vec![Fact::InOrganization { email: self.email.clone(), role: self.role }]
    }

    fn instead(&self) -> Shown {
        Shown::NotInOrganization
    }

    fn effect(&self) -> Effect {
        Effect::Grant
    }

    fn reversible(&self) -> Reversible {
        Reversible::No
    }

    fn rank(&self) -> u8 {
        3
    }

    fn email(&self) -> Option<&Email> {
        Some(&self.email)
    }

    fn invites(&self) -> Vec<&Email> {
        vec![&self.email]
    }

    fn values(&self) -> Values {
        Values {
            user: Some((&self.email).into()),
            role: Some(Role::Organization(self.role)),
            ..Values::default()
        }
    }

    fn fields(&self) -> Fields {
        Fields { after: Side::role(&self.role), ..Fields::default() }
    }
}

impl Words for InviteOrganizationUser {
    fn planned(&self) -> Vec<StepSentence> {
        let Self { email, role } = self;
        let words = Sentence::new().email(email).say(" is invited to the organization as ");
        let words = words.say(role.word()).say(" (invitation e-mail)");
        vec![StepSentence::about(email, Mark::Add, words)]
    }

    fn grouped(&self) -> Vec<GroupedChange<'_>> {
        let Self { email, role } = self;
        let words = move |group: &GroupWords<'_>| {
            let one = " is invited to the organization as ";
            let words = group.people();
            let words = words.say(group.verb(one, " are invited to the organization as "));
            group.role(words, role.word()).say(group.invitation())
        };
        let impact = Impact::of_invitation(*role);
        vec![GroupedChange::new(impact, Mark::Add, words).about(email)]
    }

    fn grouped_drift(&self) -> Vec<GroupedChange<'_>> {
        let Self { email, role } = self;
        let words = move |group: &GroupWords<'_>| {
            let is = group.verb(" is not in the organization", " are not in the organization");
            group.role(group.people().say(is).say("; the manifest says "), role.word())
        };
        vec![GroupedChange::new(Impact::Loses, Mark::Remove, words).about(email)]
    }

    fn notices_planned(&self, context: &ReviewContext<'_>) -> Vec<Notice> {
        let Self { email, role } = self;
        let made = (*role != OrganizationRole::Member).then(|| context.made(email, *role));
        [made, context.lookalike_person(email)].into_iter().flatten().collect()
    }

    fn notices_drifted(&self, context: &ReviewContext<'_>) -> Vec<Notice> {
        let Self { email, role } = self;
        let admin = *role == OrganizationRole::Admin;
        admin.then(|| context.not_admin(email)).into_iter().collect()
    }
}
