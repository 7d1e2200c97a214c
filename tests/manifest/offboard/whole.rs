//! Afterwards no value names them but where that is said, and everything else is as it was.

use super::named::project;
use super::{HEIR, TODAY, WHO, changed, is_sound, leaves};
use rolecall::manifest::edit::written;
use rolecall::manifest::{Node, Severity, SourceFile, Value, load};
use rolecall::model::{Desired, DesiredWorkspace, Email, OrganizationRole, Source, WorkspaceRole};
use rolecall::people::offboard::{As, Offboarding, Place, Rule};
use std::collections::{BTreeMap, BTreeSet};

/// A place that names them, without positions in lists: what is before them may have gone.
type Spot = (String, String);

/// How they are named there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Naming {
    /// As an address that gives something.
    Address,
    /// Where it is only named.
    Only(As),
}

/// Every place of a file that names them, but for `departures` of theirs.
fn namings(file: &SourceFile) -> Vec<(Spot, Naming)> {
    let mut all = Vec::new();
    let written = written(&file.text).unwrap();
    for root in &written.documents {
        let text = |key: &str| root.get(key).and_then(Node::as_text).unwrap();
        let name = root.get("metadata").and_then(|it| it.get("name")).unwrap().as_text().unwrap();
        let at = format!("{} {name}: spec", text("kind"));
        values(root.get("spec").unwrap(), &at, &mut |path, naming| {
            all.push(((file.path.clone(), path.to_owned()), naming));
        });
    }
    for (comment, _) in written.comments.iter().filter(|(it, _)| names(it)) {
        assert!(!comment.contains("keep"), "{comment}");
        all.push(((file.path.clone(), "comment".to_owned()), Naming::Only(As::Comment)));
    }
    all
}

fn names(text: &str) -> bool {
    let text = format!(" {} ", text.to_lowercase());
    text.match_indices(WHO).any(|(at, _)| {
        let part_of = |c: char| c.is_alphanumeric() || c == '.' || c == '@';
        let (before, behind) = (&text[..at], &text[at + WHO.len()..]);
        !before.ends_with(part_of) && !behind.starts_with(part_of)
    })
}

fn values(node: &Node, path: &str, tell: &mut impl FnMut(&str, Naming)) {
    match &node.value {
        Value::Null => {}
        Value::Scalar(scalar) if Email::seen(&scalar.text) == Email::seen(WHO) => {
            let only = [
                (".formerEmail", As::FormerEmail),
                (".ignore", As::Ignored),
                (".waivers.people", As::Waiver),
                (".actor", As::Actor),
            ];
            let only = only.iter().find(|(end, _)| path.ends_with(end));
            if !path.ends_with(".departures.email") {
                tell(path, only.map_or(Naming::Address, |(_, it)| Naming::Only(*it)));
            }
        }
        Value::Scalar(scalar) if path.ends_with(".ignore") && scalar.text == "*@acme.example" => {
            tell(path, Naming::Only(As::Ignored));
        }
        Value::Scalar(scalar) if scalar.text.contains("${{") && names(&scalar.text) => {
            tell(path, Naming::Address);
        }
        Value::Scalar(scalar) => {
            if names(&scalar.text) {
                tell(path, Naming::Only(As::Text));
            }
        }
        Value::Sequence(items) => items.iter().for_each(|it| values(it, path, tell)),
        Value::Mapping(mapping) => {
            for (key, node) in &mapping.entries {
                assert!(!names(&key.text));
                values(node, &format!("{path}.{}", key.text), tell);
            }
        }
    }
}

