//! Locks, journals and documents in a bucket that speaks S3's language and misbehaves.

mod bad_input;
#[path = "../common/mod.rs"]
#[expect(dead_code, reason = "what other tests need of it")]
mod common;
mod journal;
mod locks;
mod permission;
mod real;
#[path = "../common/s3.rs"]
mod s3;
mod support;
mod trouble;
mod verbs;
