//! Consoles that differ: servers with one state and many ways to speak of it, and the profile of each.
//!
//! | file | idea |
//! |---|---|
//! | `acme` | an organization, what is to become of it, and whether it did |
//! | `dialect` | how a console speaks: a choice for each row of the profile's table |
//! | `state` | what is true, and what the console refuses |
//! | `profile` | the Platform that says how a dialect speaks |
//! | `server` | requests to changes, in one dialect; faults on the way |
//! | `form` | bodies that are no JSON |

pub(crate) mod acme;
mod dialect;
mod form;
mod profile;
mod server;
mod state;

pub(crate) use dialect::*;
pub(crate) use server::{Console, Fault, answered};
pub(crate) use state::{Access, State};
