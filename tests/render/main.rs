//! What readers see: plans built in code, shown in every format.

mod plans;
mod text;
