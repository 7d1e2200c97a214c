//! The real binary against a real server that misbehaves: killed anywhere, answers lost, two runs at once.
//!
//! A failing case prints its seed and the command that repeats it.

mod crash;
mod disk;
mod lost;
mod mixed;
#[path = "../common/s3.rs"]
#[expect(dead_code, reason = "what other tests need of it")]
mod s3;
mod secrets;
mod shared;
mod sound;
mod support;
mod together;
mod watch;
mod world;
