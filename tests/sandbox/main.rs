//! The embedded platform, over real HTTP.

mod client;
mod contract;
mod world;

mod operations;
mod refusals;