/// The places that are told of, and as what.
fn told(done: &Offboarding) -> BTreeMap<Spot, (BTreeSet<&Place>, BTreeSet<Naming>)> {
    let kept = done.by_hand.iter().map(|it| &it.place);
    let kept = kept.chain(done.refused.iter().map(|it| &it.place));
    let kept = kept.map(|place| (place, Naming::Address));
    let named = done.named.iter().map(|it| (&it.place, Naming::Only(it.as_what)));
    let mut all: BTreeMap<Spot, (BTreeSet<&Place>, BTreeSet<Naming>)> = BTreeMap::new();
    for (place, naming) in kept.chain(named) {
        let mut path = String::new();
        let mut inside = false;
        for c in place.what.chars() {
            inside = (inside || c == '[') && c != ']';
            path.extend(Some(c).filter(|c| !inside && *c != ']'));
        }
        let (places, namings) = all.entry((place.file.to_string(), path)).or_default();
        places.insert(place);
        namings.insert(naming);
    }
    all
}

/// Whoever is left is told of, as what they are, and once for each place.
fn all_is_told(files: &[SourceFile], done: &Offboarding) -> Result<(), String> {
    let told = told(done);
    let mut left: BTreeMap<(Spot, Naming), usize> = BTreeMap::new();
    for (spot, naming) in changed(files, done).iter().flat_map(namings) {
        *left.entry((spot, naming)).or_default() += 1;
    }
    for ((spot, naming), count) in left {
        let fits = told
            .get(&spot)
            .is_some_and(|(places, namings)| namings.contains(&naming) && places.len() >= count);
        if !fits {
            return Err(format!("{count} {spot:?} {naming:?}"));
        }
    }
    Ok(())
}

/// Lines that are told of are those that name them, in the files as they were.
fn lines_are_right(files: &[SourceFile], done: &Offboarding) {
    let kept = done.by_hand.iter().map(|it| &it.place).chain(&done.changed);
    for place in kept.chain(done.named.iter().map(|it| &it.place)) {
        let file = files.iter().find(|it| it.path == *place.file).unwrap();
        let line = file.text.lines().nth(place.line as usize - 1).unwrap();
        let shown = line.to_lowercase().replace("\\x40", "@");
        let by = ["cy@acme.example", "*them", "'cy' ~", "'*@acme.example'"];
        let is_place = place.what.contains(": spec") || place.what == "comment";
        assert!(!is_place || by.iter().any(|it| shown.contains(it)), "{place:?}: {line}");
    }
}

/// Comments that aren't about them stay, in order; and their lines too, where nothing is added. So do the line ends.
fn the_rest_stays(files: &[SourceFile], done: &Offboarding, adds: bool) {
    for (old, new) in files.iter().zip(changed(files, done)) {
        let kept = |text: &str| -> Vec<String> {
            let lines = text.lines().filter_map(|it| Some((it, it.split_once("# keep")?.1)));
            lines.map(|(line, comment)| (if adds { comment } else { line }).to_owned()).collect()
        };
        assert_eq!(kept(&old.text), kept(&new.text), "{}\n{}", old.text, new.text);
        for other in ["joan.cy@acme.example", "cy@acme.example.org"] {
            let count = |text: &str| text.matches(other).count();
            assert_eq!(count(&old.text), count(&new.text), "{}", new.text);
        }
        let bare = new.text.replace("\r\n", "");
        assert_eq!(old.text.contains('\r'), new.text.contains('\r'), "{}", new.path);
        assert!(!new.text.contains('\r') || !bare.contains('\n'), "{}", new.path);
    }
}

/// What the manifests add up to breaks no rule, and whoever lists them still is told of.
fn it_adds_up(files: &[SourceFile], done: &Offboarding) {
    let before = load(files, TODAY);
    let after = load(&changed(files, done), TODAY);
    let errors: Vec<_> =
        after.diagnostics.iter().filter(|it| it.severity == Severity::Error).collect();
    assert!(errors.is_empty(), "{errors:#?}\n{:#?}", done.texts);
    let told: BTreeSet<String> = told(done).into_keys().map(|(file, _)| file).collect();
    for (old, new) in before.organizations.iter().zip(&after.organizations) {
        for (source, _) in given(new) {
            let mut chain = std::iter::successors(Some(source), |it: &&Source| it.via.as_deref());
            assert!(
                chain.any(|it| told.contains(it.file.as_str())),
                "{}: {source} gives it",
                new.name
            );
        }
        let owners = |of: &DesiredWorkspace| {
            of.users.iter().flatten().filter(|(_, it)| it.role == WorkspaceRole::Owner).count()
        };
        for (old, new) in old.workspaces.iter().zip(&new.workspaces) {
            assert!(owners(old) == 0 || owners(new) > 0, "{}", new.name.as_str());
        }
        let mut admins = new.users.iter().flatten();
        assert!(new.users.is_none() || admins.any(|(_, it)| it.role == OrganizationRole::Admin));
    }
}

