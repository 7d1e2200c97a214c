//! A page in a real browser: what Playwright and mitmproxy record of it teaches what the stand-in's recording does.

use crate::console::{Console, Dialect, HeirIn};
use crate::export::{CANARIES, Exporter, har};
use crate::session::{ORGANIZATION, before, learn, load, script, tape};
use rolecall::model::Operation;
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Adds people one by one, says the workspace in a header, and speaks in numbers. Who gets contacts stands in the query:
/// mitmproxy leaves out what a DELETE carries.
const DIALECT: Dialect = Dialect { heir: HeirIn::Query, ..Dialect::ONE_BY_ONE };

/// Speaks that dialect.
const PAGE: &str = include_str!("../browser/console/page.html");

/// What the machine has to have, in the folder that the variable names: Playwright, and mitmproxy in an environment.
fn tools() -> std::path::PathBuf {
    std::env::var_os("TOOLS").expect("TOOLS is the folder of node_modules and mitmproxy").into()
}

/// mitmproxy, which writes what went through it when it ends.
struct Proxy {
    process: Child,
    port: u16,
}

impl Proxy {
    fn start(tools: &Path, into: &Path) -> Self {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let process = Command::new(tools.join("mitmproxy/bin/mitmdump"))
            .args(["--quiet", "--listen-host", "127.0.0.1", "--listen-port", &port.to_string()])
            .arg("--set")
            .arg(format!("hardump={}", into.display()))
            .arg("--set")
            .arg(format!("confdir={}", into.with_extension("conf").display()))
            .stdin(Stdio::null())
            .spawn()
            .unwrap();
        let mut proxy = Self { process, port };
        let began = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert_eq!(proxy.process.try_wait().unwrap(), None, "the proxy has ended");
            assert!(began.elapsed() < Duration::from_secs(60), "the proxy takes nothing");
            std::thread::yield_now();
        }
        proxy
    }

    fn end(mut self) {
        let id = self.process.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        self.process.wait().unwrap();
    }
}

#[test]
#[ignore = "needs Chromium, Playwright and mitmproxy: .ci/review runs it"]
fn a_real_browser_teaches_what_the_stand_in_does() {
    let dialect = DIALECT;
    let script = script(21);
    let tools = tools();
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str| folder.path().join(name);
    std::fs::write(file("learn.json"), serde_json::to_string(&script).unwrap()).unwrap();
    let console = Console::with_page(dialect, before(), ORGANIZATION, PAGE);
    let proxy = Proxy::start(&tools, &file("mitmproxy.har"));
    let recorded = Command::new("node")
        .arg("tests/browser/console/record.mjs")
        .args([console.url(), file("learn.json").to_str().unwrap()])
        .args([file("playwright.har").to_str().unwrap()])
        .arg(format!("http://127.0.0.1:{}", proxy.port))
        .env("TOOLS", &tools)
        .status()
        .unwrap();
    proxy.end();
    assert!(recorded.success(), "{recorded}");
    let after = console.state();
    assert_eq!((after.name, after.workspaces.len()), (before().name, before().workspaces.len()));
    assert!(after.users.keys().all(|email| !email.starts_with("qa+")), "somebody is left");

    let stand_in = learn(&script, &[har(&tape(dialect, &script, false), Exporter::Playwright)]);
    assert_eq!(stand_in.findings.learned.len(), Operation::ALL.len());
    for name in ["playwright.har", "mitmproxy.har"] {
        let recording = std::fs::read(file(name)).unwrap();
        let text = String::from_utf8_lossy(&recording);
        assert!(
            text.contains(CANARIES[0]) && text.contains(CANARIES[1]),
            "{name}: no secret in it"
        );
        let lesson = learn(&script, &[recording]);
        assert_eq!(lesson.file, stand_in.file, "{name}");
        load(&lesson.file).unwrap();
    }
}
