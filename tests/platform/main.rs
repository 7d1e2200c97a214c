//! The platform client, by real HTTP: against the sandbox, and against small servers that misbehave.
//!
//! | file | what holds |
//! |---|---|
//! | `sandbox` | the built-in profiles fit the embedded platform, with the fewest requests |
//! | `outcomes` | what a write's answer means, and what may be repeated |
//! | `transport` | addresses, redirects, sizes, compression, timeouts |
//! | `limits` | budgets and `Retry-After` |
//! | `credentials` | where they go, when they are renewed, what is said of them |
//! | `lists` | lists that can't be trusted |
//! | `doctor` | what works and what doesn't |
//! | `faults` | a whole observation while the sandbox misbehaves |
//! | `wire` | what a profile can say, each with a server that speaks so |
//! | `profiles` | Platform files: what they can say and what is wrong with them |

mod calls;
mod credentials;
mod doctor;
mod faults;
mod left_out;
mod limits;
mod lists;
mod outcomes;
mod profiles;
mod sandbox;
mod server;
mod setting;
mod transport;
mod wire;
