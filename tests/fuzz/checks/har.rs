use jiff::{Timestamp, civil::date};
use rolecall::learn::file::{About, platform};
use rolecall::learn::infer::{Findings, infer};
use rolecall::learn::recording::{Collector, Marks, Overview};
use rolecall::learn::script::{Probes, Script, steps};
use rolecall::manifest::{self, PlatformChoice, SourceFile};
use rolecall::model::{Operation, OrganizationId};
use rolecall::platform::{Profile, Recorded};
use std::sync::OnceLock;

/// What stands in a recording wherever the input says SECRET.
const TOKEN: &str = "eyJhbGciOiJSUzI1NiJ9.c2VjcmV0LW9mLTQyMDQy.5f3e9a1b7c";

/// A recording of somebody who follows a script, or what calls itself one: no panic, what is learned is a sound
/// Platform, and no token of the recording is in it or in what is said.
pub(crate) fn har(bytes: &[u8]) {
    let marked = String::from_utf8_lossy(bytes);
    let marked = match marked.contains("SECRET") {
        true => marked.replace("SECRET", TOKEN).into_bytes(),
        false => bytes.to_vec(),
    };
    let (base, script) = known();
    let marks = Marks::of(script);
    let mut overview = Overview::default();
    if let Err(error) = overview.read(marked.as_slice(), &marks) {
        return assert!(!error.to_string().contains(TOKEN), "{error}");
    }
    let Some(origin) = overview.origin(None).map(str::to_owned) else { return };
    let mut collector = Collector::new(&overview, &marks, &origin);
    collector.read(marked.as_slice()).unwrap();
    let findings = infer(script, &collector.finish(), base);
    let file = file(&findings, base, &origin);
    assert!(origin.contains(TOKEN) || !file.contains(TOKEN), "{file}");
    for missing in findings.missing.values() {
        assert!(!missing.why.told().contains(TOKEN), "{}", missing.why.told());
    }
    if !findings.learned.is_empty() {
        let files = [SourceFile { path: "learned.yaml".to_owned(), text: file }];
        let wrong = Profile::check(&files);
        assert!(wrong.is_empty(), "{}\n{}", manifest::text(&wrong, false), files[0].text);
    }
}

fn file(findings: &Findings, base: &Profile, origin: &str) -> String {
    let recorded = Recorded {
        on: date(2026, 11, 20),
        host: "console.example".to_owned(),
        digest: format!("sha256:{}", "0".repeat(64)),
    };
    let operations = Operation::ALL;
    platform(findings, &About { name: "learned", base, origin, recorded: &recorded, operations })
}

/// The built-in profile, and one script: the kept recordings are of it.
fn known() -> &'static (Profile, Script) {
    static KNOWN: OnceLock<(Profile, Script)> = OnceLock::new();
    KNOWN.get_or_init(|| {
        let console = PlatformChoice::BuiltIn("respond-io-console".to_owned());
        let base = Profile::load(&console, &[]).unwrap();
        let id = OrganizationId::new(239_021);
        let probes = Probes::new("qa+{n}@agency.example", id, 7).unwrap();
        let made: Timestamp = "2026-11-20T09:00:00Z".parse().unwrap();
        let script = steps(id, Some("Acme Dental"), &probes, &base.clicks(), made);
        (base, script)
    })
}
