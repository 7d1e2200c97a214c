//! Which facts of several steps still hold when all of them are done.

use crate::plan::{Fact, WorkspaceFields, WorkspaceRef};

/// The facts, in the order of their steps, as they hold in the end: where a workspace gets a name and later another
/// (through a temporary one, for a swap), only the last name counts.
pub(super) fn lasting<T>(facts: Vec<(T, Fact)>) -> Vec<(T, Fact)> {
    let mut renamed: Vec<WorkspaceRef> = Vec::new();
    let mut last = Vec::with_capacity(facts.len());
    for (step, fact) in facts.into_iter().rev() {
        let fact = match fact {
            Fact::Workspace { workspace, fields } if fields.name.is_some() => {
                if renamed.contains(&workspace) {
                    let fields = WorkspaceFields { name: None, ..fields };
                    Fact::Workspace { workspace, fields }
                } else {
                    renamed.push(workspace.clone());
                    Fact::Workspace { workspace, fields }
                }
            }
            fact => fact,
        };
        last.push((step, fact));
    }
    last.reverse();
    last
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{WorkspaceId, WorkspaceName};

    fn named(id: u64, name: &str) -> Fact {
        let workspace =
            WorkspaceRef { name: WorkspaceName::new("Sales"), id: Some(WorkspaceId::new(id)) };
        let name = Some(WorkspaceName::new(name));
        Fact::Workspace { workspace, fields: WorkspaceFields { name, ..Default::default() } }
    }

    #[test]
    fn only_the_last_name_of_a_workspace_counts() {
        let facts = vec![(1, named(7, "Temporary")), (2, named(8, "Care")), (3, named(7, "Sales"))];
        let Fact::Workspace { workspace, .. } = named(7, "") else { unreachable!() };
        let nameless = Fact::Workspace { workspace, fields: WorkspaceFields::default() };
        let expected = vec![(1, nameless), (2, named(8, "Care")), (3, named(7, "Sales"))];
        assert_eq!(lasting(facts), expected);
    }
}
