//! A planner without cleverness, to hold the real one against: it tries every order.
//!
//! It has its own idea of a state, of what is legal and of the rules, written from DESIGN §5 apart from
//! `plan::rules` and from the planner. From a plan it takes only the list of single changes.

mod atlas;
mod legal;
mod search;
mod single;
mod state;
mod waves;

pub(super) use atlas::Atlas;
pub(super) use search::complete;
pub(super) use single::Single;
pub(super) use waves::unsafe_wave;
