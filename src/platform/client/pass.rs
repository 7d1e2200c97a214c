use super::decode::whole;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Why a list that comes at once, on evidence that is not verified, is no proof of who isn't in it.
pub(super) const UNPROVEN: &str = "nothing shows that it is all there is";

/// An item of a page.
#[derive(Debug)]
pub(super) struct Found {
    /// What tells it apart from the others.
    pub(super) key: Option<String>,
    /// Whether `policy.ignore` fits its address: whatever is odd about it makes no list partial.
    pub(super) ignored: bool,
    /// The item.
    pub(super) value: Value,
}

/// One walk through the pages of a list, from the first to the last.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Pass {
    /// By id, or where there is none by address, as first seen.
    pub(super) items: BTreeMap<String, Value>,
    /// Those of them that are ignored. A total may count them or not.
    pub(super) ignored: BTreeSet<String>,
    /// Every total that a page told.
    totals: BTreeSet<u64>,
    last_total: Option<u64>,
    /// What made it move under the reader.
    moved: Option<&'static str>,
    /// What can't be put right by reading again.
    broken: Option<&'static str>,
    /// Whether the platform said that this is the end: no more pages, or an empty one.
    ended: bool,
}

/// What shows that a list is whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Proof {
    /// As many distinct items as the total says.
    Total,
    /// The platform says that there are no more.
    End,
    /// As many as another list says.
    Count(u64),
    /// That it was seen to be whole.
    Evidence,
    /// Nothing.
    None,
}

impl Pass {
    /// Takes a page; answers whether there was anything new in it.
    pub(super) fn add(&mut self, items: Vec<Found>, total: Option<&Value>) -> bool {
        let before = self.items.len();
        for Found { key, ignored, value } in items {
            let Some(key) = key else {
                self.broken = Some("an item has no id");
                continue;
            };
            match self.items.get(&key) {
                Some(seen) if *seen == value => {}
                Some(_) if ignored && self.ignored.contains(&key) => {}
                Some(_) => self.moved = Some("one id came twice with different data"),
                None => {
                    if ignored {
                        self.ignored.insert(key.clone());
                    }
                    self.items.insert(key, value);
                }
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

    /// Whether as many are in hand as the last total said, also if it doesn't count who is ignored.
    pub(super) fn has_all(&self) -> bool {
        self.last_total.is_some_and(|total| self.counted().count() as u64 >= total)
    }

    /// Who is not ignored.
    fn counted(&self) -> impl Iterator<Item = (&String, &Value)> {
        self.items.iter().filter(|(key, _)| !self.ignored.contains(*key))
    }

    /// Takes note that the platform said that this is the end.
    pub(super) const fn end(&mut self) {
        self.ended = true;
    }

    /// Why it doesn't add up, or moved while it was read; `None` where it can be trusted by itself.
    pub(super) fn doubt(&self, proof: Proof) -> Option<String> {
        if let Some(why) = self.broken.or(self.moved) {
            return Some(why.to_owned());
        }
        let here = self.items.len() as u64;
        let adds_up = |count| (self.counted().count() as u64..=here).contains(&count);
        match (self.last_total, proof) {
            (Some(total), _) if adds_up(total) => None,
            (Some(total), _) => Some(format!("the total says {total}, and {here} came")),
            (None, Proof::Total) => Some("no page says how many there are".to_owned()),
            (None, Proof::Count(count)) if adds_up(count) => None,
            (None, Proof::Count(count)) => {
                Some(format!("the list of workspaces counts {count}, and {here} came"))
            }
            (None, Proof::Evidence) => None,
            (None, Proof::End) if self.ended => None,
            (None, Proof::End) => Some("no page says that it is the last".to_owned()),
            (None, Proof::None) => Some(UNPROVEN.to_owned()),
        }
    }

    /// Whether another walk found the very same, and both add up but for what moved in the first.
    pub(super) fn confirms(&self, earlier: &Self, proof: Proof) -> bool {
        self.doubt(proof).is_none()
            && self.counted().eq(earlier.counted())
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
        let found = |(id, name): &(u64, &str)| item(&id.to_string(), name);
        pass.add(items.iter().map(found).collect(), Some(&json!(total)))
    }

    /// An item, ignored where its name is `staff`.
    fn item(id: &str, name: &str) -> Found {
        let ignored = name.starts_with("staff");
        Found { key: Some(id.to_owned()), ignored, value: json!(name) }
    }

    #[test]
    fn as_many_distinct_ids_as_the_total_says() {
        let mut pass = Pass::default();
        assert!(page(&mut pass, &[(1, "a"), (2, "b")], 3));
        assert!(!pass.has_all());
        assert!(page(&mut pass, &[(2, "b"), (3, "c")], 3));
        assert!(pass.has_all());
        assert_eq!(pass.doubt(Proof::Total), None);
    }

    #[test]
    fn gaps_changes_and_contradictions_are_doubts() {
        let mut gap = Pass::default();
        page(&mut gap, &[(1, "a")], 2);
        assert_eq!(gap.doubt(Proof::Total).unwrap(), "the total says 2, and 1 came");

        let mut changed = Pass::default();
        page(&mut changed, &[(1, "a")], 2);
        page(&mut changed, &[(2, "b"), (3, "c")], 3);
        assert_eq!(changed.doubt(Proof::Total).unwrap(), "the total changed between pages");

        let mut contradicting = Pass::default();
        page(&mut contradicting, &[(1, "a"), (1, "b")], 1);
        assert_eq!(
            contradicting.doubt(Proof::Total).unwrap(),
            "one id came twice with different data"
        );

        let mut anonymous = Pass::default();
        anonymous.add(vec![Found { key: None, ..item("", "a") }], Some(&json!("0")));
        assert!(anonymous.is_hopeless(None));
    }

    #[test]
    fn who_is_ignored_makes_no_list_partial() {
        for (total, whole) in [(1, false), (2, true), (3, true), (4, false)] {
            let mut pass = Pass::default();
            page(&mut pass, &[(1, "a"), (2, "b"), (3, "staff")], total);
            assert_eq!(pass.doubt(Proof::Total).is_none(), whole, "{total}");
        }
        // The total may be of the others alone, so somebody may still come.
        let mut first = Pass::default();
        page(&mut first, &[(1, "a"), (3, "staff")], 2);
        assert!(!first.has_all());

        let mut twice = Pass::default();
        page(&mut twice, &[(1, "a"), (3, "staff"), (3, "staff once more")], 2);
        assert_eq!(twice.doubt(Proof::Total), None);
        let mut other = Pass::default();
        page(&mut other, &[(1, "a"), (3, "b"), (3, "staff")], 2);
        assert!(other.doubt(Proof::Total).is_some());
    }

    #[test]
    fn a_list_without_totals_needs_another_proof() {
        let mut pass = Pass::default();
        pass.add(vec![item("1", "a")], None);
        assert_eq!(pass.doubt(Proof::Evidence), None);
        for proof in [Proof::Total, Proof::End, Proof::None] {
            assert!(pass.doubt(proof).is_some(), "{proof:?}");
        }
        pass.end();
        assert_eq!(pass.doubt(Proof::End), None);
    }
}
