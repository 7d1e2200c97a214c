use std::fmt::Write as _;

/// How a console speaks: one choice for each way in which consoles differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Dialect {
    pub(crate) user: UserKey,
    /// How many people one call adds; `None`: as many as there are.
    pub(crate) people_per_call: Option<usize>,
    /// Writes replace the object: what they leave out is a refusal.
    pub(crate) replaces: bool,
    pub(crate) inside: Inside,
    pub(crate) words: WordKind,
    pub(crate) pending: Pending,
    pub(crate) restrictions: RestrictionKind,
    pub(crate) paging: PagingKind,
    /// Bodies are forms.
    pub(crate) forms: bool,
}

/// What users are called by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum UserKey {
    Number,
    Text,
    Email,
}

/// How a call says which workspace it is inside of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Inside {
    Path,
    Header,
    Query,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WordKind {
    Ours,
    Numbers,
}

/// How somebody who has not accepted is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pending {
    Status,
    Flag,
    NoDate,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RestrictionKind {
    List,
    Flags,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PagingKind {
    AtOnce,
    Page,
    Offset,
    Cursor,
}

pub(super) const ROLES: [&str; 3] = ["owner", "manager", "agent"];

impl Dialect {
    /// Much like the built-in one.
    pub(crate) const PLAIN: Self = Self {
        user: UserKey::Number,
        people_per_call: None,
        replaces: false,
        inside: Inside::Path,
        words: WordKind::Ours,
        pending: Pending::Status,
        restrictions: RestrictionKind::List,
        paging: PagingKind::Page,
        forms: false,
    };

    /// Adds people one by one, says the workspace in a header, and speaks in numbers.
    pub(crate) const ONE_BY_ONE: Self = Self {
        user: UserKey::Text,
        people_per_call: Some(1),
        inside: Inside::Header,
        words: WordKind::Numbers,
        pending: Pending::NoDate,
        paging: PagingKind::AtOnce,
        ..Self::PLAIN
    };

    /// Every change replaces the object; restrictions are flags.
    pub(crate) const REPLACING: Self = Self {
        replaces: true,
        inside: Inside::Query,
        pending: Pending::Flag,
        restrictions: RestrictionKind::Flags,
        paging: PagingKind::Offset,
        ..Self::PLAIN
    };

    /// Knows people by address alone, and takes forms.
    pub(crate) const BY_EMAIL: Self = Self {
        user: UserKey::Email,
        people_per_call: Some(1),
        restrictions: RestrictionKind::Flags,
        paging: PagingKind::Cursor,
        forms: true,
        ..Self::PLAIN
    };

    /// One of all that there are; the same number is always the same one.
    pub(crate) fn number(mut number: usize) -> Self {
        let mut pick = |of: usize| {
            let picked = number % of;
            number /= of;
            picked
        };
        let forms = pick(2) == 1;
        let restrictions = if forms {
            RestrictionKind::Flags
        } else {
            [RestrictionKind::List, RestrictionKind::Flags][pick(2)]
        };
        Self {
            user: [UserKey::Number, UserKey::Text, UserKey::Email][pick(3)],
            people_per_call: if forms { Some(1) } else { [None, Some(1), Some(2)][pick(3)] },
            replaces: !forms && pick(2) == 1,
            inside: [Inside::Path, Inside::Header, Inside::Query][pick(3)],
            words: [WordKind::Ours, WordKind::Numbers][pick(2)],
            pending: [Pending::Status, Pending::Flag, Pending::NoDate][pick(3)],
            restrictions,
            paging: [PagingKind::AtOnce, PagingKind::Page, PagingKind::Offset, PagingKind::Cursor]
                [pick(4)],
            forms,
        }
    }

    /// The Platform that says how it speaks, under this name.
    pub(crate) fn profile(&self, name: &str) -> String {
        let mut out = format!(
            "apiVersion: rolecall/v1\nkind: Platform\nmetadata: {{name: {name}}}\nspec:\n  baseUrl: https://console.example\n  headers: {{Authorization: 'Bearer {{token}}', tenant: '{{organization}}'}}\n  rate: {{perSecond: 500}}\n  pageSize: 3\n  messages: [/error]\n"
        );
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
        let id = if self.user == UserKey::Email { "" } else { "id: /id, " };
        let status = match self.pending {
            Pending::Status => "status: /status",
            Pending::Flag => "status: /invited",
            Pending::NoDate => "status: {pendingWhenMissing: /acceptedAt}",
        };
        let restrictions = match self.restrictions {
            RestrictionKind::List => "restrictions: /restrictions",
            RestrictionKind::Flags => {
                "restrictions: {flags: {show_only_mine: /flags/onlyMine, restrict_data_export: {not: /flags/canExport}}}"
            }
        };
        let set = match self.restrictions {
            RestrictionKind::List => "restrictions: '{restrictions}'",
            RestrictionKind::Flags => {
                "flags: {onlyMine: '{restriction.show_only_mine}', canExport: '{not restriction.restrict_data_export}'}"
            }
        };
        let (page, query) = match self.paging {
            PagingKind::AtOnce => ("{by: none}", ""),
            PagingKind::Page => ("{by: page, total: /total}", "page: '{page}', size: '{pageSize}'"),
            PagingKind::Offset => ("{by: offset, more: /more}", "from: '{offset}'"),
            PagingKind::Cursor => ("{by: cursor, next: /next}", "after: '{cursor}'"),
        };
        let list = |path: &str, answer: &str, rest: &str| {
            let extra = if self.inside == Inside::Query && path == "/members" {
                "space: '{workspace}'"
            } else {
                ""
            };
            let query: Vec<_> = [query, extra].into_iter().filter(|one| !one.is_empty()).collect();
            let (path, headers) = self.inside(path);
            format!(
                "method: GET\npath: {path}\n{headers}query: {{{}}}\npaging: {page}\nanswer: {{items: /items, {answer}}}\n{rest}",
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
        let merge = |read: &str| match self.replaces {
            true => format!("merge: {{read: {read}, drop: [/seen]}}\n"),
            false => String::new(),
        };
        let already = "alreadySo: [{status: 409}]";
        let item = format!("{{email: '{{email}}', role: '{{role}}', {set}}}");
        let people = match self.people_per_call {
            None => format!("{{people: {{each: users, item: {item}}}}}"),
            Some(1) => item,
            Some(most) => format!("{{people: {{each: users, max: {most}, item: {item}}}}}"),
        };
        // Headers are no part of the heir's way: a DELETE takes a query.
        let heir = match (self.user, self.inside) {
            (UserKey::Email, Inside::Query) => {
                "query: {space: '{workspace}', heir: '{reassignToEmail}'}"
            }
            (UserKey::Email, _) => "query: {heir: '{reassignToEmail}'}",
            (_, Inside::Query) => "query: {space: '{workspace}', heir: '{reassignTo}'}",
            (..) => "query: {heir: '{reassignTo}'}",
        };
        let revoke = {
            let (path, headers) = self.inside(&format!("/members/{user}"));
            format!("method: DELETE\npath: {path}\n{headers}{heir}")
        };
        let limit = "contactLimit: {at: /limit, unlimitedWhen: [0]}";
        vec![
            ("getOrganization", "method: GET\npath: /org\nanswer: {name: /org/name, isResellerPartner: {literal: true}, workspaceLimit: {literal: null}, userLimit: {literal: null}}".to_owned()),
            ("updateOrganization", write("PUT", "/org", &format!("{}body: {{name: '{{name}}'}}", merge("getOrganization")))),
            ("listOrganizationUsers", list("/people", &format!("{id}email: /email, role: /role, {status}"), "showsPending: true")),
            ("inviteOrganizationUser", write("POST", "/people", &format!("body: {{email: '{{email}}', role: '{{role}}'}}\n{already}"))),
            ("changeOrganizationRole", write("PUT", &format!("/people/{user}"), &format!("{}body: {{role: '{{role}}'}}", merge("listOrganizationUsers")))),
            ("removeOrganizationUser", write("DELETE", &format!("/people/{user}"), "")),
            ("resendInvitation", write("POST", &format!("/people/{user}/resend"), "")),
            ("listWorkspaces", list("/spaces", &format!("id: /id, name: /name, timezone: /zone, {limit}"), "")),
            ("createWorkspace", write("POST", "/spaces", &format!("body: {{name: '{{name}}', zone: '{{timezone}}'}}\nanswer: {{workspace: /id}}\n{already}"))),
            ("addWorkspaceUsers", write("POST", "/members", &format!("body: {people}\n{already}"))),
            ("updateWorkspace", write("PUT", "/spaces/{workspace}", &format!("{}body: {{name: '{{name}}', zone: '{{timezone}}', limit: '{{contactLimit}}'}}", merge("listWorkspaces")))),
            ("deleteWorkspace", write("DELETE", "/spaces/{workspace}", "")),
            ("listWorkspaceUsers", list("/members", &format!("{id}email: /email, role: /role, {status}, {restrictions}"), "showsPending: true")),
            ("changeWorkspaceAccess", write("PUT", &format!("/members/{user}"), &format!("{}body: {{role: '{{role}}', {set}}}", merge("listWorkspaceUsers")))),
            ("revokeWorkspaceAccess", revoke),
        ]
    }

    /// The path of a call, and the header that says which workspace it is inside of.
    fn inside(&self, path: &str) -> (String, &'static str) {
        match self.inside {
            Inside::Path if path.starts_with("/members") => {
                (format!("'/spaces/{{workspace}}{path}'"), "")
            }
            Inside::Header if path.starts_with("/members") => {
                (format!("'{path}'"), "headers: {botid: '{workspace}'}\n")
            }
            _ => (format!("'{path}'"), ""),
        }
    }
}
