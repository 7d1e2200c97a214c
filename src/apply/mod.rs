//! Waves, journal, read-back, verification: how a plan becomes so.
//!
//! The executor makes no choices: it takes a plan's automatic steps wave by wave, writes down each one before
//! and after, looks up what it does not know, and at the end looks whether it is so.
//!
//! | file | idea |
//! |---|---|
//! | `run` | a whole run: journal, stages, report |
//! | `fleet` | which organizations have their turn when: canaries, batches |
//! | `job` | an organization with its plan, and the ids it needs (`ids`) |
//! | `organization` | one organization: lock, waves, verification |
//! | `gate` | whether a step may begin after what went wrong before |
//! | [`step`](self) | one step: call, attempts, batches, reading back |
//! | `look`, `verdict` | reading what facts rest on, and what it says of them |
//! | `verify` | whether what was done shows (`lasting`: which facts hold in the end) |
//! | `current` | whether a saved plan still is the plan, and what of it is so already |
//! | [`journal`] | intents and outcomes on disk, and the history they make |
//! | `report` | what became of every step, and the exit code |
//! | `progress`, `stop`, `clock`, `waits`, `settings` | told how it goes; asked to stop; time; pauses; bounds |

mod clock;
mod current;
mod fleet;
mod gate;
mod ids;
mod job;
pub mod journal;
mod lasting;
mod look;
mod organization;
mod outcome;
mod progress;
mod report;
mod run;
mod settings;
mod status;
mod step;
mod stop;
mod verdict;
mod verify;
mod waits;

pub use clock::Clock;
pub use current::{Already, Changed, still_current};
pub use fleet::{Schedule, Stages, halts};
pub use job::{Job, Planned};
pub use journal::Journal;
pub use outcome::Outcome;
pub use progress::{Progress, Silent, Waiting};
pub use report::{
    Detail, FORMAT as REPORT_FORMAT, FactStatus, OrganizationReport, PersonReport, Report,
    ReportFileError, Standing, StepReport, Unseen, Verification,
};
pub use run::Apply;
pub use settings::Settings;
pub use status::Status;
pub use stop::{Stop, StopSwitch};
pub use verify::Replan;
