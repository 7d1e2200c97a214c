use crate::model::{OrganizationRole, Restriction, Seen, UserStatus, WorkspaceRole};
use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

/// The words of the wire for roles, restrictions and states.
#[derive(Clone, Debug, Default)]
pub(crate) struct Words {
    /// Organization roles.
    pub(crate) organization_roles: Vocabulary<OrganizationRole>,
    /// Workspace roles.
    pub(crate) workspace_roles: Vocabulary<WorkspaceRole>,
    /// Restrictions.
    pub(crate) restrictions: Vocabulary<Restriction>,
    /// Where an invitation stands.
    pub(crate) statuses: Vocabulary<UserStatus>,
}

/// Words of one kind. What the profile doesn't list is the same on the wire as in manifests.
#[derive(Clone, Debug)]
pub(crate) struct Vocabulary<T> {
    on_wire: BTreeMap<T, String>,
}

impl<T> Default for Vocabulary<T> {
    fn default() -> Self {
        Self { on_wire: BTreeMap::new() }
    }
}

impl<T: Copy + Ord + FromStr + fmt::Display> Vocabulary<T> {
    /// With these words of the wire.
    pub(crate) const fn new(on_wire: BTreeMap<T, String>) -> Self {
        Self { on_wire }
    }

    /// What the wire calls it.
    pub(crate) fn write(&self, word: T) -> String {
        self.on_wire.get(&word).cloned().unwrap_or_else(|| word.to_string())
    }

    /// What it is that the wire says.
    pub(crate) fn read(&self, text: &str) -> Seen<T> {
        if let Some((word, _)) = self.on_wire.iter().find(|(_, on_wire)| *on_wire == text) {
            return Seen::Known(*word);
        }
        match Seen::read(text) {
            Seen::Known(word) if self.on_wire.contains_key(&word) => Seen::Unknown(text.to_owned()),
            seen => seen,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_translated_both_ways_and_strangers_are_kept() {
        let words =
            Vocabulary::new(BTreeMap::from([(WorkspaceRole::Agent, "operator".to_owned())]));
        assert_eq!(words.write(WorkspaceRole::Agent), "operator");
        assert_eq!(words.write(WorkspaceRole::Owner), "owner");
        assert_eq!(words.read("operator"), Seen::Known(WorkspaceRole::Agent));
        assert_eq!(words.read("owner"), Seen::Known(WorkspaceRole::Owner));
        assert_eq!(words.read("agent"), Seen::Unknown("agent".to_owned()));
        assert_eq!(words.read("boss"), Seen::Unknown("boss".to_owned()));
    }
}
