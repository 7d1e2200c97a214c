use super::change::{Asked, made};
use super::comment::{self, Comment, comments};
use super::find::{Fate, Found, Place, find, lists};
use super::mention::may_name;
use super::rules::{self, Broken, Refusal, Rule};
use super::{As, ByHand, Contacts, Named, Offboarding, Request, contacts};
use crate::manifest::edit::{Edit, Refused, written};
use crate::manifest::{Diagnostic, Loaded, Severity, SourceFile, load};
use crate::model::{Desired, Email, Slug, Source};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;
use std::sync::Arc;

/// Takes people out of everything that gives them something, or lets it end; what breaks a rule stays, and is told.
#[must_use]
pub fn offboard(request: &Request<'_>) -> Offboarding {
    let mut work = Work::new(request);
    work.look();
    work.hand_contacts_over();
    let (texts, after) = work.settle();
    work.look_again(&after.organizations);
    work.name_comments(&texts);
    let Work { candidates, named, by_hand, refused, contacts, .. } = work;
    let mut changed: Vec<Place> =
        candidates.into_iter().filter(|it| it.is_theirs).map(|it| it.place).collect();
    changed.sort();
    changed.dedup();
    Offboarding {
        changed,
        named: named.into_iter().collect(),
        by_hand: by_hand.into_iter().collect(),
        refused: refused.into_iter().collect(),
        contacts,
        texts,
        after,
    }
}

/// A change that may be made.
#[derive(Clone)]
struct Candidate {
    file: usize,
    document: usize,
    place: Place,
    lines: RangeInclusive<u32>,
    edits: Vec<Edit>,
    may_be_needed: bool,
    /// Whether it is about what they have, and not about who takes over.
    is_theirs: bool,
}

struct Work<'r> {
    request: &'r Request<'r>,
    candidates: Vec<Candidate>,
    named: BTreeSet<Named>,
    by_hand: BTreeSet<ByHand>,
    refused: BTreeSet<Refusal>,
    contacts: Vec<Contacts>,
    comments: Vec<Comment>,
}

impl<'r> Work<'r> {
    const fn new(request: &'r Request<'r>) -> Self {
        Self {
            request,
            candidates: Vec::new(),
            named: BTreeSet::new(),
            by_hand: BTreeSet::new(),
            refused: BTreeSet::new(),
            contacts: Vec::new(),
            comments: Vec::new(),
        }
    }

    /// Finds every place, and what is to become of it.
    fn look(&mut self) {
        let request = self.request;
        for (number, file) in request.files.iter().enumerate() {
            if !may_name(file, request.people) {
                continue;
            }
            // What is no manifest of ours, and can't be read as one, says nothing that counts.
            let Some(written) = written(&file.text) else { continue };
            for found in find(&file.path, &file.text, &written, request) {
                self.take(number, found);
            }
            self.comments.extend(comments(number, file, &written, request.people));
        }
    }

    fn take(&mut self, file: usize, found: Found) {
        let Found { place, document, lines, fate } = found;
        let (edits, may_be_needed) = match fate {
            Fate::Stays => return,
            Fate::Named(as_what) => {
                self.named.insert(Named { place, as_what });
                return;
            }
            Fate::ByHand { why, what } => {
                self.by_hand.insert(ByHand { place, why: why.to_owned(), what });
                return;
            }
            Fate::Change { edit, may_be_needed } => (vec![edit], may_be_needed),
            Fate::HandOver { to, of, by_address, organization } => {
                let desired = self
                    .request
                    .organizations
                    .iter()
                    .find(|it| Some(&it.name) == organization.as_ref());
                let receiver = self.request.contacts_to.filter(|it| **it != of);
                let receiver =
                    receiver.filter(|it| desired.is_none_or(|desired| lists(desired, it)));
                let Some(receiver) = receiver else {
                    self.refused.insert(Refusal {
                        rule: Rule::HandOver,
                        place,
                        organization,
                        workspace: None,
                        of: Some(of),
                        could_take_over: Vec::new(),
                    });
                    return;
                };
                (contacts::handed_over(&to, &of, by_address, receiver), by_address)
            }
        };
        self.candidates.push(Candidate {
            file,
            document,
            place,
            lines,
            edits,
            may_be_needed,
            is_theirs: true,
        });
    }

