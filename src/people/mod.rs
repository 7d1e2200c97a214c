//! People over time: who can get in where, and who leaves. Pure: manifests, desired states and snapshots in, what is said
//! of them out.
//!
//! | folder | answers |
//! |---|---|
//! | [`access`] | who may get in where |
//! | [`adopt`] | what was right in the console, written into the manifests |
//! | [`offboard`] | what becomes of the manifests where somebody leaves |

pub mod access;
pub mod adopt;
pub mod offboard;
