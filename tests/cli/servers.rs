use crate::support::{Folder, SMALL, Sandbox};
use std::io::{Read as _, Write as _};
use std::net::TcpListener;

/// Short tries, so that the tests need not wait for a server that will not come.
const IMPATIENT: &str = "platform: respond-io-console, timeouts: {request: 2s, retry: 500ms}";

/// Answers everything with this, and says where.
fn answering(answer: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { break };
            let _ = stream.read(&mut [0; 4096]);
            let _ = stream.write_all(answer.as_bytes());
        }
    });
    format!("http://{address}")
}

#[test]
fn a_missing_token() {
    let folder = Folder::project(IMPATIENT);
    let said = folder.run(&["plan"]).ended(1);
    said.one_error("`ROLECALL_TOKEN`");
    // What is not known must not look like nothing to do.
    assert!(said.out.contains("1 organization could not be read"), "{}", said.out);
    assert!(!said.out.contains("nothing to do"), "{}", said.out);
}

#[test]
fn a_server_that_is_down() {
    let folder = Folder::project(IMPATIENT);
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let url = format!("http://127.0.0.1:{port}");
    let words = ["plan", "--base-url", &url];
    let said = folder.run_with(&words, &[("ROLECALL_TOKEN", "x")]).ended(1);
    said.one_error("no connection");
}

#[test]
fn a_server_that_is_down_is_one_error_for_all_organizations() {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let url = format!("http://127.0.0.1:{port}");
    for (organizations, untried) in [(3, None), (12, Some("4 of them not tried"))] {
        let folder = Folder::project(&format!("{IMPATIENT}, parallelism: 1"));
        for number in 1..organizations {
            let id = (239_021 + number).to_string();
            let other = SMALL.replace("acme", &format!("other-{number}")).replace("239021", &id);
            folder.write(&format!("other-{number}.yaml"), other);
        }
        for verb in ["plan", "drift"] {
            let words = [verb, "--base-url", &url];
            let said = folder.run_with(&words, &[("ROLECALL_TOKEN", "x")]).ended(1);
            said.one_error("`127.0.0.1` can't be reached");
            said.one_error(&format!("{organizations} organizations could not be read"));
            assert_eq!(said.err.contains("not tried"), untried.is_some(), "{}", said.err);
            assert!(said.err.contains(untried.unwrap_or_default()), "{}", said.err);
        }
    }
}

#[test]
fn a_server_that_answers_html() {
    let folder = Folder::project(IMPATIENT);
    let page = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\nContent-Length: 36\r\n\r\n\
                <html><body>Please log in</body></ht";
    let url = answering(page);
    let words = ["plan", "--base-url", &url];
    let said = folder.run_with(&words, &[("ROLECALL_TOKEN", "x")]).ended(1);
    said.one_error("a web page in place of JSON");
}

#[test]
fn plain_http_to_another_machine_is_refused() {
    let folder = Folder::project(IMPATIENT);
    let words = ["plan", "--base-url", "http://platform.example"];
    let said = folder.run_with(&words, &[("ROLECALL_TOKEN", "marked-secret")]).ended(1);
    assert!(said.err.contains("https"), "{}", said.err);
    assert!(!said.err.contains("marked-secret"));
}

#[test]
fn a_wrong_password() {
    let (folder, sandbox) = (Folder::project(IMPATIENT), Sandbox::start());
    let url = sandbox.server.base_url();
    let words = ["plan", "--base-url", &url];
    let variables =
        [("ROLECALL_EMAIL", "ops@agency.example"), ("ROLECALL_PASSWORD", "marked-secret")];
    let said = folder.run_with(&words, &variables).ended(1);
    said.one_error("Incorrect username or password");
    assert!(!said.err.contains("marked-secret"), "{}", said.err);
}

#[test]
fn an_expired_token() {
    let folder = Folder::project(IMPATIENT);
    // {"alg":"none"}.{"exp":1,"email":"ops@agency.example"}
    let token = "eyJhbGciOiJub25lIn0.eyJleHAiOjEsImVtYWlsIjoib3BzQGFnZW5jeS5leGFtcGxlIn0.x";
    let url = answering("");
    let words = ["plan", "--base-url", &url];
    let said = folder.run_with(&words, &[("ROLECALL_TOKEN", token)]).ended(1);
    said.one_error("expired");
    assert!(!said.err.contains(token), "{}", said.err);
}

#[test]
fn the_embedded_platform_without_a_seed() {
    let folder = Folder::project("platform: sandbox");
    folder.run(&["plan"]).ended(1).one_error("what the embedded platform starts from");
    let folder = Folder::project("platform: sandbox, sandbox: {seed: none.json}");
    let said = folder.run(&["plan"]).ended(1);
    assert!(said.err.contains("none.json"), "{}", said.err);
}
