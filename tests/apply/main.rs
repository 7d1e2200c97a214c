//! Applying plans to a platform in memory: what goes wrong, and what is made of it.

mod batches;
mod crash;
mod disk_full;
mod failure;
mod fleet;
mod journal;
mod locks;
mod lost_answers;
mod random;
mod report;
mod rules;
mod support;
mod verification;