    /// Writes departures where somebody takes over who is there.
    fn hand_contacts_over(&mut self) {
        let request = self.request;
        for desired in request.organizations {
            for person in request.people {
                let Some(contacts) = contacts::of(person, desired, request) else { continue };
                if let Some(to) = &contacts.to {
                    let place = Place {
                        person: person.clone(),
                        file: desired.source.file.clone(),
                        line: desired.source.line,
                        what: format!("departures of {}", desired.name),
                    };
                    match contacts::departure(person, to, desired, request) {
                        Some(contacts::Departure { file, document, edit }) => {
                            let lines = place.line..=place.line;
                            self.candidates.push(Candidate {
                                file,
                                document,
                                place,
                                lines,
                                edits: vec![edit],
                                may_be_needed: true,
                                is_theirs: false,
                            });
                        }
                        None => self.keep(
                            place,
                            "its manifest can't be changed in place",
                            &contacts::by_hand(to),
                        ),
                    }
                }
                self.contacts.push(contacts);
            }
        }
    }

    /// Leaves out changes until what is left breaks nothing. Each round leaves out one at least.
    fn settle(&mut self) -> (BTreeMap<String, String>, Loaded) {
        loop {
            let (new, mut refused) = made(self.request.files, self.asked());
            refused.sort_by_key(|(number, _)| *number);
            for (number, why) in refused.iter().rev() {
                let candidate = self.candidates.remove(*number);
                let (why, what) = words(why);
                self.keep(candidate.place, why, what);
            }
            let files = self.request.files.iter().enumerate();
            let files: Vec<SourceFile> = files
                .map(|(number, it)| match new.get(&number) {
                    Some(text) => SourceFile { path: it.path.clone(), text: text.clone() },
                    None => it.clone(),
                })
                .collect();
            let after = load(&files, self.request.today);
            if !self.left_out(&after) {
                let path = |number: usize| self.request.files[number].path.clone();
                let texts = new.into_iter().map(|(number, text)| (path(number), text)).collect();
                return (texts, after);
            }
        }
    }

    fn asked(&self) -> Vec<Asked<usize>> {
        let all = self.candidates.iter().enumerate();
        all.map(|(about, it)| Asked {
            file: it.file,
            document: it.document,
            edits: it.edits.clone(),
            about,
        })
        .collect()
    }

    /// Leaves out what breaks something; answers whether anything does.
    fn left_out(&mut self, after: &Loaded) -> bool {
        let errors = after.diagnostics.iter().filter(|it| it.severity == Severity::Error);
        let errors: Vec<&Diagnostic> = errors.collect();
        let mut broken = rules::admins(&errors, self.request);
        if errors.is_empty() {
            broken = rules::owners(&after.organizations, self.request);
        }
        if !broken.is_empty() {
            let before = self.candidates.len();
            broken.iter().for_each(|it| self.refuse(it));
            return self.candidates.len() < before || self.leave_all_out(&errors);
        }
        let Some(first) = errors.first() else { return false };
        let files: BTreeSet<&str> = errors
            .iter()
            .flat_map(|it| std::iter::once(&it.location).chain(&it.related))
            .map(|it| it.file.as_str())
            .collect();
        let why = format!("without it the manifests are invalid: {}", first.message);
        let needed = |it: &Candidate| it.may_be_needed && files.contains(it.place.file.as_str());
        let of_files = |it: &Candidate| files.contains(it.place.file.as_str());
        self.keep_those(needed, &why)
            || self.keep_those(of_files, &why)
            || self.keep_those(|_| true, &why)
    }

    /// A rule that no line is found for keeps everything as it is.
    fn leave_all_out(&mut self, errors: &[&Diagnostic]) -> bool {
        let why = errors.first().map_or("a rule would break", |it| it.message.as_str()).to_owned();
        self.keep_those(|_| true, &why)
    }

    fn keep_those(&mut self, fits: impl Fn(&Candidate) -> bool, why: &str) -> bool {
        let all = std::mem::take(&mut self.candidates);
        let (kept, rest): (Vec<_>, Vec<_>) = all.into_iter().partition(|it| fits(it));
        self.candidates = rest;
        let any = !kept.is_empty();
        for it in kept {
            let what = if it.is_theirs {
                "put somebody else there"
            } else {
                "write the departure yourself"
            };
            self.keep(it.place, why, what);
        }
        any
    }

    fn keep(&mut self, place: Place, why: &str, what: &str) {
        self.contacts.iter_mut().for_each(|it| {
            if place.what == format!("departures of {}", it.organization)
                && it.person == place.person
            {
                it.to = None;
            }
        });
        self.by_hand.insert(ByHand { place, why: why.to_owned(), what: what.to_owned() });
    }

