//! A live organization as the manifest that a person would have written: ids pinned, what is the default left
//! out, sorted, groups recognised. Planning with it finds nothing to do.
//!
//! | file | owns |
//! |---|---|
//! | `draft` | what is said, and what can't be |
//! | `people` | who is listed, alone or through a group |
//! | `page` | how it is laid out |

mod draft;
mod page;
mod people;

use super::project::{FILE as PROJECT_FILE, Project};
use crate::model::{Email, OrganizationId, Slug, Snapshot};
use std::collections::{BTreeMap, BTreeSet};

/// The people of each group of the Project.
pub type Groups = BTreeMap<Slug, BTreeSet<Email>>;

/// How a snapshot is to be written down.
#[derive(Clone, Debug)]
pub struct Request<'a> {
    /// `metadata.name` of the manifest.
    pub name: Slug,
    /// The credential that reads the organization; `default` is left out.
    pub credentials: &'a str,
    /// What the manifest may leave out: the Project's time zone and its floor of admins.
    pub project: &'a Project,
    /// Groups that may stand for their people.
    pub groups: &'a Groups,
    /// Where editors find the schema, relative to the manifest or as a URL.
    pub schema: Option<&'a str>,
}

/// Writes a snapshot down as the text of an Organization manifest. What a manifest can't say stands in it as a
/// comment, and is left alone by plans. The same bytes every time.
#[must_use]
pub fn import(snapshot: &Snapshot, request: &Request<'_>) -> String {
    page::page(&draft::draft(snapshot, request), request)
}

/// The name for a manifest of this organization: its name in lower-case letters, digits and dashes, or
/// `organization-<id>` where nothing is left of it, or where its file would be called as the Project's.
#[must_use]
pub fn name_for(id: OrganizationId, display_name: Option<&str>) -> Slug {
    let is_free = |name: &Slug| format!("{name}.yaml") != PROJECT_FILE;
    let name = slug(display_name.unwrap_or_default()).filter(is_free);
    match name.or_else(|| slug(&format!("organization-{id}"))) {
        Some(name) => name,
        None => unreachable!("`organization` is left of it, whatever the id is"),
    }
}

/// What of a text can stand in a name.
fn slug(text: &str) -> Option<Slug> {
    const LONGEST: usize = 60;
    let mut name = String::new();
    for c in text.to_lowercase().chars() {
        match c {
            'a'..='z' | '0'..='9' if name.len() < LONGEST => name.push(c),
            // Part of the word: `Ana's` is `anas`.
            '\'' | '’' => {}
            _ if !name.is_empty() && !name.ends_with('-') => name.push('-'),
            _ => {}
        }
    }
    Slug::parse(name.trim_end_matches('-')).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_for_manifests() {
        let name = |text| name_for(OrganizationId::new(7), text).to_string();
        assert_eq!(name(Some("Acme Dental")), "acme-dental");
        assert_eq!(name(Some("  Ana's  Café & Co. ")), "anas-caf-co");
        assert_eq!(name(Some("☂☂")), "organization-7");
        let long = "long name ".repeat(30);
        assert_eq!(name(Some(&long)).len(), 59);
        assert_eq!(name(None), "organization-7");
        assert_eq!(name(Some("Rolecall")), "organization-7");
    }

    #[test]
    fn an_id_that_is_a_text_has_a_name_too() {
        let name = |id| name_for(OrganizationId::of_text(id).unwrap(), None).to_string();
        assert_eq!(name("Org_7/x"), "organization-org-7-x");
        assert_eq!(name("../.."), "organization");
        assert_eq!(name(&"x".repeat(255)).len(), 60);
    }
}
