use super::answer::{Answer, html};
use super::call::Call;
use super::connection::Peer;
use super::faults::{Ending, SomebodyElse, Verdict, When};
use super::platform::Platform;
use super::rules::Refusal;
use super::store::Cause;
use super::{console, official};
use axum::body::Body;
use axum::http::Response;
use axum::response::IntoResponse as _;
use std::sync::Arc;
use std::time::Instant;

/// From a request to its answer, or to what a fault makes of it.
pub(super) async fn serve(platform: Arc<Platform>, peer: Peer, mut call: Call) -> Response<Body> {
    if call.endpoint.is_official() {
        // In place of a path, the token says which organization it is about.
        call.organization = platform.tokens.of_workspace(call.bearer()).map(|(id, _)| id);
    }
    let number = platform.requests.arrived(&call);
    call.number = number;
    let verdict = platform.faults.decide(call.endpoint, call.organization);
    call.effects = verdict.effects.clone();
    let (number, before) = (call.number, &verdict.effects.before);
    happen(&platform, &call, Cause::Before(number), before).await;
    let official = call.endpoint.is_official();
    let end = async |ending, answer: Option<Answer>| {
        let ended = end(&platform, &peer, ending, answer, official).await;
        if ending != Ending::Reset && ending != Ending::Hold {
            platform.requests.answered(number, ended.status().as_u16());
        }
        ended
    };
    if let Some((When::Before, ending)) = verdict.ending {
        tokio::time::sleep(verdict.latency).await;
        return end(ending, None).await;
    }
    let ending = verdict.ending;
    let answer = handle(Arc::clone(&platform), call, verdict).await;
    if let Some((When::After, ending)) = ending {
        return end(ending, Some(answer)).await;
    }
    platform.requests.answered(number, answer.status());
    answer.into_response()
}

/// The task goes on when the client doesn't wait for it, as it would on a real platform.
async fn handle(platform: Arc<Platform>, call: Call, verdict: Verdict) -> Answer {
    let official = call.endpoint.is_official();
    let after = call.effects.after.clone();
    let task = tokio::spawn(async move {
        if !verdict.latency.is_zero() {
            tokio::time::sleep(verdict.latency).await;
        }
        if verdict.expire_tokens {
            platform.tokens.expire();
        }
        // The state may be in a file, and files block.
        let (handling, handled) = (Arc::clone(&platform), call.clone());
        let answer = tokio::task::spawn_blocking(move || answer(&handling, &handled)).await;
        happen(&platform, &call, Cause::After(call.number), &after).await;
        answer
    });
    match task.await {
        Ok(Ok(answer)) => answer,
        Ok(Err(_)) | Err(_) => Answer::fault(500, official),
    }
}

fn answer(platform: &Platform, call: &Call) -> Answer {
    let official = call.endpoint.is_official();
    let budget = budget(platform, call);
    if let Some(budget) = budget
        && budget.wait.is_some()
    {
        return Answer::over_limit(budget, official);
    }
    let answer = if official {
        Answer::official(official::answer(platform, call))
    } else {
        Answer::console(console::answer(platform, call))
    };
    let admits_a_part = call.effects.partial.is_some_and(|it| !it.answered_as_done);
    let answer = if admits_a_part && call.endpoint.is_batch() && answer.is_success() {
        Answer::fault(500, official)
    } else if call.effects.invalid_as_403 {
        answer.invalid_as_403()
    } else {
        answer
    };
    answer.advertising(budget)
}

/// Somebody else does this in the organization that the call is about. What they can't do there is passed over.
async fn happen(platform: &Arc<Platform>, call: &Call, cause: Cause, events: &[SomebodyElse]) {
    let (Some(organization), false) = (call.organization, events.is_empty()) else { return };
    let (platform, events) = (Arc::clone(platform), events.to_vec());
    let happening = move || {
        for event in events {
            // A state file that fails is told to whoever calls next.
            let _ = platform.happen(organization, cause, &event);
        }
    };
    let _ = tokio::task::spawn_blocking(happening).await;
}

/// Per organization and operation; in the official API per workspace and operation. A login has its own limit.
fn budget(platform: &Platform, call: &Call) -> Option<super::rate::Budget> {
    let whose = if call.endpoint.is_official() {
        platform.tokens.of_workspace(call.bearer()).map_or(0, |(_, workspace)| workspace.get())
    } else {
        call.organization?.get()
    };
    platform.rate.take(call.endpoint, whose, Instant::now())
}

/// What is sent in place of the answer, if there was one.
async fn end(
    platform: &Platform,
    peer: &Peer,
    ending: Ending,
    answer: Option<Answer>,
    official: bool,
) -> Response<Body> {
    match ending {
        Ending::Reset => peer.reset(),
        Ending::Cut => peer.cut(),
        Ending::Html => return html(),
        Ending::Status(status) => return Answer::fault(status, official).into_response(),
        Ending::Hold => {
            platform.holds.hold().await;
            // Only the end of the server gets here.
            peer.reset();
        }
    }
    // The connection breaks when this is written to it.
    answer.map_or_else(|| Refusal::NoSuchRoute.into_response(), Answer::into_response)
}
