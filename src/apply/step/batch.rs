use super::single::refusal;
use super::{Taken, Turn, check};
use crate::apply::outcome::Outcome;
use crate::apply::proof::Verdict;
use crate::apply::report::{Detail, PersonReport};
use crate::apply::status::Status;
use crate::model::{Email, NewAccess, Values, WorkspaceId};
use crate::plan::Step;
use crate::platform::{Attempt, Call, Execute, Observe};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// A batch on its way: who is still to be sent, and what became of the others.
#[derive(Default)]
struct Batch {
    /// What is still to be sent, each entry by one call.
    queue: VecDeque<Vec<NewAccess>>,
    /// Whose first answer was lost, and who was then seen missing: a second loss ends it.
    lost: BTreeSet<Email>,
    /// What became of whom.
    people: BTreeMap<Email, PersonReport>,
    /// Of a refusal: what the platform said.
    refusal: Option<Detail>,
}

impl<P: Observe + Execute> Turn<'_, P> {
    /// Sends a batch, and then only who is missing. It ends: each call settles somebody, or splits the batch,
    /// or uses up the one retry of those whose answer was lost.
    pub(super) async fn take_batch(
        &self,
        step: &Step,
        workspace: WorkspaceId,
        call: Call,
    ) -> Taken {
        let Call { operation, values } = call;
        let mut attempts = 0;
        let most = self.platform.capabilities().people_per_call(operation);
        let queue = values.users.chunks(most.get()).map(<[NewAccess]>::to_vec).collect();
        let mut batch = Batch { queue, ..Batch::default() };
        while let Some(users) = batch.queue.pop_front() {
            let begins = if attempts == 0 { Ok(()) } else { self.may_begin() };
            let values = Values { users: users.clone(), ..values.clone() };
            let call = Call { operation, values };
            let answered = match begins {
                Ok(()) => self.attempt(step, attempts + 1, &call).await,
                Err(why) => Err(why),
            };
            match answered {
                Ok(answered) => {
                    attempts += 1;
                    let outcome = self.settle_batch(step, workspace, &users, answered, &mut batch);
                    let outcome = outcome.await;
                    let detail = batch.detail(users.iter().map(|user| &user.email));
                    self.came(step, attempts, outcome, Some(&detail));
                }
                Err(why) => batch.all(&users, Status::NotAttempted, Some(&why)),
            }
        }
        batch.taken(step, attempts)
    }

    async fn settle_batch(
        &self,
        step: &Step,
        workspace: WorkspaceId,
        users: &[NewAccess],
        answered: Attempt,
        batch: &mut Batch,
    ) -> Outcome {
        match answered {
            Attempt::Done(_) => {
                batch.all(users, Status::Done, None);
                Outcome::Done
            }
            Attempt::Refused(refused) => {
                batch.all(users, Status::Failed, Some(&refused.message));
                batch.refusal = Some(refusal(refused));
                Outcome::Refused
            }
            Attempt::NotSent { why } => {
                batch.all(users, Status::Failed, Some(&why));
                Outcome::NotSent
            }
            Attempt::AlreadySo if users.len() == 1 => {
                batch.there(users);
                Outcome::Already
            }
            Attempt::AlreadySo => {
                batch.sort_out(self.look_for(workspace, users).await);
                Outcome::Already
            }
            Attempt::Unknown { why } => {
                let seen = self.look_for_all(step, workspace, users).await;
                batch.recover(seen, &why)
            }
        }
    }
}

impl Batch {
    fn settle(&mut self, email: &Email, status: Status, message: Option<&str>) {
        let message = message.map(str::to_owned);
        let report = PersonReport { email: email.clone(), status, message };
        self.people.insert(email.clone(), report);
    }

    fn all(&mut self, users: &[NewAccess], status: Status, message: Option<&str>) {
        for user in users {
            self.settle(&user.email, status, message);
        }
    }

    /// People who have access. After a lost answer it was that call that gave it.
    fn there<'a>(&mut self, users: impl IntoIterator<Item = &'a NewAccess>) {
        for user in users {
            let ours = self.lost.contains(&user.email);
            self.settle(&user.email, if ours { Status::Done } else { Status::Already }, None);
        }
    }

    /// After "already so": somebody of them is there. The missing go together; where the list shows nobody
    /// (it may lag, or not show pending people) each goes alone, so that the answer says whom it means.
    fn sort_out(&mut self, seen: Vec<(NewAccess, Verdict)>) {
        let all = seen.len();
        let (there, missing): (Vec<_>, Vec<_>) =
            seen.into_iter().partition(|(_, verdict)| *verdict == Verdict::Shows);
        self.there(there.iter().map(|(user, _)| user));
        let missing: Vec<_> = missing.into_iter().map(|(user, _)| user).collect();
        if missing.len() == all {
            self.queue.extend(missing.into_iter().map(|user| vec![user]));
        } else if !missing.is_empty() {
            self.queue.push_back(missing);
        }
    }

    /// After a lost answer: who is there was added; who is seen missing is sent once more.
    fn recover(&mut self, seen: Vec<(NewAccess, Verdict)>, why: &str) -> Outcome {
        let mut again = Vec::new();
        let mut outcomes = BTreeSet::from([Outcome::Done]);
        for (user, verdict) in seen {
            let email = &user.email;
            match verdict {
                Verdict::Shows => self.settle(email, Status::Done, None),
                Verdict::CannotTell(unseen) => {
                    let message = format!("the answer was lost ({why}); {unseen}");
                    self.settle(email, Status::Unknown, Some(&message));
                    outcomes.insert(Outcome::Unknown);
                }
                Verdict::DoesNot => {
                    outcomes.insert(Outcome::NotDone);
                    if self.lost.insert(email.clone()) {
                        again.push(user);
                    } else {
                        let message =
                            format!("the answer was lost twice ({why}), and it was not done");
                        self.settle(email, Status::Failed, Some(&message));
                    }
                }
            }
        }
        if !again.is_empty() {
            self.queue.push_back(again);
        }
        outcomes.last().copied().unwrap_or(Outcome::Done)
    }

    /// What became of these people so far; who is to be sent again is left out.
    fn detail<'a>(&self, emails: impl Iterator<Item = &'a Email>) -> Detail {
        let users = emails.filter_map(|email| self.people.get(email)).cloned().collect();
        Detail { users, ..Detail::default() }
    }

    fn taken(self, step: &Step, attempts: u32) -> Taken {
        let has = |status| self.people.values().any(|person| person.status == status);
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
        let plain = self.people.values().all(|person| person.status == Status::Done);
        if plain {
            return Taken { status, attempts, detail: None };
        }
        let workspace = step.action.workspace().map(|it| it.name.to_string()).unwrap_or_default();
        let unknown = self.people.values().filter(|person| person.status == Status::Unknown);
        let check = unknown.map(|person| check::access(&person.email, &workspace)).collect();
        let users: Vec<_> = self.people.into_values().collect();
        let mut detail = self.refusal.unwrap_or_default();
        if detail.message.is_none() {
            detail.message = users.iter().find_map(|person| person.message.clone());
        }
        Taken { status, attempts, detail: Some(Detail { check, users, ..detail }) }
    }
}
