//! A store that speaks S3's language on a port of its own, and does what real ones do at times: it is slow or busy,
//! answers are lost, conditions are ignored.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// The bucket that is there.
pub(crate) const BUCKET: &str = "fleet";
/// What opens it.
pub(crate) const SECRET: &str = "s3cr3t-key-of-the-store";

/// A store. It is gone with the process.
#[derive(Clone)]
pub(crate) struct S3 {
    address: String,
    state: Arc<Mutex<State>>,
}

/// A request, as far as the store looks at it.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) method: String,
    /// The object's name, or what a list is of.
    pub(crate) key: String,
    /// Counts from 1, over all requests.
    pub(crate) number: usize,
    /// Whose request it is: the id of the access key that signed it.
    client: String,
    conditional: Option<Condition>,
    pub(crate) list: bool,
}

impl Asked {
    pub(crate) fn is_conditional(&self) -> bool {
        self.conditional.is_some()
    }
}

#[derive(Clone, Debug)]
enum Condition {
    Absent,
    Matches(String),
}

/// What goes wrong with a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    None,
    /// The answer takes so long.
    Slow(Duration),
    /// It answers so without doing it.
    Status(u16, &'static str),
    /// It does it, and the connection breaks before the answer.
    Lost,
    /// The connection breaks before it does it.
    Reset,
    /// It does it, and the answer says 500.
    DoneBut500,
}

/// All of it, now and then, and never twice in a row to one request of one client: whoever tries again gets through,
/// however many others ask for the same.
pub(crate) fn now_and_then() -> impl FnMut(&Asked) -> Fault + Send {
    let mut failed = BTreeSet::new();
    move |asked| {
        let request = (asked.client.clone(), asked.method.clone(), asked.key.clone());
        if failed.remove(&request) {
            return Fault::None;
        }
        let fault = match asked.number.wrapping_mul(2_654_435_761) % 13 {
            0 => Fault::Lost,
            1 => Fault::Reset,
            2 => Fault::Status(500, "InternalError"),
            3 => Fault::Status(503, "SlowDown"),
            4 => Fault::DoneBut500,
            5 => Fault::Slow(Duration::from_millis(40)),
            _ => return Fault::None,
        };
        failed.insert(request);
        fault
    }
}

type Faults = Box<dyn FnMut(&Asked) -> Fault + Send>;

struct State {
    objects: BTreeMap<String, Object>,
    asked: Vec<Asked>,
    faults: Faults,
    ignores_conditions: bool,
    tells_no_times: bool,
    /// Lists leave out what was written last.
    stale_lists: bool,
    tags: u64,
    /// How far its clock is ahead, in seconds.
    ahead: i64,
}

#[derive(Clone)]
struct Object {
    bytes: Vec<u8>,
    tag: u64,
    modified: i64,
}

