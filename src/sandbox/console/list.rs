//! Lists that are asked for with a POST: search, sort, one page.

use super::body;
use crate::sandbox::call::Call;
use crate::sandbox::rules::Refusal;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::cmp::Ordering;

/// What of a list is wanted.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::sandbox) struct Wanted {
    search: String,
    pagination: Pagination,
}

#[derive(Debug, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Pagination {
    page: u64,
    items_per_page: u64,
    sort_by: Vec<String>,
    descending: Vec<bool>,
}

/// One page of a list.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::sandbox) struct Page {
    items: Vec<Value>,
    total_count: usize,
}

impl Default for Pagination {
    fn default() -> Self {
        Self { page: 1, items_per_page: 25, sort_by: Vec::new(), descending: Vec::new() }
    }
}

/// An item of a list: what it is found and sorted by.
pub(super) trait Row {
    /// The item as it goes over the wire.
    fn show(&self) -> Value;
    /// Texts that a search looks in.
    fn texts(&self) -> Vec<&str>;
    /// Sorts by a field; `None` where there is no such field.
    fn compare(&self, other: &Self, field: &str) -> Option<Ordering>;
    /// The last word where all else is the same.
    fn id(&self) -> u64;
}

impl Wanted {
    /// Reads the body of a list call. Other fields than these are the dashboard's own business.
    pub(super) fn read(call: &Call) -> Result<Self, Refusal> {
        let wanted: Self = body::read(call)?;
        if wanted.pagination.page == 0 || wanted.pagination.items_per_page == 0 {
            return Err(Refusal::Malformed("page and itemsPerPage begin at 1".to_owned()));
        }
        Ok(wanted)
    }

    /// Finds, sorts and cuts; a page has at most `cap` items.
    pub(super) fn page<R: Row>(&self, rows: Vec<R>, cap: u64) -> Result<Page, Refusal> {
        let mut rows = self.found(rows);
        self.sort(&mut rows)?;
        let size = self.pagination.items_per_page.min(cap.max(1));
        let skip = (self.pagination.page - 1).saturating_mul(size);
        let skip = usize::try_from(skip).unwrap_or(usize::MAX);
        let take = usize::try_from(size).unwrap_or(usize::MAX);
        let items = rows.iter().skip(skip).take(take).map(Row::show).collect();
        Ok(Page { items, total_count: rows.len() })
    }

    fn found<R: Row>(&self, mut rows: Vec<R>) -> Vec<R> {
        let needle = self.search.trim().to_lowercase();
        if !needle.is_empty() {
            rows.retain(|row| row.texts().iter().any(|it| it.to_lowercase().contains(&needle)));
        }
        rows
    }

    fn sort<R: Row>(&self, rows: &mut [R]) -> Result<(), Refusal> {
        let Pagination { sort_by, descending, .. } = &self.pagination;
        if let Some(first) = rows.first()
            && let Some(field) = sort_by.iter().find(|it| first.compare(first, it).is_none())
        {
            return Err(Refusal::Malformed(format!("sortBy has the unknown field `{field}`")));
        }
        rows.sort_by(|a, b| {
            let by_field = |(place, field): (usize, &String)| {
                let order = a.compare(b, field).unwrap_or(Ordering::Equal);
                if descending.get(place) == Some(&true) { order.reverse() } else { order }
            };
            let mut orders = sort_by.iter().enumerate().map(by_field);
            orders.find(|it| it.is_ne()).unwrap_or_else(|| a.id().cmp(&b.id()))
        });
        Ok(())
    }
}
