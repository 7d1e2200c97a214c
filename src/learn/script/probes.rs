use crate::model::{Email, OrganizationId};

/// How many people the script needs.
const PEOPLE: usize = 7;

/// The values of one script. Each is unlike every other one, and none has the digits of the organization's id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Probes {
    /// Addresses for people.
    pub(super) people: Vec<Email>,
    /// Names for workspaces: before, after.
    pub(super) workspaces: [[String; 2]; 2],
    /// Contact limits.
    pub(super) limits: [u64; 2],
    /// A name for the organization.
    pub(super) organization: String,
}

/// Why a text gives no addresses for a script.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidProbe {
    /// Nothing in it makes one address unlike another.
    #[error("`{0}` has no `{{n}}` in it, so that all people would have one address")]
    NoNumber(String),
    /// It makes no addresses.
    #[error("`{0}` makes no e-mail address")]
    NoAddress(String),
}

impl Probes {
    /// From an address with `{n}` in it. `tag` is any number; scripts with other tags have other values.
    ///
    /// # Errors
    /// [`InvalidProbe`].
    pub fn new(email: &str, organization: OrganizationId, tag: u64) -> Result<Self, InvalidProbe> {
        if !email.contains("{n}") {
            return Err(InvalidProbe::NoNumber(email.to_owned()));
        }
        let mut numbers = Numbers { next: tag, taken: vec![organization.to_string()] };
        let person = |number: u64| {
            let address = email.replace("{n}", &number.to_string());
            Email::parse(&address).map_err(|_| InvalidProbe::NoAddress(email.to_owned()))
        };
        let people = (0..PEOPLE).map(|_| person(numbers.of(100..1_000)));
        let people = people.collect::<Result<_, _>>()?;
        let limits = [numbers.of(10_000..90_000), numbers.of(10_000..90_000)];
        let code = numbers.of(0x1000..0xffff);
        let name = |word: &str| format!("rolecall {code:x} {word}");
        Ok(Self {
            people,
            limits,
            workspaces: [[name("one"), name("three")], [name("two"), name("four")]],
            organization: name("organization"),
        })
    }
}

/// Numbers that look accidental, none twice.
struct Numbers {
    next: u64,
    taken: Vec<String>,
}

impl Numbers {
    fn of(&mut self, range: std::ops::Range<u64>) -> u64 {
        loop {
            // Knuth's multiplier for linear congruences; the high bits are the good ones.
            self.next = self.next.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let number = range.start + (self.next >> 33) % (range.end - range.start);
            let digits = number.to_string();
            if !self.taken.iter().any(|one| one.contains(&digits) || digits.contains(one)) {
                self.taken.push(digits);
                return number;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_value_is_unlike_every_other_one_and_unlike_the_id() {
        for tag in 0..200 {
            let id = OrganizationId::new(239_021 + tag);
            let probes = Probes::new("qa+{n}@agency.example", id, tag).unwrap();
            let people = probes.people.iter().map(ToString::to_string);
            let limits = probes.limits.iter().map(ToString::to_string);
            let names = probes.workspaces.iter().flatten().cloned();
            let all: Vec<_> = people.chain(limits).chain(names).collect();
            let distinct: BTreeSet<_> = all.iter().collect();
            assert_eq!(distinct.len(), PEOPLE + 2 + 4);
            assert!(probes.limits.iter().all(|limit| !id.to_string().contains(&limit.to_string())));
        }
    }

    #[test]
    fn an_address_needs_a_place_for_the_number() {
        let new = |text| Probes::new(text, OrganizationId::new(1), 1);
        assert!(matches!(new("qa@agency.example"), Err(InvalidProbe::NoNumber(_))));
        assert!(matches!(new("qa{n}"), Err(InvalidProbe::NoAddress(_))));
    }
}
