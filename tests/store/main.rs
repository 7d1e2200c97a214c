//! Locks, journals and documents in a bucket that speaks S3's language and misbehaves.

#[path = "../common/mod.rs"]
#[expect(dead_code, reason = "what other tests need of it")]
mod common;
mod journal;
mod locks;
mod real;
#[path = "../common/s3.rs"]
mod s3;
mod support;
mod trouble;
mod verbs;
