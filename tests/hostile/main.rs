//! What a hostile pull request, server or file tries, by kind: the real binary, one table a kind.
//!
//! | file | what is hostile |
//! |---|---|
//! | `nested` | a Project inside of another Project's folder |
//! | `echo`, `secrets` | a server that sends secrets back |
//! | `files` | links, devices, pipes, names of files |
//! | `given` | saved files, tables and recordings |
//! | `certificates` | a TLS server whose certificate is not accepted |
//! | `signals` | SIGTERM and Ctrl-C at any time |
//! | `waits` | flags, credentials and Platforms that should crash a run, or make it wait or tell |
//! | `count` | how many cases there are, by group |
//! | `claims` | `.github/SECURITY.md` names a test for each claim |

#[path = "../common/mod.rs"]
mod common;

mod certificates;
mod claims;
#[cfg(target_os = "linux")]
mod count;
mod echo;
#[cfg(unix)]
mod files;
#[cfg(unix)]
mod given;
#[cfg(unix)]
mod nested;
mod secrets;
#[cfg(target_os = "linux")]
mod signals;
mod waits;
