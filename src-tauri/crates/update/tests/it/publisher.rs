//! A publisher of updates on this computer: keys, signed announcements, and an https server that says what it is told.

use minisign::KeyPair;
use rcgen::CertifiedKey;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::io::Write;
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;

/// The moment that copies under test take for now.
pub(crate) const NOW: i64 = 1_795_000_000_000;
/// A day.
pub(crate) const DAY: i64 = 24 * 60 * 60 * 1000;
/// Where the announcement is.
pub(crate) const ANNOUNCEMENT: &str = "/update.json";
/// Where the file is.
pub(crate) const FILE: &str = "/reconecta.tar.gz";

/// How the server answers for a path.
#[derive(Clone)]
pub(crate) enum Reply {
    /// With these bytes.
    Bytes(Vec<u8>),
    /// With these bytes, and the claim that there are so many.
    Claims(Vec<u8>, u64),
    /// With these bytes without saying how many, and then with zeros for ever.
    Endless(Vec<u8>),
    /// With these bytes, and then with silence.
    Silence(Vec<u8>, u64),
    /// With another address.
    Redirect(String),
    /// With a status.
    Status(u16),
}

/// The publisher.
pub(crate) struct Publisher {
    /// Its keys.
    pub(crate) keys: KeyPair,
    /// `https://localhost:<port>`.
    pub(crate) origin: String,
    /// The certificate of its server, in PEM.
    pub(crate) root: String,
    replies: Arc<Mutex<HashMap<String, Reply>>>,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Publisher {
    /// Starts the server.
    pub(crate) async fn start() -> Self {
        let CertifiedKey { cert, signing_key } =
            rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
        let root = cert.pem();
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(
                vec![cert.der().clone()],
                signing_key.serialize_der().try_into().unwrap(),
            )
            .unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("https://localhost:{}", listener.local_addr().unwrap().port());
        let replies: Arc<Mutex<HashMap<String, Reply>>> = Arc::default();
        let asked: Arc<Mutex<Vec<String>>> = Arc::default();
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let (to_say, to_note) = (Arc::clone(&replies), Arc::clone(&asked));
        tokio::spawn(async move {
            while let Ok((stream, _from)) = listener.accept().await {
                let (acceptor, replies, asked) =
                    (acceptor.clone(), Arc::clone(&to_say), Arc::clone(&to_note));
                tokio::spawn(async move { serve(stream, acceptor, &replies, &asked).await });
            }
        });
        Self {
            keys: KeyPair::generate_unencrypted_keypair().unwrap(),
            origin,
            root,
            replies,
            asked,
        }
    }

    /// What the server says from now on for the path.
    pub(crate) fn says(&self, path: &str, reply: Reply) {
        self.replies.lock().unwrap().insert(path.to_owned(), reply);
    }

    /// Paths that were asked for, in order.
    pub(crate) fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }

    /// A good manifest of this version for this file, with a counter of 10.
    pub(crate) fn manifest(&self, version: &str, target: &str, file: &[u8]) -> Value {
        json!({
            "purpose": "reconecta-update",
            "format": 1,
            "version": version,
            "counter": 10,
            "issued_at": NOW - DAY,
            "expires_at": NOW + 30 * DAY,
            "notes": { "en": "Faster checks." },
            "page": "https://example.com/releases",
            "targets": { target: {
                "url": format!("{}{FILE}", self.origin),
                "sha256": hex::encode(Sha256::digest(file)),
                "size": file.len(),
            } },
        })
    }

    /// Signs and publishes it with its file.
    pub(crate) fn publishes(&self, manifest: &Value, file: &[u8]) {
        self.says(ANNOUNCEMENT, Reply::Bytes(sealed(manifest, &self.keys)));
        self.says(FILE, Reply::Bytes(file.to_vec()));
    }
}

/// The manifest with the signature of these keys.
pub(crate) fn sealed(manifest: &Value, keys: &KeyPair) -> Vec<u8> {
    let text = manifest.to_string();
    let signature = minisign::sign(None, &keys.sk, text.as_bytes(), None, None).unwrap();
    json!({ "signed": text, "signature": signature.into_string() })
        .to_string()
        .into_bytes()
}

/// A portable archive, with the program beside its documents.
pub(crate) fn portable(program: &[u8]) -> Vec<u8> {
    archive(&[
        ("reconecta-9.9.9/README.md", b"Hello"),
        ("reconecta-9.9.9/reconecta", program),
    ])
}

/// An archive of these files.
pub(crate) fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut tar = tar::Builder::new(Vec::new());
    for (name, bytes) in files {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o755);
        tar.append_data(&mut header, name, *bytes).unwrap();
    }
    packed(&tar.into_inner().unwrap())
}

/// gzip.
pub(crate) fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(bytes).unwrap();
    gzip.finish().unwrap()
}

/// A program that says its version.
pub(crate) fn program(version: &str) -> Vec<u8> {
    format!("#!/bin/sh\necho 'reconecta {version}'\n").into_bytes()
}

async fn serve(
    stream: TcpStream,
    acceptor: TlsAcceptor,
    replies: &Mutex<HashMap<String, Reply>>,
    asked: &Mutex<Vec<String>>,
) -> Option<()> {
    let mut stream = acceptor.accept(stream).await.ok()?;
    let mut request = Vec::new();
    while !request.ends_with(b"\r\n\r\n") {
        request.push(stream.read_u8().await.ok()?);
    }
    let path = String::from_utf8(request).ok()?.split(' ').nth(1)?.to_owned();
    asked.lock().unwrap().push(path.clone());
    let reply = replies.lock().unwrap().get(&path).cloned();
    let head = |status: u16, more: String| format!("HTTP/1.1 {status} X\r\nConnection: close\r\n{more}\r\n");
    let length = |length: u64| format!("Content-Length: {length}\r\n");
    let (head, body) = match reply.clone().unwrap_or(Reply::Status(404)) {
        Reply::Bytes(bytes) => (head(200, length(bytes.len() as u64)), bytes),
        Reply::Claims(bytes, claimed) | Reply::Silence(bytes, claimed) => (head(200, length(claimed)), bytes),
        Reply::Endless(bytes) => (head(200, String::new()), bytes),
        Reply::Redirect(to) => (head(302, format!("Location: {to}\r\n")), Vec::new()),
        Reply::Status(status) => (head(status, length(0)), Vec::new()),
    };
    stream.write_all(head.as_bytes()).await.ok()?;
    stream.write_all(&body).await.ok()?;
    stream.flush().await.ok()?;
    match reply {
        Some(Reply::Endless(_)) => loop {
            stream.write_all(&[0; 8192]).await.ok()?;
        },
        // Until the other side hangs up.
        Some(Reply::Silence(..)) => stream.read_u8().await.map(drop).ok(),
        _ => stream.shutdown().await.ok(),
    }
}
