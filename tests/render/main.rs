//! What readers see: plans built in code, shown in every format.

mod html;
mod markdown;
mod plans;
mod text;
