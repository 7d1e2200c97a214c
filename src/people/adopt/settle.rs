use super::difference::{Difference, Key, Live, differences};
use super::judge::{forbids, is_asked};
use super::place::Manifest;
use super::{Adopted, How, Left, Request, Why};
use crate::manifest::edit::{edit, written};
use crate::manifest::{Kind, Severity, SourceFile, load};
use crate::model::{Desired, DesiredWorkspace, OrganizationRole, Seen, Snapshot, WorkspaceRole};
use crate::people::offboard::head;
use crate::plan::{OrganizationPlan, plan_organization};
use std::collections::{BTreeMap, BTreeSet};

/// Manifests that become what is live, organization by organization.
pub struct Adopting<'r> {
    request: &'r Request<'r>,
    /// Numbers of files that more than one organization may rest on.
    shared: Vec<usize>,
    /// New texts of files, by number.
    texts: BTreeMap<usize, String>,
    adopted: Vec<Adopted>,
    left: Vec<Left>,
}

/// Why something can't be written, and what else there is to say.
type Refused = (Why, Option<String>);

/// The manifests of one organization on the way, and what still differs.
struct State {
    text: String,
    desired: Desired,
    differences: Vec<Difference>,
}

impl<'r> Adopting<'r> {
    /// Nothing adopted yet.
    #[must_use]
    pub fn new(request: &'r Request<'r>) -> Self {
        let files = request.files.iter().enumerate();
        let shared = files.filter(|(_, file)| is_shared(file)).map(|(number, _)| number);
        Self {
            request,
            shared: shared.collect(),
            texts: BTreeMap::new(),
            adopted: Vec::new(),
            left: Vec::new(),
        }
    }

    /// New texts of files by path, what they say from now on, and what differs still; sorted.
    #[must_use]
    pub fn finish(self) -> (BTreeMap<String, String>, Vec<Adopted>, Vec<Left>) {
        let Self { request, shared: _, texts, mut adopted, mut left } = self;
        adopted.sort();
        left.sort();
        let path = |number: usize| request.files[number].path.clone();
        (texts.into_iter().map(|(number, text)| (path(number), text)).collect(), adopted, left)
    }

    /// Adopts what differs in one organization. Each round tries all that may be adopted together, and where that
    /// fails, one half after the other; what it makes differ in turn is for the next. `plan` is the organization's, as the
    /// manifests are.
    pub fn adopt(&mut self, desired: &Desired, snapshot: &Snapshot, plan: &OrganizationPlan) {
        let differ = differences(plan, desired, snapshot);
        let files = self.request.files;
        let Some(number) = files.iter().position(|it| *it.path == *desired.source.file) else {
            return;
        };
        let text = self.texts.get(&number).unwrap_or(&files[number].text).clone();
        let mut state = State { text, desired: desired.clone(), differences: differ };
        let lines = state.differences.iter().map(|it| (it.live.key(), it.at.clone()));
        let lines: BTreeMap<Key, String> = lines.collect();
        let mut settled: BTreeMap<Key, Refused> = BTreeMap::new();
        let mut done: BTreeSet<Key> = BTreeSet::new();
        loop {
            let open = self.open(&state, snapshot, &settled, &done);
            if open.is_empty() {
                break;
            }
            let failed = self.take(number, &mut state, &open, snapshot);
            let keys: BTreeSet<Key> = failed.iter().map(|(key, _)| key.clone()).collect();
            let taken = open.iter().map(|it| it.live.key()).filter(|key| !keys.contains(key));
            let before = done.len();
            done.extend(taken);
            // What failed may go once something else was taken.
            if done.len() == before {
                settled.extend(failed);
            }
        }
        self.leave(&state, snapshot, &settled, &lines);
        if state.text != files[number].text {
            self.texts.insert(number, state.text);
        }
    }

    /// Takes them together where that goes, else each half of them; says what can't be taken.
    fn take(
        &mut self,
        number: usize,
        state: &mut State,
        some: &[Difference],
        snapshot: &Snapshot,
    ) -> Vec<(Key, Refused)> {
        match (self.attempt(number, state, some, snapshot), some) {
            (Ok(next), _) => {
                self.say(state, some);
                *state = next;
                Vec::new()
            }
            (Err(why), [one]) => vec![(one.live.key(), why)],
            (Err(_), _) => {
                let (first, second) = some.split_at(some.len() / 2);
                let mut failed = self.take(number, state, first, snapshot);
                failed.extend(self.take(number, state, second, snapshot));
                failed
            }
        }
    }

    /// What may be adopted and was not tried. Who is a member through a workspace needs no entry besides.
    fn open(
        &self,
        state: &State,
        snapshot: &Snapshot,
        settled: &BTreeMap<Key, Refused>,
        done: &BTreeSet<Key>,
    ) -> Vec<Difference> {
        let all = state.differences.iter().filter(|it| {
            let key = it.live.key();
            is_asked(&it.live, self.request.only)
                && !settled.contains_key(&key)
                && !done.contains(&key)
                && forbids(it, &state.desired, snapshot, self.request).is_none()
        });
        let open: Vec<Difference> = all.cloned().collect();
        let gets = |live: &Live| match live {
            Live::User(email, Some(Seen::Known(OrganizationRole::Member))) => open
                .iter()
                .any(|it| matches!(&it.live, Live::Access(_, who, Some(_)) if who == email)),
            _ => false,
        };
        let mut open: Vec<_> = open.iter().filter(|it| !gets(&it.live)).cloned().collect();
        // Who takes over comes before who is gone.
        open.sort_by_key(|it| it.live.is_absence());
        open
    }

