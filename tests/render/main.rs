//! What readers see: plans built in code, shown in every format.

#[path = "../common/names.rs"]
mod names;

mod access;
mod alike;
mod alike_people;
mod diagnostics;
mod drift;
mod first;
mod first_drift;
mod hostile;
mod html;
mod markdown;
mod plans;
mod report;
mod reports;
mod text;
mod verbs;
mod words;
