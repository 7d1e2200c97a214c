//! Somebody leaves.
//!
//! | file | has |
//! |---|---|
//! | `named` | generated projects that name them wherever a manifest can |
//! | `whole` | that afterwards no value names them but where that is said |
//! | `cases` | what becomes of single places |

mod cases;
mod named;
mod whole;

use jiff::civil::{Date, date};
use rolecall::manifest::{SourceFile, load};
use rolecall::model::Email;
use rolecall::people::offboard::{Offboarding, Request, offboard};

const WHO: &str = "cy@acme.example";
/// Who takes over.
const HEIR: &str = "ana@acme.example";
const TODAY: Date = date(2026, 11, 26);

fn leaves(files: &[SourceFile], contacts_to: Option<&str>, until: Option<&str>) -> Offboarding {
    let before = load(files, TODAY);
    assert!(!before.has_errors(), "{:?}", before.diagnostics);
    let receiver = contacts_to.map(|it| Email::parse(it).unwrap());
    offboard(&Request {
        files,
        organizations: &before.organizations,
        people: &[Email::parse(WHO).unwrap()].into(),
        contacts_to: receiver.as_ref(),
        until: until.map(|it| it.parse().unwrap()),
        today: TODAY,
    })
}

fn is_sound(files: &[SourceFile]) -> bool {
    !load(files, TODAY).has_errors()
}

fn changed(files: &[SourceFile], done: &Offboarding) -> Vec<SourceFile> {
    let text = |it: &SourceFile| done.texts.get(&it.path).unwrap_or(&it.text).clone();
    files.iter().map(|it| SourceFile { path: it.path.clone(), text: text(it) }).collect()
}
