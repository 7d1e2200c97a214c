use std::borrow::Cow;

/// What is wrong with a text, and what to do about it.
pub(super) struct Why {
    pub(super) message: Cow<'static, str>,
    pub(super) help: Cow<'static, str>,
    /// The byte where it is, if that isn't where the parser stopped.
    pub(super) at: Option<usize>,
}

impl Why {
    pub(super) fn new(
        message: impl Into<Cow<'static, str>>,
        help: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self { message: message.into(), help: help.into(), at: None }
    }
}
