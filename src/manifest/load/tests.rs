//! Files read apart, on any number of threads, say what they say together.

use super::apart;
use crate::manifest::diagnostic::Report;
use crate::manifest::{Loaded, SourceFile};
use jiff::civil::{Date, date};
use proptest::prelude::*;
use std::cell::Cell;

const TODAY: Date = date(2026, 11, 23);

/// The examples, often enough that they are read apart.
fn project() -> Vec<SourceFile> {
    let file = |path: String, text: String| SourceFile { path, text };
    let mut files = vec![
        file("rolecall.yaml".into(), include_str!("../../../examples/agency/rolecall.yaml").into()),
        file(
            "groups/agency-support.yaml".into(),
            include_str!("../../../examples/agency/groups/agency-support.yaml").into(),
        ),
        file(
            "groups/care.yaml".into(),
            include_str!("../../../examples/reseller/groups/care.yaml").into(),
        ),
        file(
            "templates/multi-branch.yaml".into(),
            include_str!("../../../examples/reseller/templates/multi-branch.yaml").into(),
        ),
    ];
    let organizations = [
        (
            "acme-dental",
            "239021",
            include_str!("../../../examples/agency/clients/acme-dental.yaml"),
        ),
        ("bloom", "239044", include_str!("../../../examples/agency/clients/bloom.yaml")),
        (
            "cedar-school",
            "239077",
            include_str!("../../../examples/agency/clients/cedar-school.yaml"),
        ),
    ];
    for number in 0..24 {
        let (name, id, text) = organizations[number % organizations.len()];
        let text = text.replace(&format!("name: {name}}}"), &format!("name: {name}-{number}}}"));
        let text = text.replace(id, &format!("{id}{number}"));
        files.push(file(format!("clients/{name}-{number}.yaml"), text));
    }
    files
}

/// Something that happens to a line of a file.
#[derive(Clone, Copy, Debug)]
enum Change {
    Missing,
    Twice,
    Indented,
    CutShort,
    Allowed,
    Spelled,
    Document,
    File,
}

fn changed(files: &mut Vec<SourceFile>, (file, line, change): (usize, usize, Change)) {
    let file = file % files.len();
    let SourceFile { path: _, text } = &files[file];
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let at = line % lines.len().max(1);
    let Some(line) = lines.get(at).cloned() else { return };
    match change {
        Change::Missing => drop(lines.remove(at)),
        Change::Twice => lines.insert(at, line),
        Change::Indented => lines[at].insert_str(0, "  "),
        Change::CutShort => lines[at].truncate(line.floor_char_boundary(line.len() / 2)),
        Change::Allowed => lines[at].push_str(" # rolecall: allow RC104 we know"),
        Change::Spelled => lines[at] = line.replacen('a', "e", 1),
        Change::Document => lines.extend(["---".to_owned()].into_iter().chain(lines.clone())),
        Change::File => {
            let copy =
                SourceFile { path: format!("clients/copy-of-{file}.yaml"), text: text.clone() };
            return files.push(copy);
        }
    }
    files[file].text = lines.join("\n");
}

fn change() -> impl Strategy<Value = (usize, usize, Change)> {
    use Change::{Allowed, CutShort, Document, File, Indented, Missing, Spelled, Twice};
    let all = vec![Missing, Twice, Indented, CutShort, Allowed, Spelled, Document, File];
    (any::<usize>(), any::<usize>(), prop::sample::select(all))
}

fn together(files: &[SourceFile]) -> Loaded {
    super::add_up(Report::new(files), files, TODAY, &mut |_| {})
}

#[test]
fn examples_are_read_apart() {
    let files = project();
    let whole = format!("{:?}", together(&files));
    for threads in 1..=5 {
        let apart = apart::load(&files, TODAY, threads).expect("nothing is wrong");
        assert_eq!(apart.organizations.len(), 24);
        assert_eq!(format!("{apart:?}"), whole, "on {threads} threads");
    }
}

#[test]
fn whatever_is_read_apart_is_what_is_read_together() {
    let (apart, together_alone) = (Cell::new(0_u32), Cell::new(0_u32));
    let config =
        ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() };
    let mut runner = proptest::test_runner::TestRunner::new_with_rng(
        config,
        proptest::test_runner::TestRng::deterministic_rng(
            proptest::test_runner::RngAlgorithm::ChaCha,
        ),
    );
    let changes = (prop::collection::vec(change(), 0..3), 1_usize..5);
    let run = runner.run(&changes, |(changes, threads)| {
        let mut files = project();
        changes.into_iter().for_each(|it| changed(&mut files, it));
        let Some(loaded) = apart::load(&files, TODAY, threads) else {
            together_alone.set(together_alone.get() + 1);
            return Ok(());
        };
        apart.set(apart.get() + 1);
        prop_assert_eq!(format!("{loaded:?}"), format!("{:?}", together(&files)));
        Ok(())
    });
    run.unwrap();
    assert!(apart.get() > 25, "read apart: {}", apart.get());
    assert!(together_alone.get() > 25, "read together alone: {}", together_alone.get());
}
