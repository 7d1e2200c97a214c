//! The Platform that says how a console speaks.

use super::dialect::{
    Dialect, FLAGS, HeirIn, Inside, LimitKind, Mark, ORGANIZATION_ROLES, OrganizationWords,
    PagingKind, Pending, RestrictionKind, UserKey, WordKind,
};
use std::fmt::Write as _;

impl Dialect {
    /// The Platform that says how it speaks, under this name.
    pub(crate) fn profile(&self, name: &str) -> String {
        let tenant = if self.organization_in_path { "" } else { ", tenant: '{organization}'" };
        let mut out = format!(
            "apiVersion: rolecall/v1\nkind: Platform\nmetadata: {{name: {name}}}\nspec:\n  baseUrl: https://console.example\n  headers: {{Authorization: 'Bearer {{token}}'{tenant}}}\n  rate: {{perSecond: 500}}\n  pageSize: 3\n  messages: [/error]\n"
        );
        match self.mark {
            Mark::Status => {}
            Mark::Word => out.push_str("  success: {at: /state, is: fine}\n"),
            Mark::InBody => out.push_str("  success: {at: /ok, is: true}\n"),
        }
        out.push_str("  words:\n");
        let statuses = match self.pending {
            Pending::Flag => "{active: false, pending: true}",
            _ => "{active: active, pending: pending}",
        };
        let _ = writeln!(out, "    statuses: {statuses}");
        if self.words == WordKind::Numbers {
            out.push_str(
                "    workspaceRoles: {owner: 1, manager: 2, agent: {send: 3, read: [3, '3']}}\n",
            );
        }
        let words = ORGANIZATION_ROLES.iter().enumerate().map(|(number, role)| {
            match self.organization_words {
                OrganizationWords::Ours => format!("{role}: {role}"),
                OrganizationWords::Numbers => format!("{role}: {}", (number + 1) * 10),
                OrganizationWords::Capitals => {
                    format!("{role}: {{send: {role}, read: [{}]}}", role.to_uppercase())
                }
            }
        });
        let _ =
            writeln!(out, "    organizationRoles: {{{}}}", words.collect::<Vec<_>>().join(", "));
        out.push_str("  operations:\n");
        for (operation, says) in self.operations() {
            let _ = writeln!(out, "    {operation}:\n      evidence: recorded");
            for line in says.lines() {
                let _ = writeln!(out, "      {}", line.trim());
            }
        }
        out
    }

