//! The same run against servers that others wrote: moto's S3 and Azurite, where they are installed, and files.
//!
//! `.ci/run` installs both. Where one is not on the PATH, its test says so and shows nothing.

use crate::common::{Folder, Said, rolecall, said};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

/// A server that ends with the test.
struct Server {
    process: Child,
    /// `127.0.0.1:4711`.
    address: String,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Server {
    /// Starts it and reads where it listens; `None` where it is not installed.
    fn start(program: &str, words: &[&str]) -> Option<Self> {
        // One stream for both: servers differ in where they say it.
        let script = format!("exec {program} {} 2>&1", words.join(" "));
        let installed = Command::new("sh").args(["-c", &format!("command -v {program}")]).output();
        if !installed.is_ok_and(|output| output.status.success()) {
            let _ = writeln!(std::io::stderr(), "!! SKIPPED: {program} is not installed here");
            return None;
        }
        let mut process = Command::new("sh")
            .args(["-c", &script])
            .env("PYTHONUNBUFFERED", "1")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let address = lines.by_ref().map_while(Result::ok).find_map(|line| {
            let (_, rest) = line.split_once("http://")?;
            let address: String = rest
                .chars()
                .take_while(|c| c.is_ascii_alphanumeric() || ".:".contains(*c))
                .collect();
            address.starts_with("127.0.0.1:").then_some(address)
        });
        // What it says later has to go somewhere.
        std::thread::spawn(move || lines.for_each(drop));
        let address = address.expect("where it listens");
        Some(Self { process, address })
    }

    /// A request without a body; answers its status.
    fn put(&self, path: &str, headers: &[(&str, &str)]) -> u16 {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let mut text = format!("PUT {path} HTTP/1.1\r\nhost: {}\r\n", self.address);
        for (name, value) in headers {
            text += &format!("{name}: {value}\r\n");
        }
        text += "content-length: 0\r\nconnection: close\r\n\r\n";
        stream.write_all(text.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer.split(' ').nth(1).unwrap().parse().unwrap()
    }
}

#[test]
fn motos_s3() {
    let Some(server) = Server::start("moto_server", &["-H", "127.0.0.1", "-p", "0"]) else {
        return;
    };
    assert_eq!(server.put("/fleet", &[]), 200);
    let endpoint = format!("http://{}", server.address);
    let variables = [
        ("AWS_ENDPOINT_URL", endpoint.as_str()),
        ("AWS_ACCESS_KEY_ID", "AKIAFLEET"),
        ("AWS_SECRET_ACCESS_KEY", "a-secret-of-moto"),
        ("AWS_REGION", "us-east-1"),
    ];
    suite("s3://fleet/runs", &variables.into());
}

/// The account and key that every Azurite has, and that its documentation prints.
const ACCOUNT: &str = "devstoreaccount1";
const KEY: &str =
    "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

#[test]
fn azurite() {
    let words = [
        "--inMemoryPersistence",
        "--blobHost",
        "127.0.0.1",
        "--blobPort",
        "0",
        "--skipApiVersionCheck",
    ];
    let Some(server) = Server::start("azurite-blob", &words) else { return };
    let date = jiff::Timestamp::now().strftime("%a, %d %b %Y %H:%M:%S GMT").to_string();
    let version = "2021-08-06";
    let signed = format!(
        "PUT\n\n\n\n\n\n\n\n\n\n\n\nx-ms-date:{date}\nx-ms-version:{version}\n/{ACCOUNT}/{ACCOUNT}/fleet\nrestype:container"
    );
    let key = BASE64_STANDARD.decode(KEY).unwrap();
    let signature = BASE64_STANDARD.encode(hmac(&key, signed.as_bytes()));
    let authorization = format!("SharedKey {ACCOUNT}:{signature}");
    let headers = [
        ("x-ms-date", date.as_str()),
        ("x-ms-version", version),
        ("authorization", &authorization),
    ];
    assert_eq!(server.put(&format!("/{ACCOUNT}/fleet?restype=container"), &headers), 201);
    let endpoint = format!("http://{}/{ACCOUNT}", server.address);
    let variables = [
        ("AZURE_STORAGE_ACCOUNT_NAME", ACCOUNT),
        ("AZURE_STORAGE_ACCOUNT_KEY", KEY),
        ("AZURE_STORAGE_ENDPOINT", endpoint.as_str()),
    ];
    suite("az://fleet/runs", &variables.into());
}

#[test]
fn files() {
    let folder = tempfile::tempdir().unwrap();
    suite(&format!("file://{}", folder.path().display()), &BTreeMap::new());
}

fn hmac(key: &[u8], text: &[u8]) -> Vec<u8> {
    let mut block = [0; 64];
    block[..key.len()].copy_from_slice(key);
    let pad = |byte: u8| block.map(|it| it ^ byte);
    let inner = Sha256::new().chain_update(pad(0x36)).chain_update(text).finalize();
    Sha256::new().chain_update(pad(0x5c)).chain_update(inner).finalize().to_vec()
}

/// What a user does with a store, from the first look to the last.
fn suite(store: &str, variables: &BTreeMap<&str, &str>) {
    let folder = Folder::example("agency");
    let run = |words: &[&str]| -> Said {
        let mut command = rolecall();
        command.current_dir(folder.path()).envs(variables).args(words);
        said(command.args(["--store", store]))
    };
    let doctor = run(&["doctor"]).ended(0);
    assert!(!doctor.out.contains("NOT"), "{}", doctor.out);
    let planned = run(&["plan", "--out", "store:"]).ended(0);
    let name = planned.out.split_whitespace().find(|word| word.starts_with("store:")).unwrap();
    let applied = run(&["apply", "--plan", name, "--yes"]).ended(0);
    assert!(applied.out.contains("verified"), "{}", applied.out);
    assert!(run(&["apply", "--yes"]).ended(0).out.contains("nothing to do"));
    let history = run(&["history"]).ended(0);
    assert!(history.out.contains("by ops@agency.example"), "{}", history.out);
    assert!(run(&["history", "--org", "nobody-*"]).ended(0).out.contains("nothing fits"));
    let pruned = run(&["history", "prune", "--before", "2999-01-01"]).ended(0);
    assert_eq!(pruned.out, "deleted: 1 journal, 1 report, 1 plan\n");
    assert_eq!(run(&["history"]).ended(0).out, "no run so far\n");
}
