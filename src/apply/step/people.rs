use super::Taken;
use crate::apply::report::{Detail, PersonReport};
use crate::apply::status::Status;
use crate::model::Email;
use crate::plan::{NewAccess, Note, Step};
use crate::platform::Refused;
use std::collections::BTreeMap;

/// What became of the people of a batch.
#[derive(Default)]
pub(super) struct People(BTreeMap<Email, PersonReport>);

impl People {
    fn settle(&mut self, users: &[NewAccess], report: impl Fn(Email) -> PersonReport) {
        for user in users {
            self.0.insert(user.email.clone(), report(user.email.clone()));
        }
    }

    pub(super) fn done(&mut self, users: &[NewAccess]) {
        self.settle(users, |email| PersonReport::new(email, Status::Done));
    }

    /// Somebody who has the access; `ours` where this step gave it.
    pub(super) fn there(&mut self, user: &NewAccess, ours: bool, note: Option<Note>) {
        let status = if ours { Status::Done } else { Status::Already };
        let message = note.map(|note| note.to_string());
        let report = PersonReport { message, ..PersonReport::new(user.email.clone(), status) };
        self.0.insert(user.email.clone(), report);
    }

    pub(super) fn failed(&mut self, users: &[NewAccess], why: &str) {
        self.settle(users, |email| PersonReport {
            message: Some(why.to_owned()),
            ..PersonReport::new(email, Status::Failed)
        });
    }

    pub(super) fn refused(&mut self, users: &[NewAccess], refused: &Refused) {
        let Refused { status, message, help, about_everybody: _ } = refused;
        self.settle(users, |email| PersonReport {
            message: Some(message.clone()),
            http: Some(*status),
            help: help.clone(),
            ..PersonReport::new(email, Status::Failed)
        });
    }

    pub(super) fn unknown(&mut self, user: &NewAccess, why: &str) {
        let (email, message) = (user.email.clone(), Some(why.to_owned()));
        let report = PersonReport { message, ..PersonReport::new(email.clone(), Status::Unknown) };
        self.0.insert(email, report);
    }

    /// Who was not sent. What an earlier call settled stays.
    pub(super) fn not_attempted(&mut self, users: &[NewAccess], why: &str) {
        self.settle(users, |email| PersonReport {
            message: Some(why.to_owned()),
            ..PersonReport::new(email, Status::NotAttempted)
        });
    }

    /// What became of these people so far; who is to be sent again is left out.
    pub(super) fn detail<'a>(&self, emails: impl Iterator<Item = &'a Email>) -> Detail {
        let users = emails.filter_map(|email| self.0.get(email)).cloned().collect();
        Detail { users, ..Detail::default() }
    }

    /// What became of the step. What is the same for all of them is said once.
    pub(super) fn taken(self, step: &Step, attempts: u32) -> Taken {
        let mut users: Vec<PersonReport> = self.0.into_values().collect();
        let has = |status| users.iter().any(|person| person.status == status);
        let status = if attempts == 0 {
            Status::NotAttempted
        } else if has(Status::Failed) || has(Status::NotAttempted) {
            Status::Failed
        } else if has(Status::Unknown) {
            Status::Unknown
        } else if has(Status::Done) {
            Status::Done
        } else {
            Status::Already
        };
        if users.iter().all(|person| person.status == Status::Done && person.message.is_none()) {
            return Taken { status, attempts, detail: None };
        }
        let is_unknown = |email: &Email| {
            users.iter().any(|person| person.email == *email && person.status == Status::Unknown)
        };
        let facts = step.action.facts();
        let unknown = facts.iter().filter(|fact| fact.email().is_some_and(is_unknown));
        let check = unknown.map(|fact| format!("whether {fact}")).collect();
        let mut detail = Detail { check, ..Detail::default() };
        if let [first, rest @ ..] = users.as_mut_slice()
            && rest.iter().all(|person| first.says_the_same(person))
        {
            let PersonReport { message, http, help, .. } = first;
            (detail.message, detail.http, detail.help) = (message.clone(), *http, help.clone());
            for person in &mut users {
                (person.message, person.http, person.help) = (None, None, None);
            }
        }
        Taken { status, attempts, detail: Some(Detail { users, ..detail }) }
    }
}
