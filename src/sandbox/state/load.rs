use super::check::{Contradiction, check};
use super::{FORMAT, State};
use serde::Deserialize;

/// Why a text is no state.
#[derive(Debug, thiserror::Error)]
pub enum StateError {
    /// No JSON, or not of the right shape; the cause has line and column.
    #[error("not a {FORMAT} document")]
    Shape(#[source] serde_json::Error),
    /// It does not say which format it has.
    #[error("the document has no `format`; it should be `{FORMAT}`")]
    NoFormat,
    /// It is of another version or format.
    #[error("the document has the format `{0}`; this version reads `{FORMAT}`")]
    Format(String),
    /// It can't be true on the platform.
    #[error("the state contradicts itself")]
    Contradiction(#[from] Contradiction),
}

#[derive(Deserialize)]
#[serde(expecting = "an object")]
struct Head {
    format: Option<String>,
}

impl State {
    /// Reads a state.
    ///
    /// # Errors
    /// [`StateError`]: no JSON, another format, an unknown field, or a contradiction.
    pub fn parse(json: &[u8]) -> Result<Self, StateError> {
        let head: Head = serde_json::from_slice(json).map_err(StateError::Shape)?;
        match head.format {
            None => return Err(StateError::NoFormat),
            Some(format) if format != FORMAT => return Err(StateError::Format(format)),
            Some(_) => {}
        }
        let state: Self = serde_json::from_slice(json).map_err(StateError::Shape)?;
        check(&state)?;
        Ok(state)
    }

    /// The state as a file has it: JSON, ending in a line break.
    ///
    /// # Errors
    /// None that a state is known to cause; serde's type allows for one.
    pub fn to_json(&self) -> Result<Vec<u8>, serde_json::Error> {
        let mut json = serde_json::to_vec_pretty(self)?;
        json.push(b'\n');
        Ok(json)
    }
}
