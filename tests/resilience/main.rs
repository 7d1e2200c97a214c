//! The real binary against a real server that misbehaves: killed anywhere, answers lost, two runs at once.
//!
//! A failing case prints its seed and the command that repeats it.

mod crash;
mod disk;
mod lost;
mod mixed;
mod secrets;
mod sound;
mod support;
mod together;
mod world;
