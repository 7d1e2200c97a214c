//! `kind: Organization`, and what a Client's template and overlay add up to: a tree → a draft with places →
//! checks → the desired state.

mod check;
mod former;
mod people;
mod read;
mod today;
mod workspace;

pub(super) use people::{Listed, People};
pub(super) use read::{ORGANIZATION, UsersPolicy, read};
pub(super) use workspace::{Retired, Workspace};

use super::context::Context;
use super::node::Place;
use crate::model::{
    Departure, Desired, DesiredUser, Email, Embargo, HandOver, OrganizationId, OrganizationRole,
    Policy, RetiredWorkspace, Safety, Slug, Sourced, is_over,
};
use jiff::civil::Date;
use std::collections::BTreeMap;
use today::Today;

/// What an organization is read from.
pub(super) struct Head<'s> {
    /// `metadata.name`.
    pub(super) name: &'s Slug,
    /// Where that stands.
    pub(super) place: Place,
    /// Nothing is wrong with the document as such.
    pub(super) sound: bool,
    /// When a Client's removal from the vendor's marketing list was asked for.
    pub(super) opt_out: Option<Asked>,
}

/// A Client's `marketingOptOutRequested`.
#[derive(Clone, Copy)]
pub(super) struct Asked {
    /// The day; `None` where the Client doesn't say.
    pub(super) on: Option<Date>,
    /// The field, or the Client.
    pub(super) place: Place,
}

/// An organization with the places of what it says.
pub(super) struct Draft {
    /// Everybody who is listed is in it. Somebody whose line has an error is missing, so that what would be said of who
    /// there is would be misleading.
    pub(super) whole: bool,
    pub(super) name: Slug,
    pub(super) place: Place,
    pub(super) id: Option<(OrganizationId, Place)>,
    pub(super) display_name: Option<(Sourced<String>, Place)>,
    pub(super) credentials: Option<String>,
    pub(super) users: Option<People<OrganizationRole>>,
    pub(super) users_place: Place,
    pub(super) workspaces: Vec<Workspace>,
    pub(super) retired: Vec<Retired>,
    pub(super) departures: BTreeMap<Email, (Option<Email>, Place)>,
    pub(super) hand_overs: Vec<Former>,
    pub(super) policy: Policy,
    pub(super) safety: Safety,
    pub(super) min_admins_place: Place,
    pub(super) not_before: Option<(Date, Place)>,
    pub(super) opt_out: Option<Asked>,
    pub(super) resend_after_days: Option<u32>,
}

/// A `formerEmail`.
pub(super) struct Former {
    pub(super) old: Email,
    pub(super) new: Email,
    pub(super) place: Place,
}

impl Draft {
    /// Where those of these people who are listed are: as users of the organization, or in the first workspace that has
    /// them.
    pub(super) fn listed<'d>(
        &'d self,
        people: impl Iterator<Item = &'d Email>,
    ) -> BTreeMap<&'d Email, Place> {
        self.find(people, false)
    }

    /// The same, of listings that no date ends.
    pub(super) fn staying<'d>(
        &'d self,
        people: impl Iterator<Item = &'d Email>,
    ) -> BTreeMap<&'d Email, Place> {
        self.find(people, true)
    }

    fn find<'d>(
        &'d self,
        people: impl Iterator<Item = &'d Email>,
        staying: bool,
    ) -> BTreeMap<&'d Email, Place> {
        fn places<A>(people: &People<A>) -> impl Iterator<Item = (&Email, Place, bool)> {
            people.iter().map(|(email, it)| (email, it.place, it.stays()))
        }
        let mut found: BTreeMap<&Email, Option<Place>> = people.map(|it| (it, None)).collect();
        let users = self.users.iter().flat_map(places);
        let workspaces = self.workspaces.iter().flat_map(|it| it.users.iter().flat_map(places));
        for (email, place, _) in users.chain(workspaces).filter(|it| it.2 || !staying) {
            if found.is_empty() {
                break;
            }
            found.entry(email).and_modify(|it| *it = it.or(Some(place)));
        }
        found.into_iter().filter_map(|(email, place)| Some((email, place?))).collect()
    }

    /// The desired state. `None` where the id is missing, which was told.
    pub(super) fn finish(
        self,
        context: &Context<'_, '_>,
        embargo: Option<Embargo>,
    ) -> Option<Desired> {
        let source = |place| context.report.source(place);
        let mut today = Today::new(context);
        let hand_overs = self.hand_overs.iter().filter(|it| {
            let new = self.users.as_ref().and_then(|users| users.get(&it.new));
            new.is_none_or(|new| !is_over(new.until, context.today))
        });
        let hand_overs = hand_overs
            .map(|it| (it.old.clone(), HandOver { to: it.new.clone(), source: source(it.place) }))
            .collect();
        let ended = self.users.as_ref().map(|users| today.ended(users)).unwrap_or_default();
        let users = self.users.map(|users| {
            today.listed(&users, |it, source| DesiredUser {
                role: it.access,
                until: it.until,
                source,
            })
        });
        let mut workspaces: Vec<_> =
            self.workspaces.into_iter().map(|it| it.finish(context, &mut today)).collect();
        // They are in the place of what was read, which was larger.
        workspaces.shrink_to_fit();
        workspaces.sort_by(|a, b| a.name.cmp(&b.name));
        let retired = self.retired.into_iter().filter_map(|it| {
            let source = source(it.place);
            let id = it.id.map(|(id, _)| id);
            Some(RetiredWorkspace { name: it.name, id, data_exported: it.data_exported?, source })
        });
        let mut retired: Vec<_> = retired.collect();
        retired.sort_by(|a, b| a.name.cmp(&b.name));
        let departures = self.departures.into_iter().filter_map(|(email, (to, place))| {
            Some((email, Departure { reassign_to: to?, source: source(place) }))
        });
        Some(Desired {
            name: self.name,
            id: self.id?.0,
            source: source(self.place),
            display_name: self.display_name.map(|(name, _)| name),
            credentials: self.credentials.unwrap_or_else(|| "default".to_owned()),
            users,
            ended,
            workspaces,
            retired,
            departures: departures.collect(),
            hand_overs,
            policy: self.policy,
            safety: self.safety,
            embargo,
            resend_after_days: self.resend_after_days,
            lints: Vec::new(),
        })
    }
}
