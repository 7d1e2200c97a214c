//! A reseller's work, from outside.
//!
//! | file | what it shows |
//! |---|---|
//! | `support` | a copy of the example, and commands in it |
//! | `table` | tables of all sorts: what becomes of them, and what is said of wrong ones |
//! | `hostile` | values that look like YAML or expressions are taken as they are |
//! | `onboard` | the verb: nothing is overwritten, nothing is written in part |
//! | `render` | plain Organizations that plan the same |
//! | `waves` | canaries, halting, running again; sixty clients on one screen |
//! | `shards` | a fleet that is cut into shards, and put together again |

#[path = "../common/mod.rs"]
mod common;
#[path = "../common/elsewhere.rs"]
mod elsewhere;

mod hostile;
mod onboard;
mod render;
mod shards;
mod support;
mod table;
mod waves;
