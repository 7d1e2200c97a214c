use super::credential::CREDENTIAL;
use super::{PlatformChoice, Project, Rate, SandboxFiles, Timeouts, credential};
use crate::manifest::diagnostic::{Code, Problem, Report, escape};
use crate::manifest::document::Document;
use crate::manifest::lint::Level;
use crate::manifest::node::{Node, Value};
use crate::manifest::reader::{self, Fields, did_you_mean};
use crate::manifest::safety::{self, SAFETY};
use crate::manifest::shape::Shape::{Bool, Integer, Like, List, Map, Named, Number, Of, Text};
use crate::manifest::shape::{DATE, DURATION, GLOB, LINTS, PERCENT, TIMEZONE, object};
use crate::model::text::compared;
use crate::model::{InvalidStore, StoreLocation};
use std::collections::BTreeMap;
use std::time::Duration;

object! {
    /// How this repository talks to the platform and how careful it is. One per repository, in `rolecall.yaml`.
    pub(in crate::manifest) PROJECT {
        "platform" Text, "`respond-io-console`, `respond-io-developer`, `sandbox`, or the path of a Platform file.";
        "baseUrl" Like("^https?://[^@?# ]+$"), "Replaces the profile's base URL.";
        "credentials" Map(&Of(&CREDENTIAL)), "Where credentials come from, by name. Never the secrets themselves.";
        "sandbox" Of(&SANDBOX), "Files of the embedded platform.";
        "timezone" Named(&TIMEZONE), "Zone of workspaces that are created without one. Left out: `UTC`.";
        "safety" Of(&SAFETY), "How careful to be, where an organization doesn't say.";
        "allowAssumed" Bool, "Whether writes that nobody has shown to work are made all the same.";
        "rate" Of(&RATE), "How fast the platform may be asked. Replaces the profile's rate.";
        "timeouts" Of(&TIMEOUTS), "How long things may take.";
        "lints" Named(&LINTS), "Levels of lints that differ from their defaults, by code.";
        "staff" List(&Named(&GLOB)), "The reseller's own people; everybody else is a client user.";
        "holidays" List(&Named(&DATE)), "Days that are no working days.";
        "store" Text, "Where locks, journals, reports and plans are kept: `s3://bucket/prefix`, `gs://bucket/prefix`, `az://container/prefix` or `file:///path`. Left out: `.rolecall`.";
        "parallelism" Integer(1, 1000), "Organizations at a time. Left out: 8.";
        "exclude" List(&Text), "Globs of files and folders that are not read: paths from the Project's folder, or names.";
    }
}

object! {
    /// Files of the embedded platform, relative to the Project's folder.
    SANDBOX {
        "seed" Text, "The state that it starts from.";
        "state" Text, "Where its state is kept. Left out: `.rolecall/sandbox.json`.";
    }
}

object! {
    /// How fast the platform may be asked.
    RATE required ["perSecond"] {
        "perSecond" Number(0.01, 1000.0), "Requests a second, per organization and operation.";
        "headroom" Named(&PERCENT), "Share of it that is left unused.";
    }
}

object! {
    /// How long things may take.
    TIMEOUTS {
        "request" Named(&DURATION), "One request. Left out: `30s`.";
        "retry" Named(&DURATION), "All tries of one call. Left out: `2m`.";
        "readBack" Named(&DURATION), "Looking up a lost answer. Left out: `5s`.";
        "verify" Named(&DURATION), "Waiting for the platform to show what was done. Left out: `10s`.";
        "lease" Named(&DURATION), "How long a lock in an object store counts after it was last renewed. Left out: `60s`.";
    }
}

const BUILT_IN: &[&str] = &["respond-io-console", "respond-io-developer", "sandbox"];

