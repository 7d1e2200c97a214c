//! The embedded platform: state, rules, HTTP server, faults. The core never uses it.
//!
//! It speaks the console's API (`console-api.md`) and the official one under `/v2` (`developer-api.md`), by rules that
//! are written from `rules.md` and share nothing with the planner, so that one can catch the other's mistakes.
//!
//! | part | owns |
//! |---|---|
//! | [`state`] | the nouns of a `rolecall.sandbox/v1` file, and what can't be in one |
//! | `store` | where the state is: memory or a file, changes, what it was a while ago |
//! | `rules` | what the platform allows; no HTTP |
//! | `console`, `official` | the two APIs: bodies in, bodies out |
//! | `serve` | from a request to an answer: limits, faults, the log |
//! | `faults` | what goes wrong, when |
//! | `control` | `/sandbox/*`, for this machine alone |
//! | [`Server`], [`Config`] | starting and stopping |

mod answer;
mod call;
mod clock;
mod config;
mod connection;
mod console;
mod control;
mod distortion;
mod endpoint;
mod faults;
mod holds;
mod login;
mod official;
mod platform;
mod random;
mod rate;
mod requests;
mod routes;
mod rules;
mod serve;
mod server;
pub mod state;
mod store;
mod token;
#[cfg(test)]
pub(crate) mod trial;

pub use clock::{Clock, ManualClock};
pub use config::{Config, Seed};
pub use endpoint::{Endpoint, UnknownEndpoint};
pub use faults::{
    Fault, Faults, GRAMMAR, InvalidEvent, InvalidFaults, Meets, Rule, SomebodyElse, When,
};
pub use requests::ServedRequest;
pub use routes::OPENAPI;
pub use server::{SandboxError, Server};
pub use state::{State, StateError};
pub use store::{Cause, Change, FileError};
