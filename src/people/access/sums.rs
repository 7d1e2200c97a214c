use super::Row;
use crate::model::{Email, OrganizationId, OrganizationRole};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeSet;

/// What the rows of one organization add up to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Total {
    /// People with a row.
    pub people: u64,
    /// Admins of the organization among them.
    pub admins: u64,
    /// Everybody in the organization, pending ones too; `None` where that can't be seen.
    pub seats_used: Option<u64>,
    /// What the subscription allows; `None` where there is no limit, or none is known.
    pub seats_bought: Option<u64>,
    /// With `--inactive`: seats that would be free without these people.
    pub seats_freed: Option<u64>,
    /// With `--inactive`: people of whom nobody knows when they were last seen. They have no row.
    pub last_active_not_known: Option<u64>,
}

/// The same, of one organization.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct OrganizationSums {
    /// Its name, as in the rows.
    pub organization: String,
    /// Its id.
    pub organization_id: OrganizationId,
    /// What its rows add up to.
    pub total: Total,
    /// What could not be read whole: then there may be more people than are told.
    pub incomplete: Vec<String>,
}

/// What all rows add up to.
#[derive(Clone, Debug, Default)]
pub struct Sums {
    people: BTreeSet<Box<str>>,
    /// Organizations that were looked at.
    pub organizations: u64,
    total: Total,
    /// Whether one of them has no limit that is known: then all have none together.
    is_open: bool,
    /// Organizations that could not be read whole.
    pub incomplete: u64,
}

impl Sums {
    /// Adds an organization.
    pub fn add(&mut self, rows: &[Row], sums: &OrganizationSums) {
        let add = |all: &mut Option<u64>, one: Option<u64>| {
            *all = one.map_or(*all, |one| Some(all.unwrap_or(0) + one));
        };
        self.organizations += 1;
        self.incomplete += u64::from(!sums.incomplete.is_empty());
        for row in rows {
            if !self.people.contains(row.person.canonical()) {
                self.people.insert(row.person.canonical().into());
            }
        }
        let Total {
            people: _,
            admins,
            seats_used,
            seats_bought,
            seats_freed,
            last_active_not_known,
        } = &sums.total;
        self.total.admins += admins;
        add(&mut self.total.seats_used, *seats_used);
        add(&mut self.total.seats_bought, *seats_bought);
        self.is_open |= seats_bought.is_none();
        add(&mut self.total.seats_freed, *seats_freed);
        add(&mut self.total.last_active_not_known, *last_active_not_known);
    }

    /// All together: people once each, whatever they are in.
    #[must_use]
    pub fn total(&self) -> Total {
        let seats_bought = self.total.seats_bought.filter(|_| !self.is_open);
        Total { people: self.people.len() as u64, seats_bought, ..self.total.clone() }
    }
}

/// People and admins of these rows, each once.
pub(super) fn count(rows: &[Row]) -> (u64, u64) {
    let admin = OrganizationRole::Admin.word();
    let is_admin = |row: &&Row| row.organization_role.as_deref() == Some(admin);
    let distinct = |rows: &mut dyn Iterator<Item = &Row>| {
        rows.map(|row| &row.person).collect::<BTreeSet<&Email>>().len() as u64
    };
    (distinct(&mut rows.iter()), distinct(&mut rows.iter().filter(is_admin)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seats_of_an_organization_without_a_limit_are_of_no_number() {
        let mut sums = Sums::default();
        let mut add = |used, bought| {
            let total = Total { seats_used: used, seats_bought: bought, ..Total::default() };
            let organization_id = OrganizationId::new(1);
            let one = OrganizationSums {
                organization: "o".to_owned(),
                organization_id,
                total,
                incomplete: Vec::new(),
            };
            sums.add(&[], &one);
            (sums.total().seats_used, sums.total().seats_bought)
        };
        assert_eq!(add(Some(5), Some(10)), (Some(5), Some(10)));
        assert_eq!(add(Some(2), Some(4)), (Some(7), Some(14)));
        assert_eq!(add(Some(100), None), (Some(107), None));
    }
}
