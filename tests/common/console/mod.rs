//! Consoles that differ: servers with one state and many ways to speak of it, and the profile of each.
//!
//! | file | idea |
//! |---|---|
//! | `dialect` | how a console speaks: a choice for each row of the profile's table, and the profile that says so |
//! | `state` | what is true, and what the console refuses |
//! | `server` | requests to changes, in one dialect; faults on the way |
//! | `form` | bodies that are no JSON |

mod dialect;
mod form;
mod server;
mod state;

pub(crate) use dialect::Dialect;
pub(crate) use server::{Console, Fault};
pub(crate) use state::State;