impl S3 {
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let state = State {
            objects: BTreeMap::new(),
            asked: Vec::new(),
            faults: Box::new(|_| Fault::None),
            ignores_conditions: false,
            tells_no_times: false,
            stale_lists: false,
            tags: 0,
            ahead: 0,
        };
        let store = Self { address, state: Arc::new(Mutex::new(state)) };
        let served = store.clone();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let served = served.clone();
                thread::spawn(move || served.serve(stream));
            }
        });
        store
    }

    /// The environment that opens it.
    pub(crate) fn variables(&self) -> BTreeMap<String, String> {
        self.variables_of("AKIAFLEET")
    }

    /// The environment of one client among several, by the id of its access key.
    pub(crate) fn variables_of(&self, client: &str) -> BTreeMap<String, String> {
        let pairs = [
            ("AWS_ENDPOINT_URL", self.address.as_str()),
            ("AWS_ACCESS_KEY_ID", client),
            ("AWS_SECRET_ACCESS_KEY", SECRET),
            ("AWS_REGION", "us-east-1"),
        ];
        pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).into()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    pub(crate) fn faults(&self, faults: impl FnMut(&Asked) -> Fault + Send + 'static) {
        self.state().faults = Box::new(faults);
    }

    pub(crate) fn ignore_conditions(&self) {
        self.state().ignores_conditions = true;
    }

    pub(crate) fn tell_no_times(&self) {
        self.state().tells_no_times = true;
    }

    pub(crate) fn make_lists_stale(&self) {
        self.state().stale_lists = true;
    }

    /// Sets its clock forward.
    pub(crate) fn pass(&self, time: Duration) {
        self.state().ahead += i64::try_from(time.as_secs()).unwrap();
    }

    /// All names, sorted.
    pub(crate) fn names(&self) -> Vec<String> {
        self.state().objects.keys().cloned().collect()
    }

    pub(crate) fn read(&self, name: &str) -> Option<String> {
        let bytes = self.state().objects.get(name)?.bytes.clone();
        Some(String::from_utf8(bytes).unwrap())
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        self.state().put(name, text.as_bytes().to_vec());
    }

    pub(crate) fn remove(&self, name: &str) {
        assert!(self.state().objects.remove(name).is_some(), "{name}");
    }

    /// What was asked since this was called last.
    pub(crate) fn asked(&self) -> Vec<Asked> {
        std::mem::take(&mut self.state().asked)
    }

    fn serve(&self, stream: TcpStream) {
        let mut reader = BufReader::new(stream.try_clone().unwrap());
        let mut stream = stream;
        while let Some((head, body)) = request(&mut reader) {
            let (fault, asked) = {
                let mut state = self.state();
                let asked = head.asked(state.asked.len() + 1);
                state.asked.push(asked.clone());
                ((state.faults)(&asked), asked)
            };
            let answer = match fault {
                Fault::Reset => return,
                Fault::Status(status, code) => failure(status, code),
                Fault::Slow(time) => {
                    thread::sleep(time);
                    self.state().answer(&asked, &head, body)
                }
                Fault::None => self.state().answer(&asked, &head, body),
                Fault::Lost => {
                    let _ = self.state().answer(&asked, &head, body);
                    return;
                }
                Fault::DoneBut500 => {
                    let _ = self.state().answer(&asked, &head, body);
                    failure(500, "InternalError")
                }
            };
            if stream.write_all(&answer.bytes(asked.method == "HEAD")).is_err() {
                return;
            }
        }
    }
}

/// The first line and the headers of a request.
struct Head {
    method: String,
    bucket: String,
    key: String,
    query: BTreeMap<String, String>,
    headers: BTreeMap<String, String>,
}

impl Head {
    fn asked(&self, number: usize) -> Asked {
        let list = self.method == "GET" && self.key.is_empty();
        let key = match list {
            true => self.query.get("prefix").cloned().unwrap_or_default(),
            false => self.key.clone(),
        };
        let conditional = match (self.headers.get("if-none-match"), self.headers.get("if-match")) {
            (Some(_), _) => Some(Condition::Absent),
            (None, Some(tag)) => Some(Condition::Matches(tag.clone())),
            (None, None) => None,
        };
        let signed = self.headers.get("authorization").map_or("", String::as_str);
        let signed = signed.split_once("Credential=").map_or("", |(_, credential)| credential);
        let client = signed.split('/').next().unwrap_or_default().to_owned();
        Asked { method: self.method.clone(), key, number, client, conditional, list }
    }
}

fn request(reader: &mut BufReader<TcpStream>) -> Option<(Head, Vec<u8>)> {
    let mut line = || {
        let mut line = String::new();
        (reader.read_line(&mut line).ok()? > 0).then(|| line.trim_end().to_owned())
    };
    let first = line()?;
    let mut words = first.split(' ');
    let (method, target) = (words.next()?.to_owned(), words.next()?.to_owned());
    let mut headers = BTreeMap::new();
    loop {
        let line = line()?;
        if line.is_empty() {
            break;
        }
        let (name, value) = line.split_once(':')?;
        headers.insert(name.to_ascii_lowercase(), value.trim().to_owned());
    }
    let length = headers.get("content-length").and_then(|it| it.parse().ok()).unwrap_or(0);
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    let decode =
        |text: &str| percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned();
    let (path, query) = target.split_once('?').unwrap_or((&target, ""));
    let path = path.trim_start_matches('/');
    let (bucket, key) = path.split_once('/').unwrap_or((path, ""));
    let query = query.split('&').filter(|it| !it.is_empty()).map(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        (decode(name), decode(&value.replace('+', " ")))
    });
    let head =
        Head { method, bucket: decode(bucket), key: decode(key), query: query.collect(), headers };
    Some((head, body))
}

