//! rolecall keeps respond.io organizations as YAML in Git.
//!
//! One way through: text becomes manifests, manifests become a desired state, the platform becomes a
//! snapshot, the two become a plan, and a plan is applied. Everything left of `apply` is pure.
//!
//! | room | owns |
//! |---|---|
//! | [`model`] | nouns: e-mails, ids, roles, limits, what is desired and what was seen |
//! | [`manifest`] | text → nodes → manifests → desired state; templates, lints, diagnostics |
//! | [`plan`] | differences, steps, ordering, rules, holds, budgets, the plan file |
//! | [`people`] | who may get in where |
//! | [`render`] | plans as text, JSON, Markdown, HTML, Mermaid; escaping |
//! | [`learn`] | scripts, recordings, and how a console speaks by them |
//! | [`platform`] | observing and executing; profiles, HTTP, credentials, limits, retries |
//! | [`apply`] | waves, journal, read-back, verification |
//! | [`store`] | locks, journals and plans on disk |
//! | [`sandbox`] | the embedded platform; the core never uses it |

pub mod apply;
pub mod learn;
pub mod manifest;
pub mod model;
pub mod people;
pub mod plan;
pub mod platform;
pub mod render;
pub mod sandbox;
pub mod store;
