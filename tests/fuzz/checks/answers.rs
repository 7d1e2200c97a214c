use rolecall::manifest::{PlatformChoice, Rate, Timeouts};
use rolecall::model::{Email, OrganizationId, Slug};
use rolecall::platform::{
    Client, ClientSettings, Credentials, Observe as _, Profile, Redaction, Target,
};
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Mutex, OnceLock};
use std::time::Duration;

/// What the account logs in with; the server sends it back with every answer.
const PASSWORD: &str = "marked-secret-of-the-account";

/// The answers of a platform, one after the other, with a zero byte between them; the last one again and again. Whatever
/// they are, there is a snapshot or one error, and no secret in either.
pub(crate) fn answers(bytes: &[u8]) {
    let server = server();
    *server.answers.lock().unwrap() =
        bytes.split(|byte| *byte == 0).map(<[u8]>::to_vec).rev().collect();
    let redaction = Redaction::default();
    let account =
        Credentials::one_account(&Email::parse("ops@agency.example").unwrap(), PASSWORD.into());
    let settings = ClientSettings {
        base_url: Some(server.address.clone()),
        rate: Some(Rate { per_second: 1000.0, headroom_percent: 0 }),
        timeouts: Timeouts {
            request: Duration::from_secs(1),
            retry: Duration::ZERO,
            ..Timeouts::default()
        },
        ..ClientSettings::new(account.with_redaction(redaction.clone()))
    };
    let profile =
        Profile::load(&PlatformChoice::BuiltIn("respond-io-console".to_owned()), &[]).unwrap();
    let client = Client::new(profile, settings).unwrap();
    let target = Target {
        name: Slug::parse("acme").unwrap(),
        id: OrganizationId::new(10),
        credentials: "default".to_owned(),
        workspaces: Vec::new(),
        ignore: Vec::new(),
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let shown = match runtime.block_on(client.observe(&target)) {
        Ok(snapshot) => serde_json::to_string(&redaction.cleaned(snapshot)).unwrap(),
        Err(error) => {
            format!("{} {}", redaction.clean(&error.what), error.help.unwrap_or_default())
        }
    };
    assert!(!shown.contains(PASSWORD), "{shown}");
}

struct Server {
    address: String,
    /// The next one last.
    answers: Mutex<Vec<Vec<u8>>>,
}

/// One for the whole process: a log-in succeeds, and everything else is answered as it is told.
fn server() -> &'static Server {
    static SERVER: OnceLock<Server> = OnceLock::new();
    SERVER.get_or_init(|| {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                // A connection may be opened in advance, and nothing come through it for a while.
                std::thread::spawn(move || answer(stream));
            }
        });
        Server { address, answers: Mutex::default() }
    })
}

fn answer(mut stream: TcpStream) -> std::io::Result<()> {
    let (mut request, mut some) = (Vec::new(), [0; 4096]);
    while !whole(&request) {
        match stream.read(&mut some)? {
            0 => break,
            length => request.extend_from_slice(&some[..length]),
        }
    }
    let body = if request.windows(12).any(|it| it == b" /auth/login") {
        br#"{"status":"success","data":{"token":"t0ken-of-the-account"},"token":"t0ken-of-the-account"}"#.to_vec()
    } else {
        let mut answers = server().answers.lock().unwrap();
        let next = if answers.len() > 1 { answers.pop() } else { answers.last().cloned() };
        let text = next.unwrap_or_default();
        drop(answers);
        // Where the input says so, the secret comes back.
        let marked = String::from_utf8_lossy(&text).replace("SECRET", PASSWORD);
        if marked.contains(PASSWORD) { marked.into_bytes() } else { text }
    };
    let head = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes())?;
    stream.write_all(&body)
}

/// Whether the request is there with its body.
fn whole(request: &[u8]) -> bool {
    let Some(end) = request.windows(4).position(|it| it == b"\r\n\r\n") else { return false };
    let head = String::from_utf8_lossy(&request[..end]).to_lowercase();
    let length =
        head.lines().find_map(|line| line.strip_prefix("content-length:")?.trim().parse().ok());
    request.len() >= end + 4 + length.unwrap_or(0)
}
