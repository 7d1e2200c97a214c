use super::Client;
use super::ask::Ask;
use super::exchange::Exchange;
use super::trouble;
use crate::model::{Field, Operation, UserId, WorkspaceId};
use crate::platform::http::{Body, Reply};
use crate::platform::profile::{Filled, Meaning};
use crate::platform::{
    Answer, Attempt, Call, Execute, MayBegin, PlatformError, Redaction, Refused, Target,
};

impl Execute for Client {
    fn redaction(&self) -> Redaction {
        self.settings.credentials.redaction().clone()
    }

    async fn execute(&self, target: &Target, call: &Call, may: MayBegin<'_>) -> Attempt {
        let Call { operation, values } = call;
        let operation = *operation;
        let Some(wire) = self.wire(operation) else {
            return unsupported(operation, &self.capabilities.profile);
        };
        if let Some(lack) = self.capabilities.lack(operation, values) {
            return Attempt::NotSent { why: format!("`{}` {lack}", self.capabilities.profile) };
        }
        let filled = Filled::of(values, &wire.service.words);
        let Some(mut ask) = self.ask(target, operation, filled) else {
            return unsupported(operation, &self.capabilities.profile);
        };
        if let Some(merge) = &ask.request.merge {
            let filled = Filled::of(values, &wire.service.words);
            let found = match self.ask(target, merge.read, filled) {
                Some(read) => self.find_object(&read, values).await,
                None => return unsupported(merge.read, &self.capabilities.profile),
            };
            match found {
                Ok(Some(object)) => ask.object = Some(object),
                Ok(None) => {
                    let why = format!("{} doesn't show what is to be changed", merge.read);
                    return Attempt::NotSent { why };
                }
                Err(error) => return Attempt::NotSent { why: error.to_string() },
            }
        }
        match self.exchange(&ask, may).await {
            Exchange::Answered(reply) => outcome(&ask, &reply),
            Exchange::NotSent(PlatformError { what, help, .. }) => {
                let why = match help {
                    Some(help) => format!("{what} ({help})"),
                    None => what,
                };
                Attempt::NotSent { why }
            }
            Exchange::Lost(why) => Attempt::Unknown { why },
        }
    }
}

fn unsupported(operation: Operation, profile: &str) -> Attempt {
    Attempt::NotSent { why: format!("`{profile}` can't do {operation}") }
}

/// What an answer to a write means. Only what the contract says counts as done or refused: anything else, a
/// proxy's page or a server's trouble, may come after the write took effect.
fn outcome(ask: &Ask<'_>, reply: &Reply) -> Attempt {
    let service = ask.service();
    if trouble::says_success(&ask.request.success, reply) {
        return Attempt::Done(told(ask, &reply.body));
    }
    let described = || trouble::describe(service, reply);
    match (reply.status, trouble::message(service, reply)) {
        (429 | 449, _) => Attempt::NotSent { why: described().what },
        (408, _) => unclear(described()),
        (status @ 400..=499, Some(message)) => {
            if ask.wire.already_so.iter().any(|pattern| pattern.matches(status, &message)) {
                return Attempt::AlreadySo;
            }
            let means = trouble::meaning(service, reply);
            let about_everybody = means.is_some_and(Meaning::is_about_everybody);
            Attempt::Refused(Refused { status, message, help: described().help, about_everybody })
        }
        _ => unclear(described()),
    }
}

/// An answer that may have come after the write took effect.
fn unclear(answer: PlatformError) -> Attempt {
    Attempt::Unknown { why: format!("{}, which doesn't say whether it was done", answer.what) }
}

/// The ids that an answer tells.
fn told(ask: &Ask<'_>, body: &Body) -> Answer {
    let find = |field| ask.request.answer.get(field, body.json()?).cloned();
    Answer {
        workspace: find(Field::Workspace).and_then(|id| WorkspaceId::read(&id)),
        user: find(Field::User).and_then(|id| UserId::read(&id)),
    }
}
