use crate::model::Email;
use std::borrow::Borrow;
use std::cell::RefCell;
use std::collections::HashSet;
use std::hash::{Hash, Hasher};

/// So many are known at a time: those of a large organization, which has each in many lists.
const MOST: usize = 4096;

/// Addresses that were read and found right, so that each is checked and kept once however many lists have it. Of
/// plain ASCII alone: about others there may be something to tell, at each place.
#[derive(Default)]
pub(crate) struct Addresses(RefCell<HashSet<Written>>);

/// An address as it was written: its case counts.
struct Written(Email);

impl Addresses {
    /// The address that is written like this.
    pub(crate) fn get(&self, text: &str) -> Option<Email> {
        self.0.borrow().get(text).map(|Written(email)| email.clone())
    }

    pub(crate) fn add(&self, email: &Email) {
        if !email.as_str().bytes().all(|b| b.is_ascii_graphic()) {
            return;
        }
        let mut known = self.0.borrow_mut();
        if known.len() == MOST {
            known.clear();
        }
        known.insert(Written(email.clone()));
    }
}

impl Borrow<str> for Written {
    fn borrow(&self) -> &str {
        self.0.as_str()
    }
}

impl Hash for Written {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.as_str().hash(state);
    }
}

impl PartialEq for Written {
    fn eq(&self, other: &Self) -> bool {
        self.0.as_str() == other.0.as_str()
    }
}

impl Eq for Written {}
