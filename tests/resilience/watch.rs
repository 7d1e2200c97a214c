//! A platform that sees who works on what: each run comes through a door of its own.

use std::collections::BTreeMap;
use std::io::{BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

/// Watches for two runs that change one organization at one time.
#[derive(Clone)]
pub(crate) struct Watch {
    platform: String,
    seen: Arc<Mutex<Seen>>,
}

#[derive(Default)]
struct Seen {
    /// Who is changing which organization now, with how many calls.
    inside: BTreeMap<String, (usize, usize)>,
    two_at_once: Vec<String>,
    writes: usize,
}

impl Watch {
    /// `platform` is where it is: `http://127.0.0.1:4711`.
    pub(crate) fn of(platform: &str) -> Self {
        let platform = platform.trim_start_matches("http://").to_owned();
        Self { platform, seen: Arc::default() }
    }

    /// A door for one run; answers its address.
    pub(crate) fn door(&self, run: usize) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let watch = self.clone();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let watch = watch.clone();
                thread::spawn(move || watch.pass(stream, run));
            }
        });
        address
    }

    /// What it saw, and how many changes went through.
    pub(crate) fn told(&self) -> (Vec<String>, usize) {
        let seen = self.seen.lock().unwrap();
        (seen.two_at_once.clone(), seen.writes)
    }

    /// Hands on requests one by one. An answer goes back even where nobody waits for it any more.
    fn pass(&self, mut stream: TcpStream, run: usize) -> Option<()> {
        let mut reader = BufReader::new(stream.try_clone().ok()?);
        loop {
            let request = message(&mut reader)?;
            let first = String::from_utf8_lossy(&request).lines().next()?.to_owned();
            let organization = changes(&first);
            if let Some(organization) = &organization {
                self.enter(organization, run);
            }
            let answer = self.ask(&request);
            if let Some(organization) = &organization {
                self.leave(organization);
            }
            stream.write_all(&answer?).ok()?;
        }
    }

    fn ask(&self, request: &[u8]) -> Option<Vec<u8>> {
        let mut platform = TcpStream::connect(&self.platform).ok()?;
        platform.write_all(request).ok()?;
        message(&mut BufReader::new(platform))
    }

    fn enter(&self, organization: &str, run: usize) {
        let mut seen = self.seen.lock().unwrap();
        seen.writes += 1;
        let (who, calls) = seen.inside.get(organization).copied().unwrap_or((run, 0));
        if calls > 0 && who != run {
            seen.two_at_once.push(format!("{organization}: {who} and {run}"));
        }
        seen.inside.insert(organization.to_owned(), (run, calls + 1));
    }

    fn leave(&self, organization: &str) {
        let mut seen = self.seen.lock().unwrap();
        if let Some((_, calls)) = seen.inside.get_mut(organization) {
            *calls -= 1;
        }
    }
}

/// The organization that a request changes, by its first line.
fn changes(first: &str) -> Option<String> {
    let mut words = first.split(' ');
    let method = words.next()?;
    let rest = words.next()?.strip_prefix("/api/organization/")?;
    let (organization, what) = rest.split_once('/').unwrap_or((rest, ""));
    let what = what.split('?').next()?;
    // Lists of people and workspaces are asked for by POST.
    let reads = method == "GET" || method == "POST" && ["users", "spaces"].contains(&what);
    (!reads).then(|| organization.to_owned())
}

/// A whole request or answer, whose length is told.
fn message(reader: &mut impl std::io::BufRead) -> Option<Vec<u8>> {
    let mut whole = Vec::new();
    let mut length = 0;
    loop {
        let start = whole.len();
        if reader.read_until(b'\n', &mut whole).ok()? == 0 {
            return None;
        }
        let line = String::from_utf8_lossy(&whole[start..]).trim_end().to_ascii_lowercase();
        if line.is_empty() {
            break;
        }
        if let Some(told) = line.strip_prefix("content-length:") {
            length = told.trim().parse().ok()?;
        }
    }
    let start = whole.len();
    whole.resize(start + length, 0);
    reader.read_exact(&mut whole[start..]).ok()?;
    Some(whole)
}
