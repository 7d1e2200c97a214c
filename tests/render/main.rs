//! What readers see: plans built in code, shown in every format.

mod drift;
mod html;
mod markdown;
mod plans;
mod text;