/// What gives them something, and until when.
fn given(desired: &Desired) -> Vec<(&Source, Option<jiff::civil::Date>)> {
    let who = Email::parse(WHO).unwrap();
    let user = desired.users.iter().filter_map(|it| it.get(&who));
    let user = user.map(|it| (&it.source, it.until));
    let accesses = desired.workspaces.iter().filter_map(|it| it.users.as_ref()?.get(&who));
    user.chain(accesses.map(|it| (&it.source, it.until))).collect()
}

#[derive(Debug, Default)]
struct Tally {
    ran: u32,
    whole: u32,
    refused: BTreeMap<Rule, u32>,
    by_hand: u32,
    named: BTreeMap<As, u32>,
    changed: u32,
}

#[test]
fn afterwards_no_value_names_them_but_where_that_is_said() {
    let mut tally = Tally::default();
    for seed in 1..300 {
        let files = project(seed);
        if !is_sound(&files) {
            continue;
        }
        tally.ran += 1;
        let receiver = Some(HEIR).filter(|_| seed % 3 > 0);
        let done = leaves(&files, receiver, None);
        let shown = || {
            let texts: Vec<_> = done.texts.values().cloned().collect();
            format!("seed {seed}\n{}\n{:#?}\n{:#?}", texts.join("\n"), done.by_hand, done.refused)
        };
        all_is_told(&files, &done).unwrap_or_else(|it| panic!("{it} is not told: {}", shown()));
        lines_are_right(&files, &done);
        the_rest_stays(&files, &done, receiver.is_some());
        it_adds_up(&files, &done);
        tally.whole += u32::from(done.refused.is_empty() && done.by_hand.is_empty());
        tally.by_hand += u32::from(!done.by_hand.is_empty());
        tally.changed += u32::try_from(done.changed.len()).unwrap();
        for it in &done.refused {
            *tally.refused.entry(it.rule).or_default() += 1;
        }
        for it in &done.named {
            *tally.named.entry(it.as_what).or_default() += 1;
        }
    }
    let Tally { ran, whole, refused, by_hand, named, changed } = &tally;
    assert!(*ran > 280 && *whole > 15 && *by_hand > 100 && *changed > 900, "{tally:#?}");
    assert_eq!((refused.len(), named.len()), (3, 6), "{tally:#?}");
}

#[test]
fn an_end_is_written_wherever_one_can_be() {
    let mut ends = 0;
    let day = "2026-12-31".parse().unwrap();
    for seed in 1..150 {
        let files = project(seed);
        if !is_sound(&files) {
            continue;
        }
        let done = leaves(&files, Some(HEIR), Some("2026-12-31"));
        assert!(!done.after.has_errors(), "{seed}");
        let others = done.refused.iter().filter(|it| it.rule != Rule::HandOver);
        assert_eq!(others.count(), 0, "{seed}: {:?}", done.refused);
        lines_are_right(&files, &done);
        the_rest_stays(&files, &done, true);
        let told: BTreeSet<&str> = done.by_hand.iter().map(|it| it.place.file.as_str()).collect();
        for (source, until) in done.after.organizations.iter().flat_map(given) {
            let mut chain = std::iter::successors(Some(source), |it: &&Source| it.via.as_deref());
            let ends_by = until.is_some_and(|it| it <= day);
            assert!(ends_by || chain.any(|it| told.contains(it.file.as_str())), "{seed}: {source}");
            ends += u32::from(until == Some(day));
        }
    }
    assert!(ends > 100, "{ends}");
}