/// Reads a Project. Fields with errors get their defaults, so that the rest can be checked against it.
pub(in crate::manifest) fn read(document: &Document, report: &Report<'_>) -> Project {
    let source = report.source(document.place);
    let mut project = Project::new(document.name.as_str(), source);
    let Some(fields) = Fields::of(&document.spec, &PROJECT, report) else { return project };
    project.lints = fields.read("lints", lints).unwrap_or_default();
    report.lints().levels.clone_from(&project.lints);
    if let Some(platform) = fields.read("platform", platform) {
        project.platform = platform;
    }
    project.base_url = fields.read("baseUrl", base_url);
    if let Some(credentials) = fields.read("credentials", credential::read) {
        project.credentials = credentials;
    }
    if let Some(sandbox) = fields.read("sandbox", sandbox) {
        project.sandbox = sandbox;
    }
    if let Some(timezone) = fields.read("timezone", reader::timezone) {
        project.timezone = timezone;
    }
    if let Some(given) = fields.read("safety", |node, report| safety::read(node, report)) {
        project.safety = given.over(&project.safety);
    }
    if let Some(allow) = fields.read("allowAssumed", reader::boolean) {
        project.allow_assumed = allow;
    }
    project.rate = fields.read("rate", rate);
    if let Some(timeouts) = fields.read("timeouts", timeouts) {
        project.timeouts = timeouts;
    }
    let before = report.errors();
    project.staff = fields.read("staff", |node, report| reader::list(node, report, glob));
    if report.errors() > before {
        // Who is missing would be told to be a client user.
        project.staff = None;
    }
    project.holidays = fields
        .read("holidays", |node, report| reader::list(node, report, reader::date))
        .unwrap_or_default();
    fields.read("exclude", |node, report| reader::list(node, report, reader::filled));
    project.store = fields.read("store", store);
    if let Some(number) =
        fields.read("parallelism", |node, report| reader::integer(node, 1..=1000, report))
    {
        project.parallelism = usize::try_from(number).unwrap_or(project.parallelism);
    }
    project
}

fn platform(node: &Node, report: &Report<'_>) -> Option<PlatformChoice> {
    let text = reader::filled(node, report)?;
    if BUILT_IN.contains(&text) {
        return Some(PlatformChoice::BuiltIn(text.to_owned()));
    }
    if text.contains('/') || text.ends_with(".yaml") || text.ends_with(".yml") {
        return Some(PlatformChoice::File(text.to_owned()));
    }
    let message = format!("there is no built-in platform `{}`", escape(text));
    let problem = Problem::new(Code::UnknownReference, node.place, message);
    let listed = did_you_mean(text, BUILT_IN.iter().copied());
    report
        .tell(problem.maybe_help(listed.map(|it| format!("{it}; or the path of a Platform file"))));
    None
}

fn base_url(node: &Node, report: &Report<'_>) -> Option<String> {
    let text = reader::filled(node, report)?;
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let wrong = match rest {
        None => Some("it has to begin with `https://`"),
        Some(rest) if rest.split('/').next().is_none_or(|host| host.is_empty()) => {
            Some("there is no host in it")
        }
        Some(rest) if rest.contains('@') => Some("credentials don't belong in it"),
        Some(rest) if rest.contains(['?', '#', ' ']) => Some("only a host and a path can be in it"),
        Some(_) => None,
    };
    if let Some(wrong) = wrong {
        let problem =
            Problem::new(Code::InvalidValue, node.place, "this is no base URL").help(wrong);
        report.tell(problem.hidden());
        return None;
    }
    Some(text.to_owned())
}

fn store(node: &Node, report: &Report<'_>) -> Option<StoreLocation> {
    let store = StoreLocation::parse(reader::filled(node, report)?);
    let tell = |error: &InvalidStore| {
        let message = format!("this is no store: {error}");
        let problem = Problem::new(Code::InvalidValue, node.place, message).help(error.help());
        report.tell(problem.hidden());
    };
    store.inspect_err(tell).ok()
}

fn sandbox(node: &Node, report: &Report<'_>) -> Option<SandboxFiles> {
    let fields = Fields::of(node, &SANDBOX, report)?;
    let seed = fields.read("seed", reader::filled).map(str::to_owned);
    let state = fields.read("state", reader::filled).map(str::to_owned);
    let default = SandboxFiles::default();
    Some(SandboxFiles { seed, state: state.unwrap_or(default.state) })
}

