use super::people::People;
use super::{Taken, Turn};
use crate::apply::look::Look;
use crate::apply::outcome::Outcome;
use crate::apply::progress::Waiting;
use crate::apply::verdict::{Instead, Verdict, already};
use crate::apply::waits::Waits;
use crate::model::{Email, NewAccess, Values};
use crate::plan::{Fact, Note, Shown, Step};
use crate::platform::{Attempt, Call, Execute, Observe};
use std::collections::{BTreeSet, VecDeque};

/// A batch on its way: who is still to be sent, and what became of the others.
#[derive(Default)]
struct Batch {
    /// What is still to be sent, each entry by one call.
    queue: VecDeque<Vec<NewAccess>>,
    /// Whose first call nobody knew the outcome of, and who was then seen missing: a second time ends it.
    lost: BTreeSet<Email>,
    people: People,
}

type Seen = Vec<(NewAccess, Verdict)>;

impl<P: Observe + Execute> Turn<'_, P> {
    /// Sends a batch, as many people a call as the profile allows, and then only who is missing. It ends: each
    /// call settles somebody, or splits the batch, or uses up the one retry of those whose answer was lost.
    pub(super) async fn take_batch(&self, step: &Step, call: Call) -> Taken {
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
                    let outcome = self.settle_batch(step, &users, answered, &mut batch).await;
                    let detail = batch.people.detail(users.iter().map(|user| &user.email));
                    self.came(step, attempts, outcome, Some(&detail));
                }
                Err(why) => batch.people.not_attempted(&users, &why),
            }
        }
        batch.people.taken(step, attempts)
    }

    async fn settle_batch(
        &self,
        step: &Step,
        users: &[NewAccess],
        answered: Attempt,
        batch: &mut Batch,
    ) -> Outcome {
        match answered {
            Attempt::Done(_) => {
                batch.people.done(users);
                Outcome::Done
            }
            Attempt::Refused(refused) if users.len() > 1 && !refused.about_everybody => {
                batch.one_by_one(self.look_for(step, users, false).await);
                Outcome::Refused
            }
            Attempt::Refused(refused) => {
                batch.people.refused(users, &refused);
                Outcome::Refused
            }
            Attempt::NotSent { why } => {
                batch.people.failed(users, &why);
                Outcome::NotSent
            }
            Attempt::AlreadySo => match users {
                [user] => {
                    let seen = self.look_until_shown(step, users, true).await;
                    batch.already(user, seen)
                }
                _ => {
                    batch.sort_out(self.look_for(step, users, false).await);
                    Outcome::Already
                }
            },
            Attempt::Unknown { why } => {
                let seen = self.look_until_shown(step, users, false).await;
                batch.recover(seen, &why)
            }
        }
    }

    /// Who of a batch is there, read until all are or the bound passes: a verdict for each.
    async fn look_until_shown(&self, step: &Step, users: &[NewAccess], said: bool) -> Seen {
        self.progress.waiting(&self.target.name, &Waiting::ReadBack { step, said });
        let mut waits = Waits::within(self.settings.read_back);
        loop {
            let seen = self.look_for(step, users, said).await;
            if seen.iter().all(|(_, verdict)| verdict.shows()) || !waits.pause().await {
                return seen;
            }
        }
    }

    /// Who of a batch is there now.
    async fn look_for(&self, step: &Step, users: &[NewAccess], said: bool) -> Seen {
        let facts = facts_of(step, users);
        let all: Vec<Fact> = facts.iter().flatten().cloned().collect();
        let look = Look::at(self.platform, self.target, &self.ids, &all).await;
        let verdict = |facts: &Vec<Fact>| Verdict::of(&look, &self.ids, facts, said);
        users.iter().cloned().zip(facts.iter().map(verdict)).collect()
    }
}

/// What the step makes true of each of these people.
fn facts_of(step: &Step, users: &[NewAccess]) -> Vec<Vec<Fact>> {
    let facts = step.action.facts();
    let of = |user: &NewAccess| {
        let own = facts.iter().filter(|fact| fact.email() == Some(&user.email));
        own.cloned().collect()
    };
    users.iter().map(of).collect()
}

const fn has_access(instead: &Instead) -> bool {
    matches!(instead.shown, Shown::Access { .. })
}

impl Batch {
    /// Who has the access. After a lost answer it was that call that gave it.
    fn there(&mut self, user: &NewAccess, note: Option<Note>) {
        let ours = self.lost.contains(&user.email);
        self.people.there(user, ours, note);
    }

    /// After "already so" about one: so, in another role, or not known.
    fn already(&mut self, user: &NewAccess, seen: Seen) -> Outcome {
        match seen.into_iter().next().map(|(_, verdict)| verdict) {
            Some(Verdict::Shows { note }) => {
                self.there(user, note);
                Outcome::Already
            }
            Some(Verdict::Otherwise(instead)) => {
                self.people.failed(std::slice::from_ref(user), &already(&instead));
                Outcome::Refused
            }
            Some(Verdict::CannotTell { text, .. }) => {
                let why = format!("the platform says that it is so already; {text}");
                self.people.unknown(user, &why);
                Outcome::Unknown
            }
            None => Outcome::Unknown,
        }
    }

    /// After a refusal of several: one of them is meant, and nothing says who. Each goes alone.
    fn one_by_one(&mut self, seen: Seen) {
        for (user, verdict) in seen {
            match verdict {
                Verdict::Shows { note: None } => self.there(&user, None),
                _ => self.queue.push_back(vec![user]),
            }
        }
    }

    /// After "already so" about several: somebody of them is there. The missing go together; where the list shows
    /// nobody (it may lag, or not show pending people) each goes alone, so that the answer says whom it means.
    fn sort_out(&mut self, seen: Seen) {
        let all = seen.len();
        let mut missing = Vec::new();
        for (user, verdict) in seen {
            match verdict {
                Verdict::Shows { note: None } => self.there(&user, None),
                Verdict::Otherwise(instead) if instead.iter().any(has_access) => {
                    self.people.failed(&[user], &already(&instead));
                }
                _ => missing.push(user),
            }
        }
        if missing.len() == all {
            self.queue.extend(missing.into_iter().map(|user| vec![user]));
        } else if !missing.is_empty() {
            self.queue.push_back(missing);
        }
    }

    /// After a lost answer: who is there was added; who is seen missing is sent once more. That somebody is invited
    /// says that it was done only where this was to invite them.
    fn recover(&mut self, seen: Seen, why: &str) -> Outcome {
        let mut again = Vec::new();
        let mut outcomes = BTreeSet::from([Outcome::Done]);
        for (user, verdict) in seen {
            match verdict {
                Verdict::Shows { note } if note.is_none() || user.invites => {
                    self.people.done(&[user]);
                }
                Verdict::Otherwise(_) => {
                    outcomes.insert(Outcome::NotDone);
                    if self.lost.insert(user.email.clone()) {
                        again.push(user);
                    } else {
                        let why =
                            format!("tried twice, and a look shows that it was not done: {why}");
                        self.people.failed(&[user], &why);
                    }
                }
                Verdict::Shows { note } => {
                    let unseen = note.map(|note| note.to_string()).unwrap_or_default();
                    self.people.unknown(&user, &format!("{why}; {unseen}"));
                    outcomes.insert(Outcome::Unknown);
                }
                Verdict::CannotTell { text, .. } => {
                    self.people.unknown(&user, &format!("{why}; {text}"));
                    outcomes.insert(Outcome::Unknown);
                }
            }
        }
        if !again.is_empty() {
            self.queue.push_back(again);
        }
        outcomes.last().copied().unwrap_or(Outcome::Done)
    }
}
