//! Lints what is allowed and seldom meant. Levels are set in the Project, and a comment allows
//! one line: `# rolecall: allow RC101 because …`. RC107 is told by the plan, which knows the contacts.

mod allow;
mod ending;
mod level;
mod rules;

pub(super) use allow::{Settings, allow};
pub(super) use ending::{memberships, of_group};
pub use level::{Level, UnknownLevel};
pub(super) use rules::check;
