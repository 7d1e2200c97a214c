//! Whatever a manifest holds: no panic, and what is wrong is said at a line.
#![no_main]

use jiff::civil::date;
use libfuzzer_sys::fuzz_target;
use rolecall::manifest::{self, SourceFile};

fuzz_target!(|text: &str| {
    let files = [SourceFile { path: "x.yaml".to_owned(), text: text.to_owned() }];
    let loaded = manifest::load(&files, date(2026, 11, 23));
    assert!(loaded.diagnostics.iter().all(|it| it.location.line > 0 && it.location.column > 0));
    let shown = manifest::text(&loaded.diagnostics, true);
    assert_eq!(shown.is_empty(), loaded.diagnostics.is_empty());
});
