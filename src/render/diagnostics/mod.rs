//! What is wrong with the manifests, for machines: SARIF for code scanning, annotations for a GitHub workflow, JSON.
//! For people there is [`crate::manifest::text`].

mod checkout;
mod github;
mod json;
mod sarif;

pub use checkout::Checkout;
pub use github::github;
pub use json::json;
pub use sarif::sarif;
