//! Credentials: where they come from, the tokens they give, and what a token says of itself.
//!
//! Secrets are kept in `secrecy` types, so that no message and no debug output has one.

mod command;
mod credentials;
mod environment;
mod jwt;
mod keeper;
mod log_ins;
mod redaction;
mod source;
mod token;

pub use credentials::Credentials;
pub(crate) use credentials::LogIn;
pub use environment::Environment;
pub(crate) use log_ins::LogIns;
pub use redaction::Redaction;
pub(crate) use token::Token;
