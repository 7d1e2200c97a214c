use super::difference::{Difference, Live};
use super::{How, Why};
use crate::manifest::edit::{Edit, Path, written};
use crate::manifest::write::Tree;
use crate::manifest::{Kind, Node};
use crate::model::{
    Desired, DesiredWorkspace, Email, FieldValue, Restrictions, Source, WorkspaceField,
    WorkspaceName, WorkspaceRef, WorkspaceRole,
};
use crate::people::offboard::head;
use crate::plan::Access;
use std::collections::BTreeMap;

/// The document that an organization is written in.
pub(super) struct Manifest {
    /// Its number in its file.
    pub(super) document: usize,
    root: Node,
    kind: Kind,
    /// Where the organization's spec is changed: of a client, in its overlay.
    base: Path,
}

impl Manifest {
    /// The one of this organization in a file.
    pub(super) fn find(text: &str, organization: &Desired) -> Option<Self> {
        let written = written(text.strip_prefix('\u{feff}').unwrap_or(text))?;
        let spec = Path::default().key("spec");
        let mut documents = written.documents.into_iter().enumerate();
        documents.find_map(|(document, root)| {
            let (kind, _) = head(&root).filter(|(_, name)| *name == organization.name.as_str())?;
            let base = match kind {
                Kind::Organization => spec.clone(),
                Kind::Client => spec.clone().key("overlay"),
                _ => return None,
            };
            Some(Self { document, root, kind, base })
        })
    }

    /// The changes that write what is live.
    pub(super) fn edits(
        &self,
        differences: &[Difference],
        desired: &Desired,
    ) -> Result<Vec<Edit>, Why> {
        let mut draft = Draft { manifest: self, desired, edits: Vec::new(), new: New::default() };
        for difference in differences {
            draft.write(&difference.live)?;
        }
        Ok(draft.finish())
    }

    /// How something is written.
    pub(super) fn how(&self, live: &Live, desired: &Desired) -> How {
        let through = match live {
            Live::User(email, _) => {
                desired.users.as_ref().and_then(|it| it.get(email)).map(|it| &it.source)
            }
            Live::Access(workspace, email, _) => {
                access(workspace, email, desired).map(|it| &it.source)
            }
            _ => None,
        };
        match self.kind {
            Kind::Client => How::Overlay,
            _ if through.is_some_and(|it: &Source| it.via.is_some()) => How::BesideGroup,
            _ => How::Direct,
        }
    }

    fn base(&self) -> Option<&Node> {
        self.base.find(&self.root)
    }

    /// The item of a workspace.
    fn workspace(&self, name: &WorkspaceName, desired: &Desired) -> Option<(Path, &Node)> {
        let wanted = desired.workspaces.iter().find(|it| it.name == *name)?;
        let items = self.base()?.get("workspaces")?.as_sequence()?;
        let is_it = |item: &Node| {
            let text = |key| item.get(key).and_then(Node::as_text);
            let named = text("name").is_some_and(|it| WorkspaceName::new(it).key() == name.key());
            named || wanted.id.is_some_and(|id| text("id") == Some(&id.to_string()))
        };
        let number = items.iter().position(is_it)?;
        Some((self.base.clone().key("workspaces").index(number), &items[number]))
    }
}

/// What a client's overlay doesn't have yet.
#[derive(Default)]
struct New {
    fields: Vec<(&'static str, Tree)>,
    users: Vec<Tree>,
    workspaces: BTreeMap<WorkspaceName, NewWorkspace>,
}

#[derive(Default)]
struct NewWorkspace {
    fields: Vec<(&'static str, Tree)>,
    users: Vec<Tree>,
}

struct Draft<'d> {
    manifest: &'d Manifest,
    desired: &'d Desired,
    edits: Vec<Edit>,
    new: New,
}

impl<'d> Draft<'d> {
    fn write(&mut self, live: &Live) -> Result<(), Why> {
        match live {
            Live::Named(name) => {
                self.set_own("name", Tree::text(name));
                Ok(())
            }
            Live::User(email, role) => {
                let list = self.manifest.base.clone().key("users");
                let users = self.manifest.base().and_then(|it| it.get("users"));
                match (find(&list, users, email), role) {
                    (Some((at, _)), Some(role)) => {
                        self.edits.push(Edit::Set(at.key("role"), Tree::plain(role)));
                    }
                    (None, Some(role)) => {
                        let entry =
                            [("email", Tree::text(email.as_str())), ("role", Tree::plain(role))];
                        self.add_user(Tree::fields(entry));
                    }
                    (Some((at, _)), None) => self.edits.push(Edit::Remove(at)),
                    (None, None) => return Err(self.elsewhere()),
                }
                Ok(())
            }
            Live::Access(workspace, email, None) => {
                let (at, item) = self.item(workspace).ok_or_else(|| self.elsewhere())?;
                let found = find(&at.key("users"), item.get("users"), email);
                let (at, _) = found.ok_or_else(|| self.elsewhere())?;
                self.edits.push(Edit::Remove(at));
                Ok(())
            }
            Live::Access(workspace, email, Some(live)) => self.access(workspace, email, live),
            Live::Gone(workspace) => {
                let (at, _) = self.item(workspace).ok_or_else(|| self.elsewhere())?;
                self.edits.push(Edit::Remove(at));
                Ok(())
            }
            Live::Field(workspace, field) => self.field(workspace, field),
            // Never adopted.
            Live::Retired(_) => Err(Why::Retired),
            Live::Invited(_) => Err(Why::Invitation),
        }
    }

