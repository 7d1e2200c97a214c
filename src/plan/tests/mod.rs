//! The planner on values: small examples, and generated worlds against a reference planner.

mod build;
mod examples;
mod proofs;
mod random;
mod reference;
mod show;
mod worlds;