    /// The manifests with these written; refused where they don't get what is live, or become invalid, or where
    /// something differs then that can't be adopted.
    fn attempt(
        &self,
        number: usize,
        state: &State,
        some: &[Difference],
        snapshot: &Snapshot,
    ) -> Result<State, Refused> {
        let State { text, desired: before, differences: old } = state;
        let manifest = Manifest::find(text, before).ok_or((Why::NotInPlace, None))?;
        let edits = manifest.edits(some, before).map_err(|why| (why, None))?;
        let text = edit(text, manifest.document, &edits)
            .map_err(|why| (Why::NotInPlace, Some(why.to_string())))?;
        let (text, desired) = self.load(number, text, before)?;
        let Request { capabilities, settings, .. } = self.request;
        let plan = plan_organization(&desired, snapshot, capabilities, settings)
            .map_err(|error| (Why::Invalid, Some(error.to_string())))?;
        let differ = differences(&plan, &desired, snapshot);
        if loses_owner(before, &desired, snapshot) {
            return Err((Why::NoOwner, None));
        }
        let known: BTreeSet<Key> = old.iter().map(|it| it.live.key()).collect();
        let asked: BTreeSet<Key> = some.iter().map(|it| it.live.key()).collect();
        for one in &differ {
            let key = one.live.key();
            if asked.contains(&key) {
                let why = match manifest.how(&one.live, &desired) {
                    How::Overlay => Why::Template,
                    How::BesideGroup => Why::Group,
                    How::Direct => Why::NotInPlace,
                };
                return Err((why, None));
            }
            let forbidden = || forbids(one, &desired, snapshot, self.request);
            let other = || !is_asked(&one.live, self.request.only);
            if !known.contains(&key) && (other() || forbidden().is_some()) {
                return Err((Why::Elsewhere, Some(one.live.words())));
            }
        }
        Ok(State { text, desired, differences: differ })
    }

    /// The organization that a file's new text adds up to.
    fn load(
        &self,
        number: usize,
        text: String,
        desired: &Desired,
    ) -> Result<(String, Desired), Refused> {
        let others = self.shared.iter().filter(|it| **it != number);
        let mut files: Vec<SourceFile> = others
            .map(|it| SourceFile {
                path: self.request.files[*it].path.clone(),
                text: self.texts.get(it).unwrap_or(&self.request.files[*it].text).clone(),
            })
            .collect();
        files.push(SourceFile { path: self.request.files[number].path.clone(), text });
        files.sort_by(|a, b| a.path.cmp(&b.path));
        let loaded = load(&files, self.request.settings.today());
        let mut errors = loaded.diagnostics.iter();
        if let Some(error) = errors.find(|it| it.severity == Severity::Error) {
            return Err((Why::Invalid, Some(error.message.clone())));
        }
        let path = &self.request.files[number].path;
        let text = files.into_iter().find(|it| it.path == *path).map(|it| it.text);
        let mut organizations = loaded.organizations.into_iter();
        let after = organizations.find(|it| it.name == desired.name);
        text.zip(after).ok_or((Why::NotInPlace, None))
    }

    fn say(&mut self, before: &State, written: &[Difference]) {
        let Some(manifest) = Manifest::find(&before.text, &before.desired) else { return };
        self.adopted.extend(written.iter().map(|it| Adopted {
            organization: before.desired.name.clone(),
            file: before.desired.source.file.to_string(),
            what: it.live.words(),
            how: manifest.how(&it.live, &before.desired),
        }));
    }

    /// Names what differs still, and why.
    fn leave(
        &mut self,
        state: &State,
        snapshot: &Snapshot,
        settled: &BTreeMap<Key, Refused>,
        lines: &BTreeMap<Key, String>,
    ) {
        for one in state.differences.iter().filter(|it| is_asked(&it.live, self.request.only)) {
            let forbidden = forbids(one, &state.desired, snapshot, self.request);
            let (why, detail) = match (forbidden, settled.get(&one.live.key())) {
                (Some(why), _) => (why, None),
                (None, Some(settled)) => settled.clone(),
                (None, None) => (Why::NotInPlace, None),
            };
            self.left.push(Left {
                organization: state.desired.name.clone(),
                what: one.live.words(),
                why,
                // A line of the files as they are.
                at: lines.get(&one.live.key()).unwrap_or(&one.at).clone(),
                detail,
            });
        }
    }
}

/// Whether a file has more than organizations in it.
fn is_shared(file: &SourceFile) -> bool {
    let Some(written) = written(file.text.strip_prefix('\u{feff}').unwrap_or(&file.text)) else {
        return false;
    };
    let mut kinds = written.documents.iter().filter_map(head).map(|(kind, _)| kind);
    kinds.any(|kind| !matches!(kind, Kind::Organization | Kind::Client))
}

/// Whether a workspace that has an owner is no longer listed with one.
fn loses_owner(before: &Desired, after: &Desired, snapshot: &Snapshot) -> bool {
    let is_owned = |it: &DesiredWorkspace| {
        it.users.iter().flatten().any(|(_, access)| access.role == WorkspaceRole::Owner)
    };
    let has_owner = |wanted: &DesiredWorkspace| {
        let mut live = snapshot.workspaces.items.iter();
        let live = live.find(|live| match wanted.id {
            Some(id) => live.id == id,
            None => live.name.key() == wanted.name.key(),
        });
        live.is_some_and(|it| it.users.items.iter().any(|it| it.role.is(WorkspaceRole::Owner)))
    };
    let without = |wanted: &&DesiredWorkspace| wanted.users.is_some() && !is_owned(wanted);
    after.workspaces.iter().filter(without).any(|wanted| {
        let same = |it: &&DesiredWorkspace| it.name == wanted.name;
        before.workspaces.iter().find(same).is_some_and(is_owned) && has_owner(wanted)
    })
}
