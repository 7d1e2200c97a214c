//! The embedded platform, over real HTTP.

mod client;
mod world;

mod operations;
