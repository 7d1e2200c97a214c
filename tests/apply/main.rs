//! Applying plans to a platform in memory: what goes wrong, and what is made of it.

mod batches;
mod failure;
mod fleet;
mod journal;
mod locks;
mod lost_answers;
mod support;
mod verification;
