//! Consoles that nobody described, learned from what a browser records while somebody follows the script.

#[path = "../common/mod.rs"]
#[expect(dead_code, reason = "other test crates use the rest")]
mod common;
#[path = "../common/console/mod.rs"]
#[expect(dead_code, reason = "other test crates use the rest")]
mod console;
#[path = "../common/schemas.rs"]
mod schema;

mod browser;
mod consoles;
mod export;
mod judge;
mod odd;
mod person;
mod script;
mod session;
mod shaken;
mod verb;
mod whole;
