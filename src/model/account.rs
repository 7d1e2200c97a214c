//! Accounts in lists: each once, however often a list has it.

use super::{Collection, Completeness, Email, OrganizationUser, UserId, WorkspaceUser};
use serde::{Deserialize, Deserializer};
use std::collections::BTreeMap;

/// Somebody in a list.
pub(crate) trait Account: PartialEq {
    fn id(&self) -> UserId;
    fn email(&self) -> &Email;
}

impl Account for OrganizationUser {
    fn id(&self) -> UserId {
        self.id
    }
    fn email(&self) -> &Email {
        &self.email
    }
}

impl Account for WorkspaceUser {
    fn id(&self) -> UserId {
        self.id
    }
    fn email(&self) -> &Email {
        &self.email
    }
}

/// The same with each account once, as the platform's lists are read: the first entry counts, and where another
/// one says otherwise the list can't be trusted.
fn each_once<T: Account>(list: Collection<T>) -> Collection<T> {
    // In order, as rolecall writes it, nobody is there twice.
    if list.items.is_sorted_by(|a, b| (a.email(), a.id()) < (b.email(), b.id())) {
        return list;
    }
    let Collection { mut completeness, shows_pending, items } = list;
    let mut kept: Vec<T> = Vec::with_capacity(items.len());
    let mut places: BTreeMap<(Email, UserId), usize> = BTreeMap::new();
    for item in items {
        match places.get(&(item.email().clone(), item.id())) {
            None => {
                places.insert((item.email().clone(), item.id()), kept.len());
                kept.push(item);
            }
            Some(first) if kept[*first] == item => {}
            Some(_) if completeness == Completeness::Complete => {
                let why = "one id came twice with different data".to_owned();
                completeness = Completeness::Partial { why };
            }
            Some(_) => {}
        }
    }
    Collection { completeness, shows_pending, items: kept }
}

/// Reads a list of accounts of a saved snapshot.
pub(super) fn once<'de, D, T>(deserializer: D) -> Result<Collection<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Account + Deserialize<'de>,
{
    Collection::deserialize(deserializer).map(each_once)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn an_account_that_a_saved_list_has_twice_is_there_once() {
        let user = |id: u64, role: &str| json!({"id": id, "email": "bo@acme.example", "role": role, "status": "active", "invitedAt": null});
        let list = |users: &[serde_json::Value]| {
            let text =
                json!({"completeness": {"is": "complete"}, "showsPending": true, "items": users});
            let list: Collection<OrganizationUser> = once(text).unwrap();
            (list.items.len(), list.is_complete(), list.items[0].role.to_string())
        };
        let admin = || "admin".to_owned();
        assert_eq!(list(&[user(1, "admin"), user(1, "admin")]), (1, true, admin()));
        assert_eq!(list(&[user(1, "admin"), user(1, "member")]), (1, false, admin()));
        assert_eq!(list(&[user(1, "admin"), user(2, "member")]), (2, true, admin()));
    }
}
