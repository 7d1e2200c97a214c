//! A table that is safe to open in a spreadsheet.

use super::words::NOT_KNOWN;
use crate::people::access::{OrganizationAccess, Row, Standing};
use crate::render::escape::visible;

const HEAD: &str = "person,organization,organizationId,workspace,workspaceId,organizationRole,workspaceRole,\
                    restrictions,how,status,pendingSince,lastActive,staff,source\n";

pub(super) fn head() -> String {
    HEAD.to_owned()
}

pub(super) fn organization(access: &OrganizationAccess) -> String {
    let mut out = String::new();
    for row in &access.rows {
        let Row {
            person,
            organization,
            organization_id,
            workspace,
            workspace_id,
            organization_role,
            workspace_role,
            restrictions,
            how,
            status,
            pending_since,
            last_active,
            staff,
            source,
        } = row;
        let last_active = match (last_active, status) {
            (Some(time), _) => time.to_string(),
            (None, Some(Standing::Accepted | Standing::Pending)) => NOT_KNOWN.to_owned(),
            (None, None) => String::new(),
        };
        let own = |text: Option<String>| text.unwrap_or_default();
        let cells = [
            visible(person.as_str()),
            visible(organization),
            visible(&organization_id.to_string()),
            own(workspace.as_ref().map(|name| visible(name.as_str()))),
            own(workspace_id.map(|id| visible(&id.to_string()))),
            own(organization_role.as_deref().map(visible)),
            own(workspace_role.as_deref().map(visible)),
            visible(&restrictions.join(" ")),
            how.word().to_owned(),
            own(status.map(|status| status.to_string())),
            own(pending_since.map(|time| time.to_string())),
            last_active,
            own(staff.map(|staff| staff.to_string())),
            visible(source),
        ];
        for (at, text) in cells.iter().enumerate() {
            if at > 0 {
                out.push(',');
            }
            cell(text, &mut out);
        }
        out.push('\n');
    }
    out
}

/// What a spreadsheet would take for a formula begins with an apostrophe, which makes it a text there.
fn cell(text: &str, out: &mut String) {
    const FORMULA: &[char] = &['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];
    let guard = if text.trim_start().starts_with(FORMULA) { "'" } else { "" };
    if text.contains(['"', ',', ';', '\n', '\r', '\t', '\'']) || !guard.is_empty() {
        out.push('"');
        out.push_str(guard);
        out.push_str(&text.replace('"', "\"\""));
        out.push('"');
    } else {
        out.push_str(text);
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn no_cell_is_a_formula() {
        let cell = |text: &str| {
            let mut out = String::new();
            super::cell(text, &mut out);
            out
        };
        assert_eq!(cell("Support"), "Support");
        assert_eq!(cell("a,b"), "\"a,b\"");
        assert_eq!(cell("say \"hi\""), "\"say \"\"hi\"\"\"");
        for formula in ["=1+1", "+1", "-1", "@x", " =1", "＝1"] {
            assert_eq!(cell(formula), format!("\"'{formula}\""));
        }
    }
}