struct Answer {
    status: u16,
    headers: Vec<(&'static str, String)>,
    body: Vec<u8>,
}

impl Answer {
    fn bytes(self, head_only: bool) -> Vec<u8> {
        let mut text = format!("HTTP/1.1 {} X\r\n", self.status);
        for (name, value) in &self.headers {
            text += &format!("{name}: {value}\r\n");
        }
        text += &format!("content-length: {}\r\n\r\n", self.body.len());
        let mut bytes = text.into_bytes();
        if !head_only {
            bytes.extend(self.body);
        }
        bytes
    }
}

fn failure(status: u16, code: &str) -> Answer {
    let body = format!("<Error><Code>{code}</Code><Message>as the test wants it</Message></Error>");
    Answer { status, headers: vec![("content-type", "application/xml".into())], body: body.into() }
}

impl State {
    fn now(&self) -> i64 {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
        i64::try_from(since).unwrap() + self.ahead
    }

    fn put(&mut self, name: &str, bytes: Vec<u8>) -> u64 {
        self.tags += 1;
        let object = Object { bytes, tag: self.tags, modified: self.now() };
        self.objects.insert(name.to_owned(), object);
        self.tags
    }

    fn answer(&mut self, asked: &Asked, head: &Head, body: Vec<u8>) -> Answer {
        if head.bucket != BUCKET {
            return failure(404, "NoSuchBucket");
        }
        let there = self.objects.get(&asked.key).cloned();
        match asked.method.as_str() {
            "PUT" => {
                let holds = match (&asked.conditional, &there) {
                    _ if self.ignores_conditions => true,
                    (None, _) | (Some(Condition::Absent), None) => true,
                    (Some(Condition::Matches(tag)), Some(there)) => *tag == quoted(there.tag),
                    (Some(_), _) => false,
                };
                if !holds {
                    return failure(412, "PreconditionFailed");
                }
                let tag = self.put(&asked.key, body);
                Answer { status: 200, headers: vec![("etag", quoted(tag))], body: Vec::new() }
            }
            "DELETE" => {
                self.objects.remove(&asked.key);
                Answer { status: 204, headers: Vec::new(), body: Vec::new() }
            }
            "GET" if asked.list => self.list(&asked.key),
            _ => match there {
                None => failure(404, "NoSuchKey"),
                Some(object) => {
                    let mut headers = vec![("etag", quoted(object.tag))];
                    if !self.tells_no_times {
                        let time = jiff::Timestamp::from_second(object.modified).unwrap();
                        let time = time.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string();
                        headers.push(("last-modified", time));
                    }
                    Answer { status: 200, headers, body: object.bytes }
                }
            },
        }
    }

    fn list(&self, prefix: &str) -> Answer {
        let newest = self.objects.values().map(|it| it.tag).max();
        let mut body = "<ListBucketResult><IsTruncated>false</IsTruncated>".to_owned();
        for (name, object) in self.objects.range(prefix.to_owned()..) {
            if !name.starts_with(prefix) {
                break;
            }
            if self.stale_lists && Some(object.tag) == newest {
                continue;
            }
            let name = name.replace('&', "&amp;").replace('<', "&lt;");
            let time = jiff::Timestamp::from_second(object.modified).unwrap();
            body += &format!(
                "<Contents><Key>{name}</Key><LastModified>{time}</LastModified><ETag>{}</ETag><Size>{}</Size></Contents>",
                quoted(object.tag),
                object.bytes.len()
            );
        }
        body += "</ListBucketResult>";
        Answer { status: 200, headers: Vec::new(), body: body.into() }
    }
}

fn quoted(tag: u64) -> String {
    format!("\"{tag}\"")
}
