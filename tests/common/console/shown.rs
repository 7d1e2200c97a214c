use super::call::{Call, text};
use super::dialect::{
    FLAGS, LimitKind, ORGANIZATION_ROLES, OrganizationWords, PagingKind, Pending, ROLES, SpaceKey,
    UserKey, WordKind,
};
use super::state::{Access, Refusal, State, User, Workspace};
use serde_json::{Value, json};

/// How many items a page has.
const PAGE: usize = 3;

/// What answers show, in the words of the dialect.
impl Call {
    fn shown_organization_role(&self, role: &str) -> Value {
        let number = ORGANIZATION_ROLES.iter().position(|it| *it == role);
        match self.dialect.organization_words {
            OrganizationWords::Ours => json!(role),
            OrganizationWords::Numbers => json!(number.map(|number| (number + 1) * 10)),
            OrganizationWords::Capitals => json!(role.to_uppercase()),
        }
    }

    pub(super) fn shown_id(&self, id: u64) -> Value {
        match self.dialect.space {
            SpaceKey::Number => json!(id),
            SpaceKey::Text => json!(format!("ws-{id}")),
        }
    }

    pub(super) fn space(&self, id: u64, space: &Workspace) -> Value {
        let Workspace { name, zone, limit, access } = space;
        let mut shown =
            json!({"id": self.shown_id(id), "name": name, "zone": zone, "seen": access.len()});
        match self.dialect.limit {
            LimitKind::Zero => shown["limit"] = json!(limit.unwrap_or(0)),
            LimitKind::Null => shown["limit"] = json!(limit),
            LimitKind::Switch => {
                shown["contactLimit"] = json!({"enabled": limit.is_some(), "limit": limit});
            }
        }
        shown
    }

    fn shown_role(&self, role: &str) -> Value {
        match self.dialect.words {
            WordKind::Ours => json!(role),
            WordKind::Numbers => {
                json!(ROLES.iter().position(|one| *one == role).map(|position| position + 1))
            }
        }
    }

    pub(super) fn user(&self, email: &str, user: &User) -> Value {
        let role = self.shown_organization_role(&user.role);
        let mut shown = json!({"email": email, "role": role, "seen": 7});
        if self.dialect.invited_at {
            let sent =
                jiff::Timestamp::from_second(1_760_000_000 + user.invited as i64 * 61).unwrap();
            shown["invitedAt"] = json!(sent.to_string());
        }
        match self.dialect.user {
            UserKey::Number => shown["id"] = json!(user.id),
            UserKey::Text => shown["id"] = json!(format!("u-{}", user.id)),
            UserKey::Email => {}
        }
        match self.dialect.pending {
            Pending::Status => {
                shown["status"] = json!(if user.pending { "pending" } else { "active" });
            }
            Pending::Flag => shown["invited"] = json!(user.pending),
            Pending::NoDate if user.pending => {}
            Pending::NoDate => shown["acceptedAt"] = json!("2026-01-01T00:00:00Z"),
        }
        shown
    }

    pub(super) fn members(&self, state: &State, id: &str) -> Result<Value, Refusal> {
        let space = self.space_id(id).and_then(|id| state.workspaces.get(&id));
        let space = space.ok_or((404, "no such space"))?;
        let member = |(email, access): (&String, &Access)| {
            let mut shown = self.user(email, &state.users[email]);
            shown["role"] = self.shown_role(&access.role);
            let has = |word: &str| access.restrictions.contains(word);
            if let Value::Object(fields) = &mut shown {
                fields.remove("invitedAt");
            }
            if self.flags() {
                let flags = FLAGS
                    .iter()
                    .map(|(word, flag, not)| ((*flag).to_owned(), json!(has(word) != *not)));
                shown["flags"] = Value::Object(flags.collect());
            } else {
                shown["restrictions"] = json!(access.restrictions);
            }
            shown
        };
        Ok(self.page(space.access.iter().map(member).collect()))
    }

    pub(super) fn page(&self, items: Vec<Value>) -> Value {
        let all = items.len();
        let number = |name: &str| text(&self.query[name]).parse::<usize>().ok();
        let from: usize = match self.dialect.paging {
            PagingKind::AtOnce => return json!({ "items": items }),
            PagingKind::Page => number("page").map_or(0, |page| (page - 1) * PAGE),
            PagingKind::Offset => number("from").unwrap_or(0),
            PagingKind::Cursor | PagingKind::CursorUrl => {
                let after = self.query["after"].as_str().and_then(|it| it.strip_prefix("at-"));
                after.map_or(0, |it| it.parse().unwrap())
            }
        };
        let items: Vec<_> = items.into_iter().skip(from).take(PAGE).collect();
        let to = from + items.len();
        let more = to < all;
        match self.dialect.paging {
            PagingKind::Page => json!({"items": items, "total": all}),
            PagingKind::Offset => json!({"items": items, "more": more}),
            PagingKind::CursorUrl => {
                let next =
                    more.then(|| format!("https://elsewhere.example/next?size=3&after=at-{to}"));
                json!({"items": items, "next": next})
            }
            _ => json!({"items": items, "next": more.then(|| format!("at-{to}"))}),
        }
    }
}
