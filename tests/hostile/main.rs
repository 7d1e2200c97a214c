//! What a hostile pull request, server or file tries, by kind: the real binary, one table a kind.
//!
//! | file | what is hostile |
//! |---|---|
//! | `nested` | a Project inside of another Project's folder |
//! | `echo`, `secrets` | a server that sends secrets back |

#[path = "../common/mod.rs"]
mod common;

mod echo;
#[cfg(unix)]
mod nested;
mod secrets;
