//! The command line, from outside: the real binary, in folders of its own, against the embedded platform.
//!
//! | file | what it shows |
//! |---|---|
//! | `support` | folders, commands and servers for the others |
//! | `usage` | wrong usage is 64; help and version are data |
//! | `completions` | what a real bash offers: names of organizations, verbs, flags |
//! | `bad_input` | bad manifests and folders: one clear error, nothing sent |
//! | `servers` | bad platforms and credentials: the same |
//! | `access` | who may get in where, from each source and in each format |
//! | `agency` | the example: every step kind, verified, then nothing to do |
//! | `cases` | small projects that once came out wrong, from end to end |
//! | `ending` | access that ends by a date: given, taken the day after, warned about |
//! | `exit_codes` | every way to end that a verb's help names |
//! | `explain` | every word that is explained has an example, which gives it |
//! | `hostile_names` | names that forge nothing, through every verb that shows them, in every format |
//! | `requests` | no request that a minimal client would not make |
//! | `readme` | the README's YAML is valid |
//! | `unseen` | addresses with characters that can't be seen, in every format |
//! | `plans` | the same bytes, whatever the order of files; snapshots, offline plans |
//! | `saved` | saved plans apply only while they still are the plan |
//! | `schemas` | the schemas are those of the repository, and what is written fits them |
//! | `verbs` | doctor, render, show and validate in their formats |
//! | `serving` | the sandbox as a server of its own |
//! | `signals` | the first stops in good order, the second at once |
//! | `terminal` | questions, colours and progress, for somebody at a terminal |
//! | `streams` | stdout is data, stderr is talk; closed pipes; no terminal |

#[cfg_attr(not(unix), expect(dead_code, reason = "the tests of terminals use the rest"))]
#[path = "../common/mod.rs"]
mod common;
#[path = "../common/names.rs"]
mod names;
#[path = "../common/schemas.rs"]
mod schema;

mod access;
mod adopt;
mod agency;
mod bad_input;
mod cases;
mod completions;
mod ending;
mod exit_codes;
mod explain;
mod hostile_names;
mod incomplete;
mod offboard;
mod plans;
mod readme;
mod requests;
mod saved;
mod schemas;
mod servers;
mod serving;
#[cfg(unix)]
mod signals;
mod streams;
mod support;
#[cfg(unix)]
mod terminal;
mod unseen;
mod usage;
mod verbs;
