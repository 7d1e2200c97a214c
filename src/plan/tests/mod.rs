//! The planner on values.

mod build;
mod examples;