    fn field(&mut self, workspace: &WorkspaceRef, field: &WorkspaceField) -> Result<(), Why> {
        let key = field.field().word();
        let value = match field.value() {
            FieldValue::Text(text) => Tree::text(text),
            FieldValue::Limit(limit) => Tree::plain(limit),
        };
        match self.item(workspace) {
            Some((at, item)) => {
                // The name that it had is the one that it has.
                if key == "name" && item.get("formerName").is_some() {
                    self.edits.push(Edit::Remove(at.clone().key("formerName")));
                }
                self.edits.push(Edit::Set(at.key(key), value));
            }
            None if key == "name" || self.manifest.kind != Kind::Client => {
                return Err(self.elsewhere());
            }
            None => {
                let new = self.new.workspaces.entry(workspace.name.clone()).or_default();
                new.fields.push((key, value));
            }
        }
        Ok(())
    }

    fn access(
        &mut self,
        workspace: &WorkspaceRef,
        email: &Email,
        live: &Access,
    ) -> Result<(), Why> {
        let Access { role, restrictions } = live;
        let is_owner = role.is(WorkspaceRole::Owner);
        let wanted = access(workspace, email, self.desired);
        let restrictions = restrictions.as_ref().filter(|_| !is_owner);
        let item = self.item(workspace);
        let users = item.as_ref().and_then(|(_, item)| item.get("users"));
        let list = item.as_ref().map(|(at, _)| at.clone().key("users"));
        let entry = list.as_ref().and_then(|list| find(list, users, email));
        if let Some((at, entry)) = entry {
            if wanted.is_none_or(|it| !role.is(it.role)) {
                self.edits.push(Edit::Set(at.clone().key("role"), Tree::plain(role)));
            }
            let said = entry.get("restrictions").is_some();
            let managed = said || wanted.is_some_and(|it| it.restrictions.is_some());
            let at = at.key("restrictions");
            match restrictions {
                None if said => self.edits.push(Edit::Remove(at)),
                Some(live) if said || (managed && !live.is_empty()) => {
                    self.edits.push(Edit::Set(at, words(live)));
                }
                _ => {}
            }
            return Ok(());
        }
        let mut entry = vec![("email", Tree::text(email.as_str())), ("role", Tree::plain(role))];
        let some = restrictions.filter(|it| !it.is_empty());
        entry.extend(some.map(|it| ("restrictions", words(it))));
        let entry = Tree::fields(entry);
        match list {
            Some(list) => self.edits.push(Edit::Push(list, entry)),
            None if self.manifest.kind != Kind::Client => return Err(self.elsewhere()),
            None => {
                let new = self.new.workspaces.entry(workspace.name.clone()).or_default();
                new.users.push(entry);
            }
        }
        Ok(())
    }

    fn item(&self, workspace: &WorkspaceRef) -> Option<(Path, &'d Node)> {
        self.manifest.workspace(&workspace.name, self.desired)
    }

    /// The manifest itself doesn't say it.
    const fn elsewhere(&self) -> Why {
        match self.manifest.kind {
            Kind::Client => Why::Template,
            _ => Why::Group,
        }
    }

    fn is_there(&self) -> bool {
        self.manifest.base().is_some_and(|it| it.as_mapping().is_some())
    }

    fn set_own(&mut self, key: &'static str, value: Tree) {
        match self.is_there() {
            true => self.edits.push(Edit::Set(self.manifest.base.clone().key(key), value)),
            false => self.new.fields.push((key, value)),
        }
    }

    fn add_user(&mut self, entry: Tree) {
        match self.is_there() {
            true => self.edits.push(Edit::Push(self.manifest.base.clone().key("users"), entry)),
            false => self.new.users.push(entry),
        }
    }

    /// With what isn't there yet.
    fn finish(self) -> Vec<Edit> {
        let is_there = self.is_there();
        let Self { manifest, desired: _, mut edits, new } = self;
        let New { mut fields, users, workspaces } = new;
        let workspace = |(name, new): (WorkspaceName, NewWorkspace)| {
            let NewWorkspace { mut fields, users } = new;
            fields.insert(0, ("name", Tree::text(name.as_str())));
            if !users.is_empty() {
                fields.push(("users", Tree::list(users)));
            }
            Tree::fields(fields)
        };
        let workspaces: Vec<Tree> = workspaces.into_iter().map(workspace).collect();
        if is_there {
            let list = manifest.base.clone().key("workspaces");
            edits.extend(workspaces.into_iter().map(|it| Edit::Push(list.clone(), it)));
            return edits;
        }
        for (key, list) in [("users", users), ("workspaces", workspaces)] {
            if !list.is_empty() {
                fields.push((key, Tree::list(list)));
            }
        }
        if !fields.is_empty() {
            edits.push(Edit::Set(manifest.base.clone(), Tree::fields(fields)));
        }
        edits
    }
}

/// Somebody's own entry in a list.
fn find<'n>(list: &Path, users: Option<&'n Node>, email: &Email) -> Option<(Path, &'n Node)> {
    let items = users?.as_sequence()?;
    let is_theirs = |item: &Node| {
        item.get("email").and_then(Node::as_text).is_some_and(|it| Email::seen(it) == *email)
    };
    let number = items.iter().position(is_theirs)?;
    Some((list.clone().index(number), &items[number]))
}

/// What a manifest gives somebody in a workspace.
fn access<'d>(
    workspace: &WorkspaceRef,
    email: &Email,
    desired: &'d Desired,
) -> Option<&'d crate::model::DesiredAccess> {
    let is_it = |it: &&DesiredWorkspace| it.name == workspace.name;
    desired.workspaces.iter().find(is_it)?.users.as_ref()?.get(email)
}

fn words(restrictions: &Restrictions) -> Tree {
    Tree::list(restrictions.iter().map(|it| Tree::plain(it.word())))
}