    fn operations(&self) -> Vec<(&'static str, String)> {
        let user = match self.user {
            UserKey::Email => "{email}",
            _ => "{user}",
        };
        let data = if self.envelope { "/data" } else { "" };
        let id = if self.user == UserKey::Email { "" } else { "id: /id, " };
        let invited = if self.invited_at { ", invitedAt: /invitedAt" } else { "" };
        let status = match self.pending {
            Pending::Status => "status: /status",
            Pending::Flag => "status: /invited",
            Pending::NoDate => "status: {pendingWhenMissing: /acceptedAt}",
        };
        let restrictions = match self.restrictions {
            RestrictionKind::List => "restrictions: /restrictions".to_owned(),
            RestrictionKind::Flags => {
                let flag = |(word, flag, not): &(&str, &str, bool)| match not {
                    true => format!("{word}: {{not: /flags/{flag}}}"),
                    false => format!("{word}: /flags/{flag}"),
                };
                let flags = FLAGS.iter().map(flag).collect::<Vec<_>>().join(", ");
                format!("restrictions: {{flags: {{{flags}}}}}")
            }
        };
        let set = match self.restrictions {
            RestrictionKind::List => "restrictions: '{restrictions}'".to_owned(),
            RestrictionKind::Flags => {
                let flag = |(word, flag, not): &(&str, &str, bool)| {
                    let not = if *not { "not " } else { "" };
                    format!("{flag}: '{{{not}restriction.{word}}}'")
                };
                format!("flags: {{{}}}", FLAGS.iter().map(flag).collect::<Vec<_>>().join(", "))
            }
        };
        let (page, query) = match self.paging {
            PagingKind::AtOnce => ("{by: none}".to_owned(), ""),
            PagingKind::Page => {
                (format!("{{by: page, total: {data}/total}}"), "page: '{page}', size: '{pageSize}'")
            }
            PagingKind::Offset => {
                (format!("{{by: offset, more: {data}/more}}"), "from: '{offset}'")
            }
            PagingKind::Cursor => {
                (format!("{{by: cursor, next: {data}/next}}"), "after: '{cursor}'")
            }
            PagingKind::CursorUrl => (
                format!("{{by: cursor, next: {data}/next, parameter: after}}"),
                "after: '{cursor}'",
            ),
        };
        let list = |path: &str, answer: &str, rest: &str| {
            let extra = if self.inside == Inside::Query && path == "/members" {
                "space: '{workspace}'"
            } else {
                ""
            };
            let (method, body, query) = match self.posts_lists {
                true => ("POST", format!("body: {{search: '', {query}}}\n"), ""),
                false => ("GET", String::new(), query),
            };
            let query: Vec<_> = [query, extra].into_iter().filter(|one| !one.is_empty()).collect();
            let path = if self.posts_lists { format!("{path}/list") } else { path.to_owned() };
            let (path, headers) = self.inside(&path);
            format!(
                "method: {method}\npath: {path}\n{headers}query: {{{}}}\n{body}paging: {page}\nanswer: {{items: {data}/items, {answer}}}\n{rest}",
                query.join(", ")
            )
        };
        let write = |method: &str, path: &str, rest: &str| {
            let query = if self.inside == Inside::Query && path.starts_with("/members") {
                "query: {space: '{workspace}'}\n"
            } else {
                ""
            };
            let (path, headers) = self.inside(path);
            let encoding = if self.forms { "encoding: form\n" } else { "" };
            format!("method: {method}\npath: {path}\n{headers}{query}{encoding}{rest}")
        };
        let merge = |read: &str, own: &str| match (self.replaces, self.under) {
            (true, true) => format!(
                "merge: {{read: {read}, under: /object, drop: [/seen]}}\nbody: {{object: {{{own}}}}}"
            ),
            (true, false) => format!("merge: {{read: {read}, drop: [/seen]}}\nbody: {{{own}}}"),
            (false, _) => format!("body: {{{own}}}"),
        };
        let already = if self.mark == Mark::InBody { "" } else { "alreadySo: [{status: 409}]" };
        let item = format!("{{email: '{{email}}', role: '{{role}}', {set}}}");
        let people = match self.people_per_call {
            None => format!("{{people: {{each: users, item: {item}}}}}"),
            Some(1) if self.lists_of_one => format!("{{people: [{item}]}}"),
            Some(1) => item,
            Some(most) => format!("{{people: {{each: users, max: {most}, item: {item}}}}}"),
        };
        let heir = match self.user {
            UserKey::Email => "{reassignToEmail}",
            _ => "{reassignTo}",
        };
        let revoke = {
            let (path, headers) = self.inside(&format!("/members/{user}"));
            let space = (self.inside == Inside::Query).then(|| "space: '{workspace}'".to_owned());
            let (query, body) = match self.heir {
                HeirIn::Query => (Some(format!("heir: '{heir}'")), String::new()),
                HeirIn::Body => (None, format!("body: {{heir: '{heir}'}}")),
            };
            let query: Vec<_> = space.into_iter().chain(query).collect();
            format!(
                "method: DELETE\npath: {path}\n{headers}query: {{{}}}\n{body}",
                query.join(", ")
            )
        };
        let (limit, limits) = match self.limit {
            LimitKind::Zero => {
                ("contactLimit: {at: /limit, unlimitedWhen: [0]}", "limit: '{contactLimit}'")
            }
            LimitKind::Null => ("contactLimit: /limit", "limit: '{contactLimit}'"),
            LimitKind::Switch => (
                "contactLimit: /contactLimit/limit, contactLimitEnabled: /contactLimit/enabled",
                "contactLimit: {enabled: '{contactLimitEnabled}', limit: '{contactLimit}'}",
            ),
        };
        let change = |own: &str| format!("name: '{{name}}', zone: '{{timezone}}', {own}");
        vec![
            (
                "getOrganization",
                format!(
                    "method: GET\npath: {}\nanswer: {{name: {data}/org/name, isResellerPartner: {{literal: true}}, workspaceLimit: {{literal: null}}, userLimit: {{literal: null}}}}",
                    self.inside("/org").0
                ),
            ),
            (
                "updateOrganization",
                write("PUT", "/org", &merge("getOrganization", "name: '{name}'")),
            ),
            (
                "listOrganizationUsers",
                list(
                    "/people",
                    &format!("{id}email: /email, role: /role, {status}{invited}"),
                    "showsPending: true",
                ),
            ),
            (
                "inviteOrganizationUser",
                write(
                    "POST",
                    "/people",
                    &format!(
                        "body: {{email: '{{email}}', role: '{{role}}', source: dialog}}\n{already}"
                    ),
                ),
            ),
            (
                "changeOrganizationRole",
                write(
                    "PUT",
                    &format!("/people/{user}"),
                    &merge("listOrganizationUsers", "role: '{role}'"),
                ),
            ),
            ("removeOrganizationUser", write("DELETE", &format!("/people/{user}"), "")),
            ("resendInvitation", write("POST", &format!("/people/{user}/resend"), "")),
            (
                "listWorkspaces",
                list("/spaces", &format!("id: /id, name: /name, timezone: /zone, {limit}"), ""),
            ),
            (
                "createWorkspace",
                write(
                    "POST",
                    "/spaces",
                    &format!(
                        "body: {{name: '{{name}}', zone: '{{timezone}}'}}\nanswer: {{workspace: {data}/id}}\n{already}"
                    ),
                ),
            ),
            ("addWorkspaceUsers", write("POST", "/members", &format!("body: {people}\n{already}"))),
            (
                "updateWorkspace",
                write("PUT", "/spaces/{workspace}", &merge("listWorkspaces", &change(limits))),
            ),
            ("deleteWorkspace", write("DELETE", "/spaces/{workspace}", "")),
            (
                "listWorkspaceUsers",
                list(
                    "/members",
                    &format!("{id}email: /email, role: /role, {status}, {restrictions}"),
                    "showsPending: true",
                ),
            ),
            (
                "changeWorkspaceAccess",
                write(
                    "PUT",
                    &format!("/members/{user}"),
                    &merge("listWorkspaceUsers", &format!("role: '{{role}}', {set}")),
                ),
            ),
            ("revokeWorkspaceAccess", revoke),
        ]
    }

    /// The path of a call, and the header that says which workspace it is inside of.
    fn inside(&self, path: &str) -> (String, &'static str) {
        let prefix = self.prefix();
        match self.inside {
            Inside::Path if path.starts_with("/members") => {
                (format!("'{prefix}/spaces/{{workspace}}{path}'"), "")
            }
            Inside::Header if path.starts_with("/members") => {
                (format!("'{prefix}{path}'"), "headers: {botid: '{workspace}'}\n")
            }
            _ => (format!("'{prefix}{path}'"), ""),
        }
    }
}
