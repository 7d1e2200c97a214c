use std::convert::Infallible;
use std::path::PathBuf;
use std::str::FromStr;

/// Where rows are from.
#[derive(Clone, Debug)]
pub(super) enum From {
    /// The platform, now.
    Live,
    /// The manifests.
    Manifests,
    /// A snapshot file.
    File(PathBuf),
}

impl FromStr for From {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(match text {
            "live" => Self::Live,
            "manifests" => Self::Manifests,
            file => Self::File(file.into()),
        })
    }
}
