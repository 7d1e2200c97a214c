use super::{Taken, Turn, removes};
use crate::apply::outcome::Outcome;
use crate::apply::report::Detail;
use crate::apply::status::Status;
use crate::apply::verdict::{Verdict, already};
use crate::plan::{Action, Step};
use crate::platform::{Answer, Attempt, Call, Execute, Observe, Refused};

/// A step is tried twice at most: the second time only after a look that shows it was not done.
const ATTEMPTS: u32 = 2;

impl<P: Observe + Execute> Turn<'_, P> {
    pub(super) async fn take_single(&self, step: &Step, call: &Call) -> Taken {
        let mut attempts = 0;
        loop {
            let attempt = attempts + 1;
            let answered = match self.attempt(step, attempt, call).await {
                Ok(answered) => answered,
                Err(why) => return not_sent_again(attempts, why),
            };
            attempts = attempt;
            let (outcome, detail) = self.settle(step, attempt, answered).await;
            self.came(step, attempt, outcome, detail.as_ref());
            let again = outcome == Outcome::NotDone && attempt < ATTEMPTS;
            if !again {
                return Taken { status: outcome.status(), attempts, detail };
            }
            if let Err(why) = self.may_begin() {
                return not_sent_again(attempts, why);
            }
        }
    }

    /// What came of an attempt, looked up where its answer does not say.
    async fn settle(
        &self,
        step: &Step,
        attempt: u32,
        answered: Attempt,
    ) -> (Outcome, Option<Detail>) {
        // What is so already after a lost answer is what that first call did.
        let so = if attempt > 1 { Outcome::Done } else { Outcome::Already };
        match answered {
            Attempt::Done(answer) => {
                self.learn(&step.action, answer);
                (Outcome::Done, None)
            }
            Attempt::AlreadySo => match self.look_up(step, true).await {
                Verdict::Shows { note } => (so, note.map(|note| Detail::message(note.to_string()))),
                Verdict::Otherwise(instead) => {
                    (Outcome::Refused, Some(Detail::message(already(&instead))))
                }
                Verdict::CannotTell { text, .. } => (
                    Outcome::Unknown,
                    Some(unknown(step, "the platform says that it is so already", &text)),
                ),
            },
            Attempt::Refused(refused) if refused.status == 404 && removes(&step.action) => {
                match self.look_up(step, false).await {
                    Verdict::Shows { .. } => (so, None),
                    Verdict::Otherwise(_) => {
                        let said = refusal(refused);
                        let message = said.message.unwrap_or_default();
                        let message = Some(format!("is still there; the platform says: {message}"));
                        (Outcome::Refused, Some(Detail { message, ..said }))
                    }
                    Verdict::CannotTell { text, .. } => {
                        let said = format!("the platform says: {}", refused.message);
                        (Outcome::Unknown, Some(unknown(step, &said, &text)))
                    }
                }
            }
            Attempt::Refused(refused) => (Outcome::Refused, Some(refusal(refused))),
            Attempt::NotSent { why } => (Outcome::NotSent, Some(Detail::message(why))),
            Attempt::Unknown { why } => match self.look_up(step, false).await {
                Verdict::Shows { .. } => (Outcome::Done, None),
                Verdict::Otherwise(_) if step.action.may_repeat() => {
                    let message = format!("{why}; a look shows that it was not done");
                    (Outcome::NotDone, Some(Detail::message(message)))
                }
                Verdict::Otherwise(_) => {
                    let never = "an invitation is never sent twice on a guess";
                    (Outcome::Unknown, Some(unknown(step, &why, never)))
                }
                Verdict::CannotTell { text, .. } => {
                    (Outcome::Unknown, Some(unknown(step, &why, &text)))
                }
            },
        }
    }

    fn learn(&self, action: &Action, answer: Answer) {
        let Answer { workspace, user } = answer;
        match (action, workspace, user) {
            (Action::CreateWorkspace(created), Some(id), _) => {
                self.ids().learn_workspace(&created.name, id);
            }
            (Action::InviteOrganizationUser(invited), _, Some(id)) => {
                self.ids().learn_user(&invited.email, id);
            }
            _ => {}
        }
    }
}

/// A step whose next attempt could not begin.
fn not_sent_again(attempts: u32, why: String) -> Taken {
    if attempts == 0 {
        return Taken {
            status: Status::NotAttempted,
            attempts,
            detail: Some(Detail::message(why)),
        };
    }
    let message = format!("it was tried and not done, and it was not tried again: {why}");
    Taken { status: Status::Failed, attempts, detail: Some(Detail::message(message)) }
}

pub(super) fn refusal(refused: Refused) -> Detail {
    let Refused { status, message, help, .. } = refused;
    Detail { http: Some(status), help, ..Detail::message(message) }
}

/// What a person has to look at is what the step makes true.
fn unknown(step: &Step, what: &str, why: &str) -> Detail {
    let check = step.action.facts().iter().map(|fact| format!("whether {fact}")).collect();
    Detail { check, ..Detail::message(format!("{what}; {why}")) }
}
