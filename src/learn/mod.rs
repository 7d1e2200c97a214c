//! Learning how a console speaks from a recording of somebody who follows a script.
//!
//! We write the script, so every value in the recording is known beforehand; what carries a value is where a
//! placeholder goes. Wrong is worse than missing: what could be two things is not learned, and says what to record again.
//!
//! | part | owns |
//! |---|---|
//! | [`script`] | what a person does, as data and as text |
//! | [`recording`] | HAR of any exporter, read as a stream: requests and answers |
//! | [`infer`] | script and recording → how each operation goes, or why that isn't known |
//! | [`file`] | what was learned as a Platform file |

pub mod file;
pub mod infer;
pub mod recording;
pub mod script;
