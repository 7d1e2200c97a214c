//! What each step changes, as a console of this dialect is told.

use super::*;

impl Page<'_> {
    pub(super) fn change(&mut self, step: &Step) {
        let values = &step.values;
        let user = values.user.as_ref().map(|it| it.as_str().to_owned());
        let key = user.as_deref().map(|email| self.key(email)).unwrap_or_default();
        let role = values.role.map(|role| role.to_string());
        match step.operation {
            Operation::UpdateOrganization => {
                let mut body = json!({"name": values.name});
                if self.dialect.replaces {
                    body["plan"] = json!("pro");
                }
                self.put("/org", None, body);
            }
            Operation::InviteOrganizationUser => {
                let role = self.organization_word(&role.unwrap());
                let body = json!({"email": values.email, "role": role, "source": "dialog"});
                self.send("POST", "/people", &[], None, Some(body));
            }
            Operation::ChangeOrganizationRole => {
                let email = user.unwrap();
                let mut body = self.whole(&self.users.clone(), &email);
                body["role"] = self.organization_word(&role.unwrap());
                self.put(&format!("/people/{}", encoded(&key)), None, body);
            }
            Operation::RemoveOrganizationUser => {
                self.send("DELETE", &format!("/people/{}", encoded(&key)), &[], None, None);
            }
            Operation::ResendInvitation => {
                self.send("POST", &format!("/people/{}/resend", encoded(&key)), &[], None, None);
            }
            Operation::CreateWorkspace => {
                let body = json!({"name": values.name, "zone": values.timezone});
                self.send("POST", "/spaces", &[], None, Some(body));
            }
            Operation::AddWorkspaceUsers => self.add(step),
            Operation::UpdateWorkspace => self.update(step),
            Operation::DeleteWorkspace => {
                let id = self.space_id(values.workspace.as_deref().unwrap());
                self.send("DELETE", &format!("/spaces/{}", encoded(&id)), &[], None, None);
            }
            Operation::ChangeWorkspaceAccess => self.access(step, &user.unwrap(), &key),
            Operation::RevokeWorkspaceAccess => {
                let id = self.space_id(values.workspace.as_deref().unwrap());
                let heir = values.reassign_to.as_ref().map(|it| self.key(it.as_str()));
                let path = format!("/members/{}", encoded(&key));
                match self.dialect.heir {
                    HeirIn::Query => {
                        let query: Vec<_> =
                            heir.map(|heir| ("heir".to_owned(), heir)).into_iter().collect();
                        self.send("DELETE", &path, &query, Some(&id), None);
                    }
                    HeirIn::Body => {
                        let body = heir.map(|heir| json!({"heir": self.typed(heir)}));
                        self.send("DELETE", &path, &[], Some(&id), body);
                    }
                }
            }
            _ => panic!("{} is no change", step.operation),
        }
    }

    fn add(&mut self, step: &Step) {
        let id = self.space_id(step.values.workspace.as_deref().unwrap());
        let item = |page: &Self, person: &rolecall::learn::script::Person| {
            let restrictions: Vec<_> = person.restrictions.iter().map(|it| it.word()).collect();
            let mut item = json!({"email": person.email, "role": page.word(person.role.word())});
            page.restrict(&mut item, &restrictions);
            if restrictions.is_empty() && page.dialect.restrictions == RestrictionKind::List {
                item.as_object_mut().unwrap().remove("restrictions");
            }
            item
        };
        let people: Vec<_> = step.values.users.iter().map(|person| item(self, person)).collect();
        let most = self.dialect.people_per_call.unwrap_or(usize::MAX);
        for some in people.chunks(most.min(people.len())) {
            let body = match some {
                [one] if most == 1 && !self.dialect.lists_of_one => one.clone(),
                several => json!({ "people": several }),
            };
            self.send("POST", "/members", &[], Some(&id), Some(body));
        }
    }

    fn update(&mut self, step: &Step) {
        let values = &step.values;
        let name = values.workspace.as_deref().unwrap();
        let id = self.space_id(name);
        let mut body = match self.dialect.replaces {
            true => {
                let mut object =
                    self.spaces.iter().find(|it| plain(&it["id"]) == id).unwrap().clone();
                object.as_object_mut().unwrap().remove("seen");
                object
            }
            false => json!({}),
        };
        if let Some(name) = &values.name {
            body["name"] = json!(name);
        }
        if let Some(zone) = &values.timezone {
            body["zone"] = json!(zone);
        }
        if let Some(limit) = &values.contact_limit {
            let number = match limit {
                ContactLimit::Limited(number) => Some(number.get()),
                ContactLimit::Unlimited => None,
            };
            match self.dialect.limit {
                LimitKind::Zero => body["limit"] = json!(number.unwrap_or(0)),
                LimitKind::Null => body["limit"] = json!(number),
                LimitKind::Switch => {
                    body["contactLimit"] = json!({"enabled": number.is_some(), "limit": number});
                }
            }
        }
        self.put(&format!("/spaces/{}", encoded(&id)), None, body);
        if let Some(new) = &values.name
            && let Some(space) = self.spaces.iter_mut().find(|it| plain(&it["id"]) == id)
        {
            space["name"] = json!(new);
        }
    }

    fn access(&mut self, step: &Step, email: &str, key: &str) {
        let values = &step.values;
        let id = self.space_id(values.workspace.as_deref().unwrap());
        let there = self.list_quietly(&id);
        let before = there.iter().find(|it| it["email"] == email).unwrap().clone();
        let restrictions: Vec<_> =
            values.restrictions.iter().flatten().map(|it| it.word()).collect();
        let role = self.word(&values.role.unwrap().to_string());
        let mut set = json!({});
        self.restrict(&mut set, &restrictions);
        let mut body = match self.dialect.replaces {
            true => self.whole(&there, email),
            false => json!({}),
        };
        let field = if self.dialect.restrictions == RestrictionKind::Flags {
            "flags"
        } else {
            "restrictions"
        };
        if self.dialect.replaces || before["role"] != role {
            body["role"] = role;
        }
        if self.dialect.replaces || !alike(&before[field], &set[field]) {
            body[field] = set[field].take();
        }
        self.put(&format!("/members/{}", encoded(key)), Some(&id), body);
    }

    /// What a page has of a list without asking for it again: it was shown just before.
    pub(super) fn list_quietly(&mut self, id: &str) -> Vec<Value> {
        let (tape, clock) = (std::mem::take(&mut self.tape), self.clock);
        let items = self.list("/members", Some(id));
        (self.tape, self.clock) = (tape, clock);
        items
    }

    /// Somebody as the list shows them, where a change is to carry all that; else nothing.
    pub(super) fn whole(&self, list: &[Value], email: &str) -> Value {
        if !self.dialect.replaces {
            return json!({});
        }
        let mut object = list.iter().find(|it| it["email"] == email).unwrap().clone();
        object.as_object_mut().unwrap().remove("seen");
        object
    }

    fn restrict(&self, item: &mut Value, restrictions: &[&str]) {
        match self.dialect.restrictions {
            RestrictionKind::List => item["restrictions"] = json!(restrictions),
            RestrictionKind::Flags => {
                let flags = FLAGS.iter().map(|(word, flag, not)| {
                    ((*flag).to_owned(), json!(restrictions.contains(word) != *not))
                });
                item["flags"] = Value::Object(flags.collect());
            }
        }
    }

    fn word(&self, role: &str) -> Value {
        match self.dialect.words {
            WordKind::Ours => json!(role),
            WordKind::Numbers => json!(ROLES.iter().position(|it| *it == role).unwrap() + 1),
        }
    }

    fn organization_word(&self, role: &str) -> Value {
        let number = ORGANIZATION_ROLES.iter().position(|it| *it == role).unwrap();
        match self.dialect.organization_words {
            OrganizationWords::Ours | OrganizationWords::Capitals => json!(role),
            OrganizationWords::Numbers => json!((number + 1) * 10),
        }
    }
}
