/// How a lint counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Not told.
    Off,
    /// Told.
    Warning,
    /// Told, and the manifests are invalid.
    Error,
}
