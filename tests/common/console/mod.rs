//! Consoles that differ: servers with one state and many ways to speak of it, and the profile of each.
//!
//! | file | idea |
//! |---|---|
//! | `acme` | an organization, what is to become of it, and whether it did |
//! | `dialect` | how a console speaks: a choice for each row of the profile's table |
//! | `state` | what is true, and what the console refuses |
//! | `profile` | the Platform that says how a dialect speaks |
//! | `call` | requests to changes, in one dialect |
//! | `shown` | what answers show |
//! | `server` | a console that runs, and faults on the way |
//! | `form` | bodies that are no JSON |

pub(crate) mod acme;
mod call;
mod dialect;
mod form;
mod profile;
mod server;
mod shown;
mod state;

pub(crate) use call::{answered, mine};
pub(crate) use dialect::*;
pub(crate) use server::{Console, Fault};
pub(crate) use state::{Access, State};
