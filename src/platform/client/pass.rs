use super::decode::whole;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// One walk through the pages of a list, from the first to the last.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Pass {
    /// By id, as first seen.
    pub(super) items: BTreeMap<u64, Value>,
    /// Every total that a page told.
    totals: BTreeSet<u64>,
    last_total: Option<u64>,
    /// What made it move under the reader.
    moved: Option<&'static str>,
    /// What can't be put right by reading again.
    broken: Option<&'static str>,
}

impl Pass {
    /// Takes a page; answers whether there was anything new in it.
    pub(super) fn add(&mut self, items: &[(Option<u64>, Value)], total: Option<&Value>) -> bool {
        let before = self.items.len();
        for (id, item) in items {
            let Some(id) = id else {
                self.broken = Some("an item has no id");
                continue;
            };
            match self.items.get(id) {
                None => _ = self.items.insert(*id, item.clone()),
                Some(seen) if seen == item => {}
                Some(_) => self.moved = Some("one id came twice with different data"),
            }
        }
        if let Some(total) = total.and_then(whole) {
            self.last_total = Some(total);
            self.totals.insert(total);
            if self.totals.len() > 1 {
                self.moved = Some("the total changed between pages");
            }
        }
        self.items.len() > before
    }

    /// Takes note of what can't be put right by reading again.
    pub(super) fn broken(&mut self, why: &'static str) {
        self.broken = Some(why);
    }

    /// Whether as many are in hand as the last total said.
    pub(super) fn has_all(&self) -> bool {
        self.last_total.is_some_and(|total| self.items.len() as u64 >= total)
    }

    /// Why it doesn't add up, or moved while it was read; `None` where it can be trusted by itself.
    pub(super) fn doubt(&self, total_expected: bool) -> Option<String> {
        if let Some(why) = self.broken.or(self.moved) {
            return Some(why.to_owned());
        }
        let here = self.items.len() as u64;
        match self.last_total {
            Some(total) if total == here => None,
            Some(total) => Some(format!("the total says {total}, and {here} came")),
            None if total_expected => Some("no page says how many there are".to_owned()),
            None => None,
        }
    }

    /// Whether another walk found the very same, and both add up but for what moved in the first.
    pub(super) fn confirms(&self, earlier: &Self, total_expected: bool) -> bool {
        self.doubt(total_expected).is_none()
            && self.items == earlier.items
            && self.last_total == earlier.last_total
    }

    /// Whether reading again could bring something else.
    pub(super) fn is_hopeless(&self, earlier: Option<&Self>) -> bool {
        self.broken.is_some() || earlier.is_some_and(|earlier| self == earlier)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn page(pass: &mut Pass, items: &[(u64, &str)], total: u64) -> bool {
        let items: Vec<_> = items.iter().map(|(id, name)| (Some(*id), json!(name))).collect();
        pass.add(&items, Some(&json!(total)))
    }

    #[test]
    fn as_many_distinct_ids_as_the_total_says() {
        let mut pass = Pass::default();
        assert!(page(&mut pass, &[(1, "a"), (2, "b")], 3));
        assert!(!pass.has_all());
        assert!(page(&mut pass, &[(2, "b"), (3, "c")], 3));
        assert!(pass.has_all());
        assert_eq!(pass.doubt(true), None);
    }

    #[test]
    fn gaps_changes_and_contradictions_are_doubts() {
        let mut gap = Pass::default();
        page(&mut gap, &[(1, "a")], 2);
        assert_eq!(gap.doubt(true).unwrap(), "the total says 2, and 1 came");

        let mut changed = Pass::default();
        page(&mut changed, &[(1, "a")], 2);
        page(&mut changed, &[(2, "b"), (3, "c")], 3);
        assert_eq!(changed.doubt(true).unwrap(), "the total changed between pages");

        let mut contradicting = Pass::default();
        page(&mut contradicting, &[(1, "a"), (1, "b")], 1);
        assert_eq!(contradicting.doubt(true).unwrap(), "one id came twice with different data");

        let mut anonymous = Pass::default();
        anonymous.add(&[(None, json!("a"))], Some(&json!("0")));
        assert!(anonymous.is_hopeless(None));
    }

    #[test]
    fn a_list_without_totals_is_trusted_only_where_none_is_expected() {
        let mut pass = Pass::default();
        pass.add(&[(Some(1), json!("a"))], None);
        assert_eq!(pass.doubt(false), None);
        assert!(pass.doubt(true).is_some());
    }
}
