/// What a line is about, at a glance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Mark {
    /// Something or somebody new.
    Add,
    /// Something is different.
    Change,
    /// Something or somebody goes.
    Remove,
    /// An e-mail goes out, and nothing else.
    Notify,
    /// A person does it.
    Manual,
    /// Nobody does it now.
    Held,
    /// It was done, or was so already.
    Done,
    /// It was not done though it was tried.
    Failed,
    /// Nobody knows whether it was done.
    Unknown,
    /// It was not begun.
    Missed,
}

impl Mark {
    /// The sign in front of the sentence.
    pub(crate) const fn sign(self) -> &'static str {
        match self {
            Self::Add => "+",
            Self::Change => "~",
            Self::Remove => "-",
            Self::Notify => "✉",
            Self::Manual => "☞",
            Self::Held => "✋",
            Self::Done => "✓",
            Self::Failed => "✗",
            Self::Unknown => "?",
            Self::Missed => "·",
        }
    }

    /// One word for it: for somebody who can't see the sign, and as the class of what is painted.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Add => "add",
            Self::Change => "change",
            Self::Remove => "remove",
            Self::Notify => "notify",
            Self::Manual => "hand",
            Self::Held => "held",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Unknown => "unknown",
            Self::Missed => "missed",
        }
    }
}
