use crate::model::{OrganizationRole, Restriction, Role, Seen, UserStatus, WorkspaceRole};
use serde_json::Value;
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
    /// What stands for a contact limit that is switched off.
    pub(crate) unlimited: Value,
}

impl Words {
    /// What the wire calls a role, where anybody knows.
    pub(crate) fn role(&self, role: Role) -> Option<Value> {
        match role {
            Role::Organization(role) => self.organization_roles.write(role),
            Role::Workspace(role) => self.workspace_roles.write(role),
        }
    }
}

/// Words of one group.
#[derive(Clone, Debug)]
pub(crate) struct Vocabulary<T> {
    /// `None`: the wire says ours.
    on_wire: Option<BTreeMap<T, Word>>,
}

/// What the wire says for one of our words: any scalar, told apart by value and type.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Word {
    /// What is sent; `None` where nobody knows, so that what needs it is by hand.
    pub(crate) send: Option<Value>,
    /// What it is recognised by.
    pub(crate) read: Vec<Value>,
}

impl<T> Default for Vocabulary<T> {
    fn default() -> Self {
        Self { on_wire: None }
    }
}

impl<T: Copy + Ord + FromStr + fmt::Display> Vocabulary<T> {
    /// With these words of the wire.
    pub(crate) const fn new(on_wire: BTreeMap<T, Word>) -> Self {
        Self { on_wire: Some(on_wire) }
    }

    /// What the wire calls it, where anybody knows.
    pub(crate) fn write(&self, word: T) -> Option<Value> {
        match &self.on_wire {
            None => Some(word.to_string().into()),
            Some(on_wire) => on_wire.get(&word)?.send.clone(),
        }
    }

    /// What it is that the wire says. What it never said before is shown as it is.
    pub(crate) fn read(&self, said: &Value) -> Seen<T> {
        let shown = || said.as_str().map_or_else(|| said.to_string(), str::to_owned);
        match (&self.on_wire, said) {
            (None, Value::String(text)) => Seen::read(text),
            (None, _) => Seen::Unknown(shown().into()),
            (Some(on_wire), _) => {
                let known = on_wire.iter().find(|(_, word)| word.read.contains(said));
                known.map_or_else(|| Seen::Unknown(shown().into()), |(word, _)| Seen::Known(*word))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn words(of: &[(WorkspaceRole, Value, &[Value])]) -> Vocabulary<WorkspaceRole> {
        let word = |(role, send, read): &(WorkspaceRole, Value, &[Value])| {
            (*role, Word { send: Some(send.clone()), read: read.to_vec() })
        };
        Vocabulary::new(of.iter().map(word).collect())
    }

    #[test]
    fn words_are_translated_both_ways_and_strangers_are_kept() {
        use WorkspaceRole::{Agent, Manager, Owner};
        let own = [json!("own"), json!("OWNER")];
        let words = words(&[(Agent, json!(3), &[json!(3)]), (Owner, json!("own"), &own)]);
        assert_eq!(words.write(Agent), Some(json!(3)));
        assert_eq!(words.write(Manager), None);
        for said in &own {
            assert_eq!(words.read(said), Seen::Known(Owner));
        }
        assert_eq!(words.read(&json!(3)), Seen::Known(Agent));
        for stranger in [json!("3"), json!("agent"), json!(3.5), json!(null)] {
            assert!(matches!(words.read(&stranger), Seen::Unknown(_)), "{stranger}");
        }
    }

    #[test]
    fn a_group_that_is_left_out_is_said_in_our_words() {
        let words = Vocabulary::<WorkspaceRole>::default();
        assert_eq!(words.write(WorkspaceRole::Owner), Some(json!("owner")));
        assert_eq!(words.read(&json!("owner")), Seen::Known(WorkspaceRole::Owner));
    }
}
