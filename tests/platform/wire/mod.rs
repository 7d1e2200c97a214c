//! What a profile can say: for each row of the table a server that speaks so.

mod lists;
mod people;
mod requests;

use crate::calls;
use crate::profiles::load;
use crate::server::{Asked, Server, reply};
use crate::setting::{target, with_token};
use axum::body::Body;
use axum::http::Response;
use rolecall::model::*;
use rolecall::platform::{Attempt, Client, Execute, Observe};
use serde_json::{Value, json};

/// A client of this profile, and a server that gives these answers by method and path.
async fn speak(
    spec: &str,
    answers: impl Fn(&Asked) -> Response<Body> + Send + Sync + 'static,
) -> (Client, Server) {
    let own = load(spec).unwrap_or_else(|wrong| panic!("{wrong}"));
    let server = Server::start(move |_, asked| answers(asked)).await;
    (Client::new(own, with_token(server.url())).unwrap(), server)
}

fn ok(body: Value) -> Response<Body> {
    reply(200, &body)
}

fn assert_done(attempt: Attempt) {
    assert!(matches!(attempt, Attempt::Done(_)), "{attempt:?}");
}

fn workspace(id: &str) -> WorkspaceId {
    WorkspaceId::of_text(id).unwrap()
}

const HEAD: &str =
    "baseUrl: https://api.example\nheaders: {X-Key: '{token}'}\nmessages: [/error]\n";

fn spec(rest: &str) -> String {
    format!("{HEAD}{rest}")
}
