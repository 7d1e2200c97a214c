//! The planner on values: small examples, and generated worlds against a reference planner.

mod build;
mod cost;
mod crashes;
mod determinism;
mod effective;
mod ending;
mod examples;
mod files;
mod fulfilled;
mod mutation;
mod platform;
mod proofs;
mod random;
mod reference;
mod reviews;
mod sandboxed;
mod shape;
mod show;
mod worlds;
