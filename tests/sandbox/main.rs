//! The embedded platform, over real HTTP. Every answer is held against the OpenAPI document.

mod client;
mod contract;
mod world;

mod control;
mod faults;
mod files;
mod gates;
mod lists;
mod official;
mod operations;
mod refusals;