    /// Leaves the lines as they are that keep a rule.
    fn refuse(&mut self, broken: &Broken) {
        for (person, source) in &broken.kept_by {
            let places = || std::iter::successors(Some(source), |it: &&Source| it.via.as_deref());
            let keeps = |it: &Candidate| {
                it.is_theirs
                    && it.place.person == *person
                    && places().any(|at| at.file == it.place.file && it.lines.contains(&at.line))
            };
            let line = self.candidates.iter().find(|it| keeps(it)).map(|it| it.place.clone());
            self.candidates.retain(|it| !keeps(it));
            let place = line.unwrap_or_else(|| Place {
                person: person.clone(),
                file: source.file.clone(),
                line: source.line,
                what: broken.organization.to_string(),
            });
            self.refused.insert(Refusal {
                rule: broken.rule,
                place,
                organization: Some(broken.organization.clone()),
                workspace: broken.workspace.clone(),
                of: None,
                could_take_over: broken.could_take_over.clone(),
            });
        }
    }

    /// Whoever is listed still, and nothing said so: a template makes the address.
    fn look_again(&mut self, after: &[Desired]) {
        let after: BTreeMap<&Slug, &Desired> = after.iter().map(|it| (&it.name, it)).collect();
        for before in self.request.organizations {
            let Some(after) = after.get(&before.name) else { continue };
            for person in self.request.people {
                let left = given(after, person);
                let is_over = |until: Option<Date>| {
                    self.request.until.is_some_and(|date| until.is_some_and(|until| until <= date))
                };
                for (what, source, until) in given(before, person) {
                    let stays = left.iter().any(|(it, _, until)| *it == what && !is_over(*until));
                    if !stays || is_over(until) || self.is_told(person, source) {
                        continue;
                    }
                    let at = source.via.as_deref().unwrap_or(source);
                    let place = Place {
                        person: person.clone(),
                        file: at.file.clone(),
                        line: at.line,
                        what,
                    };
                    self.keep(
                        place,
                        "a template makes the address",
                        "change the template, or what it is made from",
                    );
                }
            }
        }
    }

    /// Names the comments that are still there.
    fn name_comments(&mut self, texts: &BTreeMap<String, String>) {
        let removes = |it: &&Candidate| it.edits.iter().any(|edit| matches!(edit, Edit::Remove(_)));
        let removed: Vec<&Candidate> = self.candidates.iter().filter(removes).collect();
        let goes = |comment: &Comment| {
            removed
                .iter()
                .any(|it| it.file == comment.file && it.lines.contains(&comment.place.line))
        };
        let kept = comment::kept(std::mem::take(&mut self.comments), texts, goes);
        self.named.extend(kept.into_iter().map(|place| Named { place, as_what: As::Comment }));
    }

    fn is_told(&self, person: &Email, source: &Source) -> bool {
        let files = std::iter::successors(Some(source), |it| it.via.as_deref()).map(|it| &it.file);
        let files: BTreeSet<&Arc<String>> = files.collect();
        let by_hand = self.by_hand.iter().map(|it| &it.place);
        let mut told = by_hand.chain(self.refused.iter().map(|it| &it.place));
        told.any(|it| it.person == *person && files.contains(&it.file))
    }
}

/// All that an organization gives somebody: what, the line, and until when.
fn given<'d>(desired: &'d Desired, person: &Email) -> Vec<(String, &'d Source, Option<Date>)> {
    let user = desired.users.as_ref().and_then(|it| it.get(person));
    let user = user.map(|it| (format!("user of {}", desired.name), &it.source, it.until));
    let workspaces = desired.workspaces.iter().filter_map(|workspace| {
        let access = workspace.users.as_ref()?.get(person)?;
        let what = format!("workspace {} of {}", workspace.name.as_str(), desired.name);
        Some((what, &access.source, access.until))
    });
    let contacts = desired.departures.iter().filter(|(_, it)| it.reassign_to == *person);
    let contacts = contacts.map(|(of, it)| {
        (format!("contacts of {} in {}", of.as_str(), desired.name), &it.source, None)
    });
    user.into_iter().chain(workspaces).chain(contacts).collect()
}

const fn words(why: &Refused) -> (&'static str, &'static str) {
    match why {
        Refused::Unsound => ("the file can't be read whole", "mend the file first"),
        Refused::Shared(_) => (
            "it is shared through an anchor",
            "change it at the anchor, or write out what the alias stands for",
        ),
        Refused::NotThere(_) | Refused::NotInPlace(_) => {
            ("it is written in a way that can't be changed in place", "change the line by hand")
        }
    }
}
