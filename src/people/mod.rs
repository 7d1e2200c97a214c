//! People over time: who can get in where. Pure: desired states and snapshots in, what is said of them out.
//!
//! | folder | answers |
//! |---|---|
//! | [`access`] | who may get in where |

pub mod access;
