//! What a hostile pull request, server or file tries, by kind: the real binary, one table a kind.
//!
//! | file | what is hostile |
//! |---|---|
//! | `nested` | a Project inside of another Project's folder |

#[path = "../common/mod.rs"]
mod common;

#[cfg(unix)]
mod nested;
