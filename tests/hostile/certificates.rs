//! Certificates that are not accepted, by a real TLS server: the error says what is wrong, and what to do about it.

use crate::common::{Folder, rolecall, said};
use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, date_time_ymd};
use rustls::ServerConfig;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use std::path::Path;
use std::sync::Arc;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio_rustls::TlsAcceptor;

/// An authority of this test alone.
struct Authority {
    issuer: Issuer<'static, KeyPair>,
    certificate: String,
}

impl Authority {
    fn new(name: &str) -> Self {
        let mut params = CertificateParams::new([]).unwrap();
        params.distinguished_name.push(DnType::CommonName, name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        let certificate = params.self_signed(&key).unwrap().pem();
        Self { issuer: Issuer::new(params, key), certificate }
    }

    /// What a server shows that is called `name`, with its key.
    fn server(&self, name: &str, (from, to): (i32, i32)) -> ServerConfig {
        let mut params = CertificateParams::new([name.to_owned()]).unwrap();
        (params.not_before, params.not_after) =
            (date_time_ymd(from, 1, 1), date_time_ymd(to, 1, 1));
        let key = KeyPair::generate().unwrap();
        let certificate = params.signed_by(&key, &self.issuer).unwrap();
        let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let ring = Arc::new(rustls::crypto::ring::default_provider());
        ServerConfig::builder_with_provider(ring)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![certificate.der().clone()], key)
            .unwrap()
    }
}

/// Serves as long as the runtime is held: whoever gets so far is refused.
fn serve(config: ServerConfig) -> (Runtime, String) {
    let runtime = Runtime::new().unwrap();
    let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
    let address = format!("https://localhost:{}", listener.local_addr().unwrap().port());
    let acceptor = TlsAcceptor::from(Arc::new(config));
    runtime.spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let acceptor = acceptor.clone();
            tokio::spawn(async move {
                let Ok(mut stream) = acceptor.accept(stream).await else { return };
                let mut request = [0; 4096];
                let _ = stream.read(&mut request).await;
                let answer =
                    "HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
                let _ = stream.write_all(answer.as_bytes()).await;
                let _ = stream.shutdown().await;
            });
        }
    });
    (runtime, address)
}

/// What `plan` says of a server like this, where these authorities are trusted.
fn plan(config: ServerConfig, trusted: &Path) -> String {
    let (_runtime, address) = serve(config);
    let folder = Folder::example("agency");
    folder.write(
        "rolecall.yaml",
        "apiVersion: rolecall/v1\nkind: Project\nmetadata: {name: agency}\nspec:\n  \
         platform: respond-io-console\n  timeouts: {request: 5s, retry: 300ms}\n",
    );
    let mut command = rolecall();
    command.current_dir(folder.path()).args(["--base-url", &address, "plan"]);
    command.env("ROLECALL_TOKEN", "marked-secret-token").env("SSL_CERT_FILE", trusted);
    for name in ["SSL_CERT_DIR", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"] {
        command.env_remove(name);
    }
    let said = said(&mut command);
    let all = said.out + &said.err;
    assert_eq!(said.code, 1, "{all}");
    assert!(!all.contains("marked-secret"), "{all}");
    all
}

/// Certificates that are refused.
pub(crate) const REFUSED: usize = 4;

#[test]
fn what_is_wrong_is_said_and_which_variable_helps() {
    let (ours, other) = (Authority::new("ours"), Authority::new("other"));
    let folder = Folder::empty();
    folder.write("ours.pem", &ours.certificate);
    let trusted = folder.path().join("ours.pem");
    let now = (2020, 4000);

    // Whom the file names is trusted: the answer comes.
    let said = plan(ours.server("localhost", now), &trusted);
    assert!(said.contains("403") && !said.contains("certificate"), "{said}");

    let refused: [_; REFUSED] = [
        (
            other.server("localhost", now),
            "it is signed by an authority that this machine does not know",
        ),
        (ours.server("localhost", (2020, 2021)), "it expired on 2021-01-01"),
        (ours.server("localhost", (3000, 4000)), "it is not valid before 3000-01-01"),
        (ours.server("other.example", now), "it is for `other.example`"),
    ];
    for (config, why) in refused {
        let said = plan(config, &trusted);
        let what = format!("the certificate of `localhost` is not accepted: {why}");
        assert!(said.contains(&what), "no `{what}` in {said}");
        assert!(said.contains("`SSL_CERT_FILE`"), "{said}");
    }
}