fn rate(node: &Node, report: &Report<'_>) -> Option<Rate> {
    let fields = Fields::of(node, &RATE, report)?;
    let per_second = fields.need("perSecond", |node, report| {
        let text = reader::text(node, report)?;
        let rate = text.parse().ok().filter(|rate: &f64| (0.01..=1000.0).contains(rate));
        if rate.is_none() {
            let message = format!("`{}` is no rate", escape(text));
            let help = "write a number of requests a second, from 0.01 to 1000";
            report.tell(Problem::new(Code::InvalidValue, node.place, message).help(help));
        }
        rate
    });
    let headroom = fields.read("headroom", |node, report| {
        let percent = reader::percent(node, report)?;
        if percent == 100 {
            let message = "a headroom of 100% leaves no request";
            report.tell(Problem::new(Code::InvalidValue, node.place, message));
            return None;
        }
        Some(percent)
    });
    Some(Rate { per_second: per_second?, headroom_percent: headroom.unwrap_or(0) })
}

fn timeouts(node: &Node, report: &Report<'_>) -> Option<Timeouts> {
    let fields = Fields::of(node, &TIMEOUTS, report)?;
    let default = Timeouts::default();
    let read = |name, default| fields.read(name, duration).unwrap_or(default);
    Some(Timeouts {
        request: read("request", default.request),
        retry: read("retry", default.retry),
        read_back: read("readBack", default.read_back),
        verify: read("verify", default.verify),
        lease: lease(&fields, read("request", default.request)),
    })
}

/// How long a lock counts. A request that takes longer may come to be after somebody else has taken the lock.
fn lease(fields: &Fields<'_, '_, '_>, request: Duration) -> Duration {
    let default = Timeouts::default().lease;
    let lease = fields.read("lease", |node, report| {
        let lease = duration(node, report)?;
        if lease < Duration::from_secs(1) {
            let message = "a lease of less than a second can't be renewed in time";
            report.tell(Problem::new(Code::InvalidValue, node.place, message));
            return None;
        }
        Some(lease)
    });
    let lease = lease.unwrap_or(default);
    if lease < request {
        let place = fields.key(if fields.has("lease") { "lease" } else { "request" });
        let message = "the lease of a lock is shorter than a request may take";
        let help = "make `timeouts.lease` at least as long as `timeouts.request`: a call that is still on its way when \
                    the lock is lost would run beside its next holder's";
        fields.report.tell(Problem::new(Code::ShortLease, place, message).help(help));
    }
    lease
}

/// `500ms`, `30s`, `5m`; at most an hour.
fn duration(node: &Node, report: &Report<'_>) -> Option<Duration> {
    let text = reader::text(node, report)?;
    let split = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let number: Option<u64> = text[..split].parse().ok();
    let unit = match &text[split..] {
        "ms" => Some(1),
        "s" => Some(1_000),
        "m" => Some(60_000),
        _ => None,
    };
    let time = number.zip(unit).and_then(|(number, unit)| number.checked_mul(unit));
    let time = time.filter(|ms| *ms <= 3_600_000);
    if time.is_none() {
        let message = format!("`{}` is no time", escape(text));
        let help = "write a whole number with its unit, like `500ms`, `30s` or `5m`, up to an hour";
        report.tell(Problem::new(Code::InvalidValue, node.place, message).help(help));
    }
    time.map(Duration::from_millis)
}

fn lints(node: &Node, report: &Report<'_>) -> Option<BTreeMap<Code, Level>> {
    let Value::Mapping(mapping) = &node.value else {
        let message = format!("expected levels by code, found {}", node.value);
        let help = "write it like `{RC101: error, RC104: off}`";
        report.tell(Problem::new(Code::WrongType, node.place, message).help(help));
        return None;
    };
    let read = mapping.entries.iter().filter_map(|(key, node)| {
        let Some(code) = Code::parse(&key.text).filter(|code| code.is_lint()) else {
            let message = format!("`{}` is no lint whose level can be set", escape(&key.text));
            let help = match Code::parse(&key.text) {
                Some(code) if code.level() == Level::Error => {
                    Some("what is wrong with this code is always an error".to_owned())
                }
                _ => did_you_mean(&key.text, Code::lints().map(Code::word)),
            };
            report.tell(Problem::new(Code::UnknownWord, key.place, message).maybe_help(help));
            return None;
        };
        Some((code, reader::word(node, Level::ALL, "level of a lint", report)?))
    });
    Some(read.collect())
}

/// A glob over e-mail addresses, in the form in which they are compared.
pub(in crate::manifest) fn glob(node: &Node, report: &Report<'_>) -> Option<String> {
    let glob = reader::filled(node, report)?;
    reader::legible_address(node, report).then(|| compared(glob))
}
